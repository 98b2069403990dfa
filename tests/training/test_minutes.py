"""How long training takes is known of every recipe, said first, and under three hours in all."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from glyphcam.training import command_train, minutes
from glyphcam.training.minutes import MEASURED, minutes_in_all, minutes_of
from glyphcam.training.recipes import RECIPES


def test_all_recipes_together_take_under_three_hours():
    assert set(RECIPES) == set(MEASURED)
    assert 0 < minutes_in_all(RECIPES) < 180


def test_what_a_card_says_of_the_last_time_counts_more(tmp_path, monkeypatch):
    monkeypatch.setattr(minutes, "SHELF", tmp_path)
    assert minutes_of("digits", "cnn") == MEASURED["digits", "cnn"]
    (tmp_path / "digits-cnn.md").write_text("| training took | 7.5 minutes |\n")
    assert minutes_of("digits", "cnn") == pytest.approx(7.5)
    assert minutes_of("digits", "no such kind") is None


def test_train_all_says_the_sum_first(monkeypatch, tmp_path):
    monkeypatch.setattr(command_train, "_apart", lambda order: None)
    result = CliRunner().invoke(command_train.train, ["all", "--out", str(tmp_path)])
    first = result.output.splitlines()[0]
    assert (
        first == f"{len(RECIPES)} models, about {minutes_in_all(RECIPES):.0f} minutes on one core"
    )
