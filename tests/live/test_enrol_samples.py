"""Samples are kept unless they look like another letter, and come out as a profile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from glyphcam.live.enrol_samples import EnrolSamples
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.stamp import Stamp

LABELS = RECOGNISERS["asl"].labels


class Port:
    def __init__(self, name: str) -> None:
        self.name = name
        self.shape = ["n", len(LABELS)]


class FakeSession:
    """Reads the letter off the wrist: its column is the largest coordinate of the thumb's tip."""

    def get_inputs(self) -> list[Port]:
        return [Port("landmarks")]

    def get_outputs(self) -> list[Port]:
        return [Port("probabilities"), Port("embedding")]

    def run(self, wanted: list[str], feed: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        embedding = feed["landmarks"][:, 4].astype(np.float32)
        probabilities = np.full((len(embedding), len(LABELS)), 0.01, np.float32)
        probabilities[np.arange(len(embedding)), embedding.argmax(axis=1)] = 0.77
        return [probabilities, embedding]


def samples(keeps_patches: bool = False) -> EnrolSamples:
    stamp = Stamp("asl", "fused", LABELS, PATCH_VERSION, threshold=0.6)
    network = Network(FakeSession(), stamp, Path("asl-fused.onnx"))  # type: ignore[arg-type]
    return EnrolSamples(network, keeps_patches)


def shown(*thumb: float) -> Observation:
    landmarks = np.zeros((21, 3), np.float32)
    landmarks[4] = thumb
    return Observation(np.full((28, 28), 7, np.uint8), landmarks)


def test_good_samples_are_kept_and_counted() -> None:
    taken = samples()
    assert taken.offer("A", shown(1, 0, 0)) is None
    assert taken.offer("A", shown(1, 0.1, 0)) is None
    assert taken.offer("B", shown(0, 1, 0)) is None
    assert (taken.count("A"), taken.count("B"), taken.count("C")) == (2, 1, 0)


def test_a_sample_that_looks_like_another_enrolled_letter_is_named_and_not_kept() -> None:
    taken = samples()
    taken.offer("A", shown(1, 0, 0))
    taken.offer("B", shown(0, 1, 0))
    assert taken.offer("B", shown(1, 0, 0)) == "A"
    assert taken.count("B") == 1


def test_a_letter_can_be_taken_again_from_the_start() -> None:
    taken = samples()
    taken.offer("A", shown(1, 0, 0))
    taken.offer("B", shown(0, 1, 0))
    taken.forget("A")
    assert (taken.count("A"), taken.count("B")) == (0, 1)
    assert taken.profile("ann").letters.tolist() == ["B"]


@pytest.mark.parametrize("keeps_patches", [True, False])
def test_pictures_are_in_the_profile_only_by_leave(keeps_patches: bool) -> None:
    taken = samples(keeps_patches)
    taken.offer("A", shown(1, 0, 0))
    profile = taken.profile("ann")
    assert profile.landmarks is not None
    assert profile.landmarks.shape == (1, 21, 3)
    assert (profile.patches is not None) == keeps_patches
    assert profile.patch_version == PATCH_VERSION


def test_an_earlier_profile_stays_until_its_letter_is_taken_anew() -> None:
    first = samples()
    first.offer("A", shown(1, 0, 0))
    first.offer("A", shown(1, 0.1, 0))
    first.offer("B", shown(0, 1, 0))
    second = samples()
    second.add_profile(first.profile("ann"))
    second.forget("A")
    assert second.profile("ann").counts() == {"A": 2, "B": 1}
    assert second.count("A") == 0
    assert second.offer("A", shown(0, 1, 0)) == "B"
    assert second.offer("A", shown(1, 0, 0.1)) is None
    assert second.profile("ann").counts() == {"A": 1, "B": 1}


def test_pictures_are_kept_of_all_samples_or_of_none() -> None:
    first = samples(keeps_patches=False)
    first.offer("A", shown(1, 0, 0))
    second = samples(keeps_patches=True)
    second.add_profile(first.profile("ann"))
    second.offer("B", shown(0, 1, 0))
    assert second.profile("ann").patches is None
