"""What all tests share: the real data, where it is present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data, or a skip that says where it was looked for."""
    default = Path(__file__).parent.parent.parent / "shared" / "data"
    folder = Path(os.environ.get("GLYPHCAM_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set GLYPHCAM_DATA")
    return folder
