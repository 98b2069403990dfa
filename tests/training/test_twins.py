"""Pictures that are learned and judged by, and labels without any picture, are told."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.command_evaluate import evaluate_command
from glyphcam.training.datasets import load
from glyphcam.training.duplicates import shared_by_sources
from glyphcam.training.glyph_given import given_split

from .conftest import write_nearest
from .test_idx_set import write_pair

DIGITS = recogniser_named("digits")


@pytest.fixture()
def without_nines(digit_rows, tmp_path):
    """A set of two parts that lacks the 9; two test pictures are training pictures as well."""
    x, y = (rows[digit_rows[1] < 9] for rows in digit_rows)
    path = tmp_path / "set.npz"
    np.savez(path, x_train=x[:30], y_train=y[:30], x_test=x[28:], y_test=y[28:])
    return path


def test_evaluate_reports_twins_and_labels_without_a_picture(digit_rows, without_nines, tmp_path):
    model = write_nearest(tmp_path / "digits-knn.onnx", *digit_rows)
    asked = ["digits", "knn", "--model", str(model), "--data", str(without_nines)]
    result = CliRunner().invoke(evaluate_command, asked)
    assert result.exit_code == 0, result.output
    assert "2 of its test pictures are in its training part as well" in result.output
    assert "no picture of 0 1 2 3 4 5 6 9" in result.output


@pytest.mark.parametrize("form", ["npz", "npy", "csv", "idx", "idx.gz", "folder"])
def test_every_loader_has_labels_without_a_picture_told(form, digit_rows, tmp_path):
    import cv2

    x, y = (rows[digit_rows[1] < 9] for rows in digit_rows)
    if form == "npz":
        np.savez(tmp_path / "set.npz", x=x, y=y)
    elif form == "npy":
        np.save(tmp_path / "X.npy", x)
        np.save(tmp_path / "Y.npy", y)
    elif form == "csv":
        rows = np.column_stack([y, x.reshape(len(x), -1)])
        np.savetxt(tmp_path / "set.csv", rows, fmt="%d", delimiter=",")
    elif form.startswith("idx"):
        write_pair(tmp_path, "t10k", x, y, form.removeprefix("idx"))
    for row, (picture, label) in enumerate(zip(x, y, strict=True) if form == "folder" else ()):
        (tmp_path / str(label)).mkdir(exist_ok=True)
        cv2.imwrite(str(tmp_path / str(label) / f"{row}.png"), picture)
    path = next(tmp_path.glob("set.*"), tmp_path)
    assert "no picture of 9" in load([path], DIGITS).notes


def test_training_on_a_set_without_a_label_is_refused(without_nines):
    with pytest.raises(DataError, match=r"set\.npz has no picture of 8 9: a class is empty"):
        given_split(DIGITS, [without_nines])


def test_pictures_that_two_sources_have_are_counted():
    patches = np.random.default_rng(0).integers(1, 256, (4, 28, 28), dtype=np.uint8)
    patches[[2, 3]] = patches[[0, 1]]
    assert shared_by_sources(patches, np.array(["ann", "ben", "cem", "ben"])) == 2
