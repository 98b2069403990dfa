"""The guide through training/ names every file of it, and no file that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glyphcam import training

FOLDER = Path(str(training.__file__)).parent
GUIDE = FOLDER.parent / "docs" / "training.md"


@pytest.fixture()
def named() -> set[str]:
    """The names of files of training/ in the guide."""
    if not GUIDE.is_file():
        pytest.skip("the guide is not part of an installed package")
    return set(re.findall(r"`(\w+)\.py`", GUIDE.read_text("utf-8")))


def test_every_file_is_named_in_the_guide(named):
    there = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    doors = {name for name in there if name.startswith("command_")}
    assert there - doors - named == set()


def test_every_name_in_the_guide_is_a_file(named):
    assert named - {path.stem for path in FOLDER.glob("*.py")} == set()
