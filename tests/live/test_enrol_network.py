"""A learned network answers as its base where it knows nothing, and as the user where it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.profile import Profile
from glyphcam.live.enrol_network import for_user, learned
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.stamp import Stamp

LABELS = RECOGNISERS["asl"].labels


class Port:
    def __init__(self, name: str) -> None:
        self.name = name
        self.shape = ("n", 1)


class FakeSession:
    """Says A to every hand; its embedding is the thumb's tip, and perhaps the patch's grey."""

    def __init__(self, inputs: tuple[str, ...], embeds_patch: bool = False) -> None:
        self.inputs = inputs
        self.embeds_patch = embeds_patch
        self.outputs: tuple[str, ...] = ("probabilities", "embedding")

    def get_inputs(self) -> list[Port]:
        return [Port(name) for name in self.inputs]

    def get_outputs(self) -> list[Port]:
        return [Port(name) for name in self.outputs]

    def run(self, wanted: list[str], feed: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        assert set(feed) == set(self.inputs)
        count = len(next(iter(feed.values())))
        probabilities = np.full((count, len(LABELS)), 0.5 / 23, np.float32)
        probabilities[:, 0] = 0.5
        embedding = feed["landmarks"][:, 4].astype(np.float32)
        if self.embeds_patch:
            embedding = embedding + feed["patch"].mean(axis=(1, 2))[:, None]
        novelty = np.full((count, 1), 2.5, np.float32)
        made = {"probabilities": probabilities, "embedding": embedding, "novelty": novelty}
        return [made[name] for name in wanted]


def network(inputs: tuple[str, ...] = ("landmarks",), embeds_patch: bool = False) -> Network:
    stamp = Stamp("asl", "fused", LABELS, PATCH_VERSION, threshold=0.6)
    return Network(FakeSession(inputs, embeds_patch), stamp, Path("asl-fused.onnx"))  # type: ignore[arg-type]


def hand(*thumb: float) -> np.ndarray:
    landmarks = np.zeros((21, 3), np.float32)
    landmarks[4] = thumb
    return landmarks


def profile(letters: str, *thumbs: tuple[float, float, float], patches: bool = False) -> Profile:
    return Profile(
        user="ann",
        recogniser="asl",
        letters=np.array(list(letters)),
        landmarks=np.array([hand(*thumb) for thumb in thumbs]).reshape(-1, 21, 3),
        patches=np.zeros((len(letters), 28, 28), np.uint8) if patches else None,
        patch_version=PATCH_VERSION,
    )


def test_a_hand_like_an_enrolled_one_is_read_as_its_letter() -> None:
    taught = learned(network(), profile("AB", (1, 0, 0), (0, 1, 0)))
    blank = np.zeros((28, 28), np.uint8)
    first, second = taught.recognise(
        [Observation(blank, hand(2, 0.1, 0)), Observation(blank, hand(0.1, 3, 0))]
    )
    assert (first.label, second.label) == ("A", "B")
    assert second.threshold == 0.6


def test_what_is_close_to_the_users_own_sample_is_nothing_new() -> None:
    session = FakeSession(("landmarks",))
    session.outputs = ("probabilities", "embedding", "novelty")
    stamp = Stamp("asl", "fused", LABELS, PATCH_VERSION, threshold=0.6)
    base = Network(session, stamp, Path("asl-fused.onnx"))  # type: ignore[arg-type]
    taught = learned(base, profile("AB", (1, 0, 0), (0, 1, 0)))
    blank = np.zeros((28, 28), np.uint8)
    shown = [Observation(blank, hand(2, 0, 0)), Observation(blank, hand(0.2, 0.2, 3))]
    assert [p.novelty for p in base.recognise(shown)] == [2.5, 2.5]
    assert [p.novelty for p in taught.recognise(shown)] == [0.0, 2.5]


def test_the_base_network_still_answers_as_before() -> None:
    base = network()
    learned(base, profile("AB", (1, 0, 0), (0, 1, 0)))
    [answer] = base.recognise([Observation(np.zeros((28, 28), np.uint8), hand(0, 1, 0))])
    assert answer.label == "A"


def test_without_pictures_a_fused_network_learns_from_landmarks_if_its_embedding_is_theirs() -> (
    None
):
    taught = learned(network(("patch", "landmarks")), profile("AB", (1, 0, 0), (0, 1, 0)))
    white = np.full((28, 28), 255, np.uint8)
    assert taught.recognise([Observation(white, hand(0, 1, 0))])[0].label == "B"


def test_without_pictures_the_check_goes_by_what_the_base_made_of_the_samples_then() -> None:
    turns = (0.0, 0.01, 0.3, 0.31, 0.6, 0.61)  # each A has a B for its twin
    given = profile("ABABAB", *((float(np.cos(t)), float(np.sin(t)), 0.0) for t in turns))
    base = np.full((6, len(LABELS)), 0.02, np.float32)
    base[[0, 2, 4], 0], base[[1, 3, 5], 1] = 0.5, 0.5  # all right without any help
    base[[0, 2, 4], 1], base[[1, 3, 5], 0] = 0.3, 0.3
    taught = learned(network(("patch", "landmarks")), replace(given, base=base))
    assert taught.neighbours.is_used.sum() < 2


def test_without_pictures_a_network_whose_embedding_needs_them_says_so() -> None:
    base = network(("patch", "landmarks"), embeds_patch=True)
    with pytest.raises(SettingError, match=r"holds no pictures, and asl-fused\.onnx needs them"):
        learned(base, profile("A", (1, 0, 0)))
    learned(base, profile("A", (1, 0, 0), patches=True))


def test_an_empty_profile_and_a_network_without_an_embedding_are_refused() -> None:
    with pytest.raises(SettingError, match="profile of 'ann' is empty"):
        learned(network(), profile(""))
    blind = network()
    blind.output_names = ("probabilities",)
    with pytest.raises(SettingError, match="asl fused gives no embedding and cannot learn a user"):
        learned(blind, profile("A", (1, 0, 0)))


def test_a_user_is_found_by_name_in_the_folder_of_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path))
    profile("AB", (1, 0, 0), (0, 1, 0)).save(tmp_path / "ann" / "asl.npz")
    assert for_user(network(), "ann").neighbours.is_used[:2].all()
    with pytest.raises(SettingError, match=r"there is no profile .*bob.*glyphcam enrol"):
        for_user(network(), "bob")
