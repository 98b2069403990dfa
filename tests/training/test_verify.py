"""Verification: a stamped figure is held to what the file gives again."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import ModelError
from glyphcam.training import command_verify, verify
from glyphcam.training.verify import compare, measure

from .conftest import write_nearest


@pytest.fixture()
def folder(digit_rows, tmp_path):
    """A data folder whose MNIST is 36 right and 4 wrong digits for the model: 90 %."""
    x, y = digit_rows
    labels = np.where(np.arange(40) % 10 == 0, (y + 1) % 10, y)
    np.savez(tmp_path / "mnist.npz", x_test=x, y_test=labels, x_train=x, y_train=y)
    return tmp_path


def test_a_true_figure_agrees_and_the_others_are_not_made_up(folder, digit_rows):
    model = write_nearest(folder / "digits-knn.onnx", *digit_rows)
    checks = measure(model, folder)
    assert [(c.figure, c.stamped, c.is_right) for c in checks] == [("accuracy", 0.9, True)]
    assert checks[0].found == pytest.approx(0.9)


def test_a_figure_that_does_not_agree_ends_the_command_with_an_error(
    folder, digit_rows, monkeypatch
):
    model = write_nearest(folder / "digits-knn.onnx", *digit_rows)
    np.savez(folder / "mnist.npz", x=digit_rows[0], y=digit_rows[1])
    monkeypatch.setattr(command_verify, "shipped", lambda: (model,))
    monkeypatch.setenv("GLYPHCAM_DATA", str(folder))
    result = CliRunner().invoke(command_verify.verify, ["digits-knn"])
    assert "stamped 0.9000   found 1.0000   DOES NOT AGREE" in result.output
    with pytest.raises(ModelError, match="do not agree: digits-knn accuracy"):
        CliRunner().invoke(command_verify.verify, [], catch_exceptions=False)


def test_a_model_that_is_not_shipped_is_told(monkeypatch):
    monkeypatch.setattr(command_verify, "shipped", lambda: ())
    with pytest.raises(ModelError, match="no model digits-cnn is shipped"):
        CliRunner().invoke(command_verify.verify, ["digits-cnn"], catch_exceptions=False)


def test_only_figures_both_sides_have_are_compared_within_the_slack():
    checks = compare("m", {"a": 0.5, "b": 0.5, "c": 1}, {"a": 0.5005, "b": 0.52, "d": 1}, 0.01)
    assert [(c.figure, c.is_right) for c in checks] == [("a", True), ("b", False)]
    assert verify.MEASURED_SLACK < verify.RETRAINED_SLACK
