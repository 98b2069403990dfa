"""Data a user names is split by itself: its test part where it has one, else a tenth by hash."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.glyph_given import given_split

DIGITS = RECOGNISERS["digits"]


def saved(data: Path, path: Path, count: int, **names: str) -> Path:
    with np.load(data / "mnist.npz", allow_pickle=False) as arrays:
        np.savez(path, **{name: arrays[source][:count] for name, source in names.items()})
    return path


def test_a_set_with_a_test_part_is_judged_by_it(data: Path, tmp_path: Path) -> None:
    parts = {name: name for name in ("x_train", "y_train", "x_test", "y_test")}
    split = given_split(DIGITS, [saved(data, tmp_path / "parts.npz", 800, **parts)])
    assert len(split.test.targets) == 800
    assert split.test.name.endswith("parts.npz, its own test part")
    assert 700 < len(split.train.targets) + len(split.held.targets) <= 800


def test_a_set_without_one_gives_a_tenth_away(data: Path, tmp_path: Path) -> None:
    split = given_split(DIGITS, [saved(data, tmp_path / "all.npz", 900, x="x_test", y="y_test")])
    assert len(split.test.targets) == pytest.approx(90, abs=30)
    assert split.test.name.endswith("all.npz, a tenth by picture, fixed by hash")
    known = {one.tobytes() for one in split.train.patches}
    assert not known & {one.tobytes() for one in split.test.patches}


def test_too_few_pictures_are_refused(data: Path, tmp_path: Path) -> None:
    few = saved(data, tmp_path / "few.npz", 130, x="x_test", y="y_test")
    with pytest.raises(DataError, match="too few to learn from"):
        given_split(DIGITS, [few])


def test_a_writer_is_on_one_side_only_and_that_is_said(data: Path, tmp_path: Path) -> None:
    with np.load(data / "mnist.npz", allow_pickle=False) as arrays:
        x, y = arrays["x_test"][:900], arrays["y_test"][:900]
    np.savez(tmp_path / "all.npz", x=x, y=y, writer=np.arange(900) % 90)
    split = given_split(DIGITS, [tmp_path / "all.npz"])
    assert split.test.name.endswith("a tenth by writer, fixed by hash")
    assert len(split.test.targets) % 10 == 0
