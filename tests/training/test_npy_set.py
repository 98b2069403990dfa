"""NPY pairs: integer and one-hot labels, files and folders, and their faults."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.datasets import load
from glyphcam.training.npy_set import load_npy

DIGITS = recogniser_named("digits")


@pytest.mark.parametrize("is_one_hot", [False, True])
def test_a_pair_is_read_by_file_and_by_folder(digit_rows, tmp_path, is_one_hot):
    x, y = digit_rows
    np.save(tmp_path / "X.npy", x / 255.0)
    np.save(tmp_path / "Y.npy", np.eye(10)[y] if is_one_hot else y)
    for path in (tmp_path, tmp_path / "X.npy"):
        found = load([path], DIGITS)
        assert np.array_equal(found.targets, y)


def test_a_row_that_is_not_one_hot_is_named(digit_rows, tmp_path):
    x, y = digit_rows
    labels = np.eye(10)[y]
    labels[2, :2] = 1
    np.save(tmp_path / "X.npy", x)
    np.save(tmp_path / "Y.npy", labels)
    with pytest.raises(DataError, match="row 3 has a label that is not one-hot"):
        load_npy(tmp_path, "all")


def test_pictures_without_labels_are_told_which_file_is_wanted(digit_rows, tmp_path):
    np.save(tmp_path / "X.npy", digit_rows[0])
    with pytest.raises(DataError, match="no labels beside it"):
        load_npy(tmp_path / "X.npy", "all")


def test_a_pickle_is_never_opened(digit_rows, tmp_path):
    x, y = digit_rows
    np.save(tmp_path / "X.npy", x)
    np.save(tmp_path / "Y.npy", np.array([*y.tolist()], dtype=object))
    with pytest.raises(DataError, match="cannot be read as plain arrays"):
        load_npy(tmp_path, "all")
