"""How long training takes is known of every recipe, said first, and under three hours in all."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from glyphcam.training import command_train, minutes
from glyphcam.training.minutes import MEASURED, minutes_of
from glyphcam.training.recipes import RECIPES
from glyphcam.training.train_plan import minutes_at_once


def test_all_recipes_take_under_three_hours_on_two_cores():
    assert set(RECIPES) == set(MEASURED)
    longest = max(minutes_of(*model) or 0 for model in RECIPES)
    assert 0 < longest <= minutes_at_once(RECIPES, 2) < 180


def test_what_a_card_says_of_the_last_time_counts_more(tmp_path, monkeypatch):
    monkeypatch.setattr(minutes, "SHELF", tmp_path)
    assert minutes_of("digits", "cnn") == MEASURED["digits", "cnn"]
    (tmp_path / "digits-cnn.md").write_text("| training took | 7.5 minutes |\n")
    assert minutes_of("digits", "cnn") == pytest.approx(7.5)
    assert minutes_of("digits", "no such kind") is None


def test_train_all_says_first_how_long_it_takes(monkeypatch, tmp_path):
    monkeypatch.setattr(command_train, "train_all", lambda orders, jobs, say: ())
    asked = ["all", "--out", str(tmp_path), "--jobs", "2"]
    first = CliRunner().invoke(command_train.train, asked).output.splitlines()[0]
    told = f"{minutes_at_once(RECIPES, 2):.0f} minutes"
    assert first == f"{len(RECIPES)} models, 2 at a time: about {told}"
