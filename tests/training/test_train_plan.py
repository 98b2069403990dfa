"""The plan of a long training: longest first, none before its teacher, and how long it takes."""

from __future__ import annotations

import pytest

from glyphcam.training import train_plan
from glyphcam.training.train_plan import jobs_here, longest_first, minutes_at_once, next_model

FUSED, CNN, KNN = ("asl", "fused"), ("asl", "cnn"), ("asl", "knn")
FASHION, DIGITS = ("fashion", "cnn"), ("digits", "cnn")
MINUTES = {FUSED: 19.0, CNN: 11.0, KNN: 1.0, FASHION: 60.0, DIGITS: 14.0}


@pytest.fixture(autouse=True)
def told(monkeypatch):
    monkeypatch.setattr(train_plan, "minutes_of", lambda *model: MINUTES.get(model))


def test_the_longest_comes_first_and_a_teacher_before_its_pupil():
    assert longest_first([CNN, KNN, DIGITS, FUSED, FASHION]) == (FASHION, FUSED, DIGITS, CNN, KNN)


def test_a_pupil_waits_for_its_teacher_while_others_go_on():
    assert next_model([CNN, KNN], [FUSED]) == KNN
    assert next_model([CNN], [FUSED]) is None
    assert next_model([CNN], [FASHION]) == CNN
    assert next_model([], [FASHION]) is None


@pytest.mark.parametrize(
    ("models", "jobs", "minutes"),
    [
        ([FASHION, DIGITS], 1, 74),
        ([FASHION, DIGITS], 2, 60),
        ([FUSED, CNN], 2, 20),  # its folds are there: a minute is left to do
        ([CNN], 1, 11),
        ([FASHION, FUSED, CNN, DIGITS, KNN], 2, 60),
        ([FASHION, FUSED, CNN, DIGITS, KNN], 1, 95),
        ([], 2, 0),
    ],
)
def test_models_side_by_side_take_as_long_as_the_fuller_side(models, jobs, minutes):
    assert minutes_at_once(models, jobs) == minutes


def test_what_a_training_has_had_already_is_not_counted_again():
    assert minutes_at_once([FASHION, DIGITS], 2, {FASHION: 50.0, DIGITS: 4.0}) == 10
    assert minutes_at_once([DIGITS], 2, {DIGITS: 99.0}) == 0


def test_a_machine_trains_a_model_a_core_as_far_as_its_memory_goes(monkeypatch):
    monkeypatch.setattr(train_plan, "cores", lambda: 8)
    for memory, jobs in ((2**40, 8), (7 * 2**30, 2), (2**30, 1), (None, 8)):
        monkeypatch.setattr(train_plan, "_memory_bytes", lambda memory=memory: memory)
        assert jobs_here() == jobs
