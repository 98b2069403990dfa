"""J and Z drawn in the air are named for a moment; hands held still keep their letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.live.film_source import FilmSource
from glyphcam.live.frame import Frame
from glyphcam.live.mirror import mirrored_picture
from glyphcam.live.movement_watch import (
    Drawn,
    MovementWatch,
    Watching,
    right_handed_track,
    with_drawn,
)
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.reading import Reading
from glyphcam.models.hand import Hand
from glyphcam.models.movement import LABELS, MovementNetwork
from glyphcam.models.prediction import Prediction

STEADY = Prediction(("D", "I", "Y"), np.array([0.1, 0.8, 0.1], np.float32), 0.5)


def readings(clip: Path, is_mirrored: bool = False) -> list[Reading]:
    reader = open_reader(ReaderChoice("asl"))
    with FilmSource(clip) as source:
        return [reader.read(_turned(frame) if is_mirrored else frame) for frame in source]


def _turned(frame: Frame) -> Frame:
    return replace(frame, image=mirrored_picture(frame.image))


def named(shown: list[Reading]) -> str:
    """The letters that move among the answers, each stretch of them once."""
    labels = [r.steady.label if r.steady and not r.steady.is_unsure else "-" for r in shown]
    stretches = [b for a, b in zip(["-", *labels], labels, strict=False) if a != b]
    return "".join(label for label in stretches if label in "JZ")


@pytest.mark.parametrize("clip", ["J_2", "Z_2"])
def test_a_drawn_letter_is_named_once(data: Path, clip: str) -> None:
    assert named(readings(data / "clips" / f"motion_{clip}.mp4")) == clip[0]


def test_a_left_hand_draws_it_mirrored(data: Path) -> None:
    assert named(readings(data / "clips" / "motion_J_2.mp4", is_mirrored=True)) == "J"


def test_an_i_held_still_stays_an_i(data: Path) -> None:
    shown = readings(data / "clips" / "still_I_1.mp4")
    assert {r.steady.label for r in shown if r.steady} == {"I"}


@dataclass
class Sure:
    """A network that is as sure of J as it is told, and counts what it is asked."""

    j: float = 0.9
    asked: int = 0

    @property
    def stamp(self) -> object:
        return MovementNetwork.load().stamp

    def probabilities(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked += len(windows)
        return np.tile(np.array([1 - self.j, self.j, 0], np.float32), (len(windows), 1))


def hand(x: float = 0.0, right: float = 1.0, spread: float = 1.0) -> Hand:
    points = np.random.default_rng(1).normal(0, 40, (21, 3)).astype(np.float32)
    points[:, 0] *= spread
    return Hand(points + np.array([x, 0, 0], np.float32), points, right, 1.0)


def played(
    network: Sure, hands: list[Hand | None], how: Watching | None = None
) -> list[str | None]:
    watch = MovementWatch(network, how or Watching())  # type: ignore[arg-type]
    shown = [watch.shown(each, i / 30, STEADY if each else None) for i, each in enumerate(hands)]
    return [None if each is None else each.label for each in shown]


def moving(count: int) -> list[Hand | None]:
    return [hand(10.0 * i) for i in range(count)]


def test_a_sure_network_is_believed_after_a_second_frame_and_once_only() -> None:
    shown = played(Sure(), [*moving(30), *[hand(300)] * 15])
    first = shown.index("J")
    assert first == 14  # followed for 0.4 s, then sure for 0.05 s
    assert shown[first:] == ["J"] * (len(shown) - first)


def test_a_doubting_network_leaves_the_letter_as_it_is() -> None:
    assert set(played(Sure(0.3), moving(60))) == {"I"}


def test_a_hand_that_rests_is_not_even_asked_about() -> None:
    network = Sure()
    assert set(played(network, [hand()] * 90)) == {"I"}
    assert network.asked == 0


def test_the_letter_goes_soon_where_the_hand_goes_on_and_late_where_it_rests() -> None:
    how = Watching(least_s=99)
    watch = MovementWatch(Sure(), how)  # type: ignore[arg-type]
    for resting, over_s in ((True, 3.0), (False, 0.75)):
        watch._drawn = Drawn("J", np.array([0.1, 0.9, 0], np.float32), 0.0)
        watch._resting = None
        until = 0.0
        for i in range(1, 120):
            seconds = i / 30
            shape = hand(spread=1.0 if resting or seconds < 0.5 else 3.0)
            shown = watch.shown(shape, seconds, STEADY)
            until = seconds if shown is not None and shown.label == "J" else until
        assert until == pytest.approx(over_s, abs=0.05)
        watch.forget()


def test_a_lost_hand_ends_it_and_time_going_back_forgets() -> None:
    shown = played(Sure(), [*moving(16), *[None] * 60])
    assert shown[15] == "J" and shown[30] == "J" and shown[45] is None
    watch = MovementWatch(Sure())  # type: ignore[arg-type]
    for i in range(16):
        watch.shown(hand(10.0 * i), i / 30, STEADY)
    later = watch.shown(hand(), 0.0, STEADY)
    assert later is STEADY


def test_the_drawn_letter_leads_and_the_rest_is_shared_as_before() -> None:
    drawn = Drawn("Z", np.array([0.2, 0.0, 0.8], np.float32), 1.0)
    mixed = with_drawn(drawn, STEADY, 0.7)
    assert mixed.labels == ("D", "I", "J", "Y", "Z")
    assert mixed.probabilities.sum() == pytest.approx(1.0)
    assert (mixed.label, mixed.is_unsure) == ("Z", False)
    assert [c.label for c in mixed.top(2)] == ["Z", "I"]
    assert with_drawn(drawn, None, 0.7).labels == ("J", "Z")


def test_a_hand_that_is_mostly_left_is_mirrored_as_a_whole() -> None:
    lefts = [hand(1.0, 0.1), hand(2.0, 0.9), hand(3.0, 0.1)]
    track = right_handed_track(lefts)
    np.testing.assert_allclose(track[:, 0, 0], [-each.landmarks[0, 0] for each in lefts])
    assert len(LABELS) == 3
