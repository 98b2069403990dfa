"""Learning a user helps, or stays out of the way."""

from __future__ import annotations

import numpy as np

from glyphcam.calibration.learn_user import learn
from glyphcam.calibration.neighbours import TEMPERATURE


def base_of(answers: list[int], sure: float = 0.6, labels: int = 3) -> np.ndarray:
    base = np.full((len(answers), labels), (1 - sure) / (labels - 1))
    base[np.arange(len(answers)), answers] = sure
    return base


def cluster(centre: list[float], count: int) -> np.ndarray:
    rng = np.random.default_rng(int(sum(centre) * 10))
    return np.array(centre) + rng.normal(0, 0.01, (count, len(centre)))


def test_a_user_the_base_model_misreads_is_read_right_after_learning() -> None:
    targets = np.repeat([0, 1, 2], 3)
    embeddings = np.concatenate(
        [cluster([1, 0, 0], 3), cluster([0, 1, 0], 3), cluster([0, 0, 1], 3)]
    )
    base = base_of([1] * 3 + [1] * 3 + [2] * 3)  # every 0 is taken for a 1
    learned = learn(base, embeddings, targets)
    assert learned.is_used.all()
    assert (learned.mix(base, embeddings).argmax(axis=1) == targets).all()


def test_a_letter_whose_samples_only_spoil_others_is_left_to_the_base_model() -> None:
    targets = np.repeat([0, 1, 2], 3)
    # Each sample of 2 has one of 0 as its twin, and the base model reads all of them right.
    turns = np.array([0.0, 0.3, 0.6])
    circle = [np.stack([np.cos(t), np.sin(t), 0 * t], axis=1) for t in (turns, turns + 0.01)]
    embeddings = np.concatenate([circle[0], cluster([0, 0, 1], 3), circle[1]])
    base = base_of(list(targets), sure=0.5)
    learned = learn(base, embeddings, targets)
    judged = learned.mix(base, embeddings)
    assert not learned.is_used.all()
    assert (judged.argmax(axis=1) == targets).all()


def test_when_all_of_it_does_harm_none_of_it_is_used() -> None:
    rng = np.random.default_rng(1)
    targets = np.repeat(np.arange(6), 3)
    base = base_of(list(targets), sure=0.4, labels=6)
    learned = learn(base, rng.normal(size=(18, 4)), targets)
    right = (learned.mix(base, rng.normal(size=(18, 4))).argmax(axis=1) == targets).mean()
    assert learned.is_used.sum() <= 1
    assert right >= 0.9


def test_a_single_sample_a_letter_is_taken_on_trust_at_the_default_temperature() -> None:
    learned = learn(base_of([0, 1]), np.eye(2), np.array([0, 1]))
    assert learned.is_used.tolist() == [True, True, False]
    assert abs(learned.temperature - TEMPERATURE) < 0.02


def test_learning_from_nothing_changes_nothing() -> None:
    learned = learn(np.empty((0, 3)), np.empty((0, 4)), np.empty(0, np.int64))
    assert not learned.is_used.any()


def test_readings_that_are_wrong_for_sure_make_the_answers_less_sure() -> None:
    targets = np.tile([0, 1], 60)
    embeddings = np.random.default_rng(0).normal(size=(120, 2))
    wrong = base_of([*(1 - targets[:60]), *targets[60:]], sure=0.99)
    right = base_of(list(targets), sure=0.6)
    assert (
        learn(wrong, embeddings, targets).temperature
        > learn(right, embeddings, targets).temperature
    )
