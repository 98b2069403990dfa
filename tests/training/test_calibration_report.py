"""The report is a PNG and a JSON of figures that agree with the answers it was given."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.calibration_report import read_answers, report

ASL = RECOGNISERS["asl"]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    targets = rng.integers(0, 24, 600)
    logits = rng.normal(0, 1, (600, 24))
    logits[np.arange(600), targets] += 4
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    path = tmp_path / "held-out.npz"
    np.savez(path, probabilities=probabilities, targets=targets, groups=rng.choice(list("ab"), 600))
    return path


def test_a_report_is_a_picture_and_figures(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    arguments = ["asl", "--answers", str(answers), "-o", str(out), "--json"]
    shown = CliRunner().invoke(report, arguments, catch_exceptions=False)
    facts = json.loads(shown.stdout)
    with np.load(answers) as archive:
        ece = expected_calibration_error(archive["probabilities"], archive["targets"])
    assert facts["after"]["ece"] == pytest.approx(ece)
    assert set(facts["set_coverage"]["by_source"]) == {"a", "b"}
    assert json.loads((out / "asl-fused.json").read_text()) == facts
    assert (out / "asl-fused.png").read_bytes().startswith(b"\x89PNG")


def test_in_words_it_names_what_was_promised(answers: Path, tmp_path: Path) -> None:
    arguments = ["asl", "--answers", str(answers), "-o", str(tmp_path)]
    shown = CliRunner().invoke(report, arguments, catch_exceptions=False)
    assert "ECE" in shown.stdout
    assert "precision 0.95:" in shown.stdout
    assert "sets of 0.95 hold least often:" in shown.stdout


def test_answers_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", probabilities=np.ones((3, 10)), targets=np.zeros(3))
    with pytest.raises(DataError, match=r"probabilities \(3, 10\): asl needs \(3, 24\)"):
        read_answers(tmp_path / "a.npz", ASL)
    np.savez(tmp_path / "b.npz", targets=np.zeros(3))
    with pytest.raises(DataError, match="no array probabilities"):
        read_answers(tmp_path / "b.npz", ASL)
