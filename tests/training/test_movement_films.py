"""Drawn films show what they say: J turns the palm, Z has three strokes, others have neither."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.models.hand_shapes import hand_shape
from glyphcam.training.movement_films import HandFilm, film_of, frames_kept
from glyphcam.training.movement_paths import about, drawn_j, z_path
from glyphcam.training.movement_poses import PoseSet, in_palm_lengths, merged
from glyphcam.training.movement_windows import named, windows_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.fixture(scope="module")
def poses() -> PoseSet:
    """The shipped shape of each letter, as if one source had shown it once."""
    shapes = {letter: hand_shape(letter) for letter in LETTERS}
    return PoseSet({k: in_palm_lengths(v[None]) for k, v in shapes.items() if v is not None})


def test_hands_are_measured_in_palm_lengths(poses: PoseSet) -> None:
    for hands in poses.by_letter.values():
        np.testing.assert_array_equal(hands[:, 0], 0)
        palm = np.linalg.norm(hands[:, [5, 9, 13, 17]], axis=-1).mean()
        assert palm == pytest.approx(1.0, abs=1e-4)


def test_sources_are_put_together_letter_by_letter(poses: PoseSet) -> None:
    some = PoseSet({"I": poses.by_letter["I"]})
    both = merged([poses, some])
    assert len(both.by_letter["I"]) == 2 and len(both.by_letter["A"]) == 1


@pytest.mark.parametrize(
    ("degrees", "before", "after"),
    [
        ((90, 0, 0), (0, 1, 0), (0, 0, 1)),
        ((0, 90, 0), (0, 0, -1), (1, 0, 0)),  # a palm that faced the camera faces right
        ((0, 0, 90), (1, 0, 0), (0, 1, 0)),  # right goes to below: clockwise in a picture
    ],
)
def test_turns_are_what_their_names_say(
    degrees: tuple[int, ...], before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    [turn] = about(*(np.array([float(each)]) for each in degrees))
    np.testing.assert_allclose(turn @ np.array(before), after, atol=1e-9)


def test_most_js_turn_the_palm_from_the_camera(poses: PoseSet) -> None:
    u, dice = np.linspace(0, 1, 50), np.random.default_rng(0)
    palms = [drawn_j(u, dice).turns[-1] @ np.array([0, 0, -1.0]) for _ in range(200)]
    is_turned = [palm[2] > -0.5 for palm in palms]
    assert np.mean(is_turned) > 0.85


def test_a_z_goes_left_then_back_and_down_then_left_again() -> None:
    dice = np.random.default_rng(0)
    for _ in range(50):
        way = z_path(np.linspace(0, 1, 301), dice)
        steps = np.diff(way[::10], axis=0)
        directions = np.sign(steps[np.abs(steps[:, 0]) > 0.02][:, 0])
        turns = np.flatnonzero(np.diff(directions))
        assert directions[0] == -1 and len(turns) == 2
        assert way[-1, 1] > 0.2


@pytest.mark.parametrize("label", ["J", "Z", "none"])
def test_a_film_has_rising_times_and_its_movement_lies_in_it(poses: PoseSet, label: str) -> None:
    dice = np.random.default_rng(1)
    for _ in range(10):
        film = film_of(label, poses, dice)
        assert film.label == label
        assert (np.diff(film.seconds) > 0).all() and np.isfinite(film.hands).all()
        if label != "none":
            assert 0.3 < film.end_s - film.start_s < 3.3
            assert film.seconds[0] <= film.start_s and film.end_s <= film.seconds[-1] + 0.1


def test_a_camera_keeps_twelve_to_thirty_frames_a_second() -> None:
    dice = np.random.default_rng(2)
    rates = [len(frames_kept(600, dice)) / 10 for _ in range(40)]
    assert min(rates) > 9 and max(rates) < 32


def test_a_window_is_named_for_the_whole_movement_that_just_ended_in_it() -> None:
    film = HandFilm(np.arange(0, 5, 0.1), np.zeros((50, 21, 3), np.float32), "Z", 2.0, 3.0)
    assert named(film, 1.9, 3.1) == "Z"
    assert named(film, 1.9, 2.5) == "none"  # half of it
    assert named(film, 1.9, 2.8) is None  # most of it: may be either
    assert named(film, 3.0, 4.0) == "none"  # after it
    assert named(film, 0.0, 3.0) is None  # a third of a long window
    assert named(HandFilm(film.seconds, film.hands, "none"), 1.9, 3.1) == "none"


def test_windows_come_with_both_letters_and_more_without(poses: PoseSet) -> None:
    dice = np.random.default_rng(3)
    found = windows_of([film_of(each, poses, dice) for each in ("J", "Z", "none") * 4], dice)
    counts = np.bincount(found.targets, minlength=3)
    assert found.hands.shape[1:] == (24, 21, 3)
    assert counts[0] > counts[1] > 0 and counts[2] > 0
