"""The shipped letter models keep what their stamps say, on rows of the real data."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.models.hand import Hand
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation, observe_hand
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import RECOGNISERS

ASL = RECOGNISERS["asl"]

INPUTS = {
    "fused": {"landmarks", "patch"},
    "cnn": {"patch"},
    "knn": {"patch"},
    "svm": {"landmarks"},
    "landmark-knn": {"landmarks"},
}

CLEAR = "ABCDFILOVWY"
"""Letters that one signer of the data holds so plainly that every landmark model reads them."""


@pytest.fixture(params=ASL.kinds)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def shown(data: Path) -> list[Observation]:
    """The first crop of each clear letter of one source, as the networks are shown it."""
    with np.load(data / "asl" / "landmarks.npz", allow_pickle=False) as archive:
        images, landmarks, world = archive["image"], archive["landmarks"], archive["world"]
        handedness = archive["handedness"]
    places = [int(np.flatnonzero(np.char.startswith(images, f"beyund/{c}/"))[0]) for c in CLEAR]
    hands = [Hand(landmarks[i], world[i], float(handedness[i] == "Left"), 1.0) for i in places]
    pictures = [cv2.imread(str(data / "asl" / str(images[i]))) for i in places]
    return [observe_hand(picture, hand) for picture, hand in zip(pictures, hands, strict=True)]


def blank(points: np.ndarray) -> Observation:
    return Observation(np.zeros((28, 28), np.uint8), points.astype(np.float32))


def test_stamp_inputs_and_size(kind: str) -> None:
    network = Network.shipped(ASL, kind)
    assert set(network.input_names) == INPUTS[kind]
    assert network.stamp.labels == ASL.labels
    assert network.stamp.patch_version == PATCH_VERSION
    assert network.path.stat().st_size <= 8_000_000
    assert network.stamp.figures["sources"] == 22
    assert network.stamp.figures["ece"] <= 0.03


def test_clear_letters_are_read(kind: str, shown: list[Observation]) -> None:
    answers = [p.label for p in Network.shipped(ASL, kind).recognise(shown)]
    wrong = [f"{c}->{a}" for c, a in zip(CLEAR, answers, strict=True) if c != a]
    assert len(wrong) <= (kind == "knn"), wrong


def test_probabilities_are_shares(kind: str, shown: list[Observation]) -> None:
    for prediction in Network.shipped(ASL, kind).recognise(shown):
        assert prediction.probabilities.min() >= 0
        np.testing.assert_allclose(prediction.probabilities.sum(), 1.0, atol=1e-4)


@pytest.mark.parametrize("of_landmarks", ["fused", "svm", "landmark-knn"])
def test_size_and_place_of_the_hand_do_not_matter(of_landmarks: str) -> None:
    network = Network.shipped(ASL, of_landmarks)
    points = np.random.default_rng(3).normal(0, 50, (21, 3))
    near, far = network.recognise([blank(points), blank(points * 0.2 + [30, 9, 1])])
    np.testing.assert_allclose(near.probabilities, far.probabilities, atol=2e-3)


@pytest.mark.parametrize("with_embedding", ["fused", "cnn", "landmark-knn"])
def test_embeddings_are_160_numbers(with_embedding: str, shown: list[Observation]) -> None:
    network = Network.shipped(ASL, with_embedding)
    patches = np.stack([one.patch for one in shown])
    landmarks = np.stack([one.landmarks for one in shown if one.landmarks is not None])
    assert network.embedding(patches, landmarks).shape == (len(shown), 160)
