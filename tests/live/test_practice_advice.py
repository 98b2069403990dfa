"""The advice names the finger that was bent, the palm that was turned; a good hand gets none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.live.practice_advice import Difference, advice, spoken
from glyphcam.models.hand_joints import JOINTS, held, joints_of
from glyphcam.models.letter_templates import templates_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHAINS = {"index": 5, "middle": 9, "ring": 13, "little": 17}


def said(letter: str, points: NDArray[np.floating], is_left: bool = False) -> list[str]:
    return [each.words for each in advice(letter, joints_of(points), held(points), is_left)]


def about(axis: NDArray[np.floating], degrees: float) -> NDArray[np.float64]:
    """A rotation by Rodrigues' formula, written out here."""
    x, y, z = axis / np.linalg.norm(axis)
    angle = np.deg2rad(degrees)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def bent(points: NDArray[np.floating], root: int, degrees: float) -> NDArray[np.float64]:
    """Curl a finger: each of its three joints is turned about the knuckles' line by a part."""
    moved = points.astype(np.float64).copy()
    axis = points[5] - points[17]
    for joint in range(3):
        base = root + joint
        turn = about(axis, degrees / 3)
        moved[base + 1 : root + 4] = (moved[base + 1 : root + 4] - moved[base]) @ turn.T + moved[
            base
        ]
    return moved


def turned(points: NDArray[np.floating], axis: list[float], degrees: float) -> NDArray[np.float64]:
    return points @ about(np.array(axis), degrees).T


@pytest.fixture(scope="module")
def worlds(data: Path) -> dict[str, NDArray[np.float32]]:
    """A hand for each letter whose joints are nearest to the template's, of all right hands."""
    with np.load(data / "asl" / "landmarks.npz", allow_pickle=False) as archive:
        letters, world, side = archive["letter"], archive["world"], archive["handedness"]
    found = {}
    for letter in LETTERS:
        rows = np.flatnonzero((letters == letter) & (side == "Left"))[:150]
        way = templates_of(letter)[0]
        off = [np.abs((joints_of(world[row]) - way.joints) / way.spread).max() for row in rows]
        found[letter] = world[rows[int(np.argmin(off))]]
    return found


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_a_template(letter: str) -> None:
    way = templates_of(letter)[0]
    assert way.joints.shape == way.spread.shape == (len(JOINTS),)
    assert (way.spread > 0).all() and 0 < way.share <= 1
    np.testing.assert_allclose([np.linalg.norm(way.palm), np.linalg.norm(way.up)], 1, atol=2e-3)


def test_what_is_no_letter_has_no_template_and_no_advice() -> None:
    assert templates_of("?") == ()
    assert advice("?", np.zeros(len(JOINTS)), held(np.eye(21, 3)), False) == ()


@pytest.mark.parametrize("letter", "BUVLWFDY")
def test_a_good_hand_gets_no_advice(letter: str, worlds: dict[str, NDArray[np.float32]]) -> None:
    fingers = [each for each in said(letter, worlds[letter]) if "palm" not in each]
    assert len(fingers) <= 1


@pytest.mark.parametrize(
    "at",
    ["B index", "B middle", "B ring", "B little", "W ring", "U middle", "V index", "L index",
     "F little", "D index", "Y little", "I little"],
)  # fmt: skip
def test_a_stretched_finger_that_was_curled_is_named(
    at: str, worlds: dict[str, NDArray[np.float32]]
) -> None:
    letter, finger = at.split()
    words = said(letter, bent(worlds[letter], CHAINS[finger], 150))
    assert words[0] in (f"straighten the {finger} finger", f"raise the {finger} finger")


@pytest.mark.parametrize(
    ("letter", "finger"),
    [("L", "middle"), ("I", "index"), ("Y", "ring"), ("U", "ring"), ("A", "little")],
)
def test_a_curled_finger_that_was_stretched_is_named(
    letter: str, finger: str, worlds: dict[str, NDArray[np.float32]]
) -> None:
    straight = bent(worlds[letter], CHAINS[finger], 0)
    root = CHAINS[finger]
    way = worlds["B"][root + 3] - worlds["B"][root]
    way = way / np.linalg.norm(way) * 0.08
    straight[root + 1 : root + 4] = straight[root] + np.outer([0.45, 0.75, 1.0], way)
    words = said(letter, straight)
    assert words[0] in (f"curl the {finger} finger", f"fold down the {finger} finger")


def test_like_fingers_are_told_together_and_two_things_at_most() -> None:
    found = [
        Difference("ring", 9.0, "straighten the ring finger"),
        Difference("thumb", 4.0, "raise your thumb"),
        Difference("middle", 3.0, "straighten the middle finger"),
        Difference("palm", 2.0, "turn your palm up"),
    ]
    assert spoken(found) == "straighten the middle and ring finger, then raise your thumb"
    every = [Difference(each, 2.0, f"curl the {each} finger") for each in CHAINS]
    assert spoken(every) == "curl your fingers"
    assert spoken([]) == ""


def test_gaps_are_closed_and_spread(worlds: dict[str, NDArray[np.float32]]) -> None:
    assert "spread your index and middle finger" in said("V", worlds["U"])
    assert "close the gap between your index and middle finger" in said("U", worlds["V"])
    assert "cross your index and middle finger" in said("R", worlds["V"])


def test_the_thumb_of_a_fist_is_told_its_place(worlds: dict[str, NDArray[np.float32]]) -> None:
    assert (
        said("T", worlds["A"])[0].endswith("index finger") or "thumb" in said("T", worlds["A"])[0]
    )
    assert any("tuck the thumb under" in each for each in said("M", worlds["A"]))
    assert "lay the thumb along the side of the fist" in said("A", worlds["S"])


def test_a_turned_palm_is_told_where_to_face(worlds: dict[str, NDArray[np.float32]]) -> None:
    away = turned(worlds["B"], [0, 1, 0], 180)
    assert said("B", away)[0] == "turn your palm to the camera"
    down = turned(worlds["B"], [0, 0, 1], 180)
    assert "point your hand up" in said("B", down)[:2]


def test_a_left_hand_hears_the_other_side(worlds: dict[str, NDArray[np.float32]]) -> None:
    """C and O show their palm to the side: the signer's left for a right hand."""
    front = turned(worlds["O"], [0, 1, 0], 90)
    right = [each for each in said("O", front) if "palm" in each]
    left = [each for each in said("O", front, is_left=True) if "palm" in each]
    assert right == ["turn your palm to your left"]
    assert left == ["turn your palm to your right"]


def test_size_and_place_of_the_hand_do_not_matter(worlds: dict[str, NDArray[np.float32]]) -> None:
    hand = worlds["K"]
    np.testing.assert_allclose(joints_of(hand), joints_of(hand * 7 + 3), atol=1e-3)
