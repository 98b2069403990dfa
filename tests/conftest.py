"""What all tests share: the real data, where it is present."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glyphcam.calibration.review_item import ReviewItem, Why


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data, or a skip that says where it was looked for."""
    default = Path(__file__).parent.parent.parent / "shared" / "data"
    folder = Path(os.environ.get("GLYPHCAM_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set GLYPHCAM_DATA")
    return folder


@pytest.fixture
def made() -> Callable[..., ReviewItem]:
    """Makes items for a review queue, each with a patch and a hand like no other number's."""

    def make(
        number: int, source: str = "film", sure: float = 0.5, *, is_hand: bool = True, **more: Any
    ) -> ReviewItem:
        noise = np.random.default_rng(number)
        patch = np.kron(noise.integers(0, 256, (7, 7)), np.ones((4, 4))).astype(np.uint8)
        points = noise.normal(0, 40, (21, 3)).astype(np.float32)
        rest = (1 - sure) / 2
        fields: dict[str, Any] = {
            "recogniser": "asl",
            "kind": "fused",
            "model_sha256": "ab" * 32,
            "labels": ("A", "B", "C"),
            "probabilities": np.array([sure, rest, rest], np.float32),
            "threshold": 0.6,
            "patch": patch,
            "patch_version": 1,
            "why": (Why.UNSURE,),
            "source": source,
            "seconds": float(number),
            "created": 1_000.0 + number,
            "landmarks": points - points[0] if is_hand else None,
            "world": points / 1000 if is_hand else None,
            "picture": b"\xff\xd8 picture %d" % number,
        }
        return ReviewItem(**{**fields, **more})

    return make
