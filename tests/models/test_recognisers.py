"""Every recogniser keeps the same contract; a new entry is picked up by itself."""

from __future__ import annotations

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.models.recognisers import RECOGNISERS, Crop, Recogniser, kind_of, recogniser_named

EVERY = pytest.mark.parametrize("recogniser", RECOGNISERS.values(), ids=lambda r: r.name)


@EVERY
def test_labels_are_many_and_different(recogniser: Recogniser) -> None:
    assert len(recogniser.labels) == len(set(recogniser.labels)) >= 10


@EVERY
def test_look_alikes_are_pairs_of_its_own_labels(recogniser: Recogniser) -> None:
    assert all({one, other} <= set(recogniser.labels) for one, other in recogniser.look_alikes)


@EVERY
def test_the_first_kind_is_the_default(recogniser: Recogniser) -> None:
    assert kind_of(recogniser, None) == recogniser.kinds[0]
    assert kind_of(recogniser, recogniser.kinds[-1]) == recogniser.kinds[-1]


def test_asl_reads_the_24_letters_that_do_not_move_off_hands() -> None:
    asl = RECOGNISERS["asl"]
    assert asl.crop is Crop.HAND
    assert "".join(asl.labels) == "ABCDEFGHIKLMNOPQRSTUVWXY"


def test_an_unknown_recogniser_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SettingError, match="no recogniser 'semaphore': choose one of asl, char"):
        recogniser_named("semaphore")


def test_an_unknown_kind_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SettingError, match="fashion has no model kind 'svm': choose one of cnn"):
        kind_of(RECOGNISERS["fashion"], "svm")
