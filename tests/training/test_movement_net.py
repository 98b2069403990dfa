"""What the movement network sees of a hand, and a small one from films to a file that loads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from glyphcam.models.hand_shapes import hand_shape  # noqa: E402
from glyphcam.models.movement import LABELS, MovementNetwork  # noqa: E402
from glyphcam.models.movement_window import STEPS  # noqa: E402
from glyphcam.models.stamp import Stamp  # noqa: E402
from glyphcam.training.movement import drawn_windows, with_clips, write  # noqa: E402
from glyphcam.training.movement_clips import CLIPS, filmed_again, read_clips  # noqa: E402
from glyphcam.training.movement_folds import first_named  # noqa: E402
from glyphcam.training.movement_net import (  # noqa: E402
    CHANNELS,
    MovementCourse,
    path_features,
    train_movement_net,
)
from glyphcam.training.movement_poses import PoseSet, in_palm_lengths  # noqa: E402


def resting(letter: str) -> np.ndarray:
    """A window of a hand that rests, 100 px long."""
    shape = hand_shape(letter)
    assert shape is not None
    return np.repeat(shape[None] * 100, STEPS, axis=0).astype(np.float32)


def test_size_and_place_change_no_feature() -> None:
    here = resting("I")[None]
    there = here * 0.4 + np.array([300, 50, 0], np.float32)
    first, second = (np.asarray(path_features(tf.constant(each))) for each in (here, there))
    assert first.shape == (1, STEPS, CHANNELS)
    np.testing.assert_allclose(first, second, atol=2e-3)


def test_a_stretched_finger_shows_as_stretched() -> None:
    stretch = np.asarray(path_features(tf.constant(resting("I")[None])))[0, 0, -5:]
    assert stretch[4] > 0.9 > stretch[2]


def test_a_hand_that_goes_right_shows_its_way_in_palm_lengths() -> None:
    window = resting("D")
    palm = np.linalg.norm(window[0, [5, 9, 13, 17]] - window[0, 0], axis=-1).mean()
    window[:, :, 0] += np.linspace(0, 2 * palm, STEPS)[:, None]
    way = np.asarray(path_features(tf.constant(window[None])))[0, :, 0]
    assert way[-1] - way[0] == pytest.approx(2.0, abs=1e-2)


def test_a_network_goes_from_films_to_a_file_that_loads(tmp_path: Path) -> None:
    shapes = {letter: hand_shape(letter) for letter in "ABDIXZ"}
    poses = PoseSet({k: in_palm_lengths(v[None]) for k, v in shapes.items() if v is not None})
    taught = drawn_windows(poses, 24, np.random.default_rng(0))
    net = train_movement_net(taught, replace(MovementCourse(), epochs=1))
    stamp = Stamp("asl", "movement", LABELS, 1, 0.8, 1.3)
    network = MovementNetwork.load(write(net, stamp, taught, tmp_path))
    shares = network.probabilities(taught.hands)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-4)
    again = train_movement_net(taught, replace(MovementCourse(), epochs=1))
    np.testing.assert_array_equal(net.get_weights()[0], again.get_weights()[0])


def test_real_clips_are_followed_and_filmed_again(data: Path) -> None:
    clips = read_clips(data / "clips")
    assert {signer: [f.label for f in films] for signer, films in clips.items()} == {
        1: ["J", "Z"],
        2: ["J", "Z"],
    }
    dice = np.random.default_rng(0)
    film = clips[2][0]
    palm = np.linalg.norm(film.hands[:, [5, 9, 13, 17]] - film.hands[:, :1], axis=-1).mean()
    assert palm == pytest.approx(1.0, abs=1e-3)
    lengths = []
    for _ in range(10):
        again = filmed_again(film, dice)
        assert again.label == "J" and again.end_s <= again.seconds[-1] + 0.1
        lengths.append(again.end_s - again.start_s)
    assert 0.44 < min(lengths) < 0.8 < max(lengths) < 1.7
    assert with_clips(drawn_windows(PoseSet({"A": film.hands[:1], "I": film.hands[:1]}), 4, dice),
                      [film], 4, dice).hands.shape[1:] == (STEPS, 21, 3)  # fmt: skip
    assert len(CLIPS) == 4


def test_a_letter_is_named_once_two_frames_are_sure() -> None:
    shares = np.array([[1, 0, 0], [0.1, 0.9, 0], [0.9, 0.1, 0], [0.1, 0, 0.9], [0.1, 0, 0.9]])
    assert first_named(shares.astype(np.float32), 0.8) == "Z"
    assert first_named(shares[:3].astype(np.float32), 0.8) == "none"
