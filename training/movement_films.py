"""Films of a followed hand made of still hands and drawn paths: letters that move, and others.

What the landmarks of real films suffer is put in: other frame rates, frames lost, a shaking hand,
shaking landmarks, whole stretches in which the tracker takes a fast hand for another shape.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.training.movement_paths import (
    Moves,
    about,
    drawn_j,
    drawn_z,
    eased,
    nothing_drawn,
)
from glyphcam.training.movement_poses import Poses, PoseSet

LETTERS = "ABCDEFGHIKLMNOPQRSTUVWXY"

Z_HANDS = "DDDDZZZZZGXQKU"
"""The index finger draws; seen from in front it looks like any of these."""

RATE_HZ = 60
"""Films are made at this rate, and then filmed at 12 to 30."""


@dataclass(frozen=True, slots=True, eq=False)
class HandFilm:
    """A hand followed: ``seconds`` (f,), ``hands`` (f, 21, 3) float32 in palm lengths.

    ``label`` is drawn from ``start_s`` to ``end_s``; where it is "none" nothing is.
    """

    seconds: NDArray[np.float64]
    hands: Poses
    label: str
    start_s: float = 0.0
    end_s: float = 0.0


def film_of(label: str, poses: PoseSet, dice: np.random.Generator) -> HandFilm:
    """Return a film of "J", "Z" or "none", made of the still hands of ``poses``."""
    if label == "none":
        return _shot(_Strip(dice, poses).letters(int(dice.integers(2, 6))), dice)
    strip = _Strip(dice, poses)
    strip.lead_in()
    strip.movement(label)
    strip.lead_out()
    return _shot(strip, dice)


class _Strip:
    """A film in the making: stretches of hands at RATE_HZ, each going on where the last ended."""

    def __init__(self, dice: np.random.Generator, poses: PoseSet) -> None:
        self.dice, self.poses = dice, poses
        self.parts: list[NDArray[np.float64]] = []
        self.label, self.start, self.end = "none", 0, 0
        self._pose = self._hand(LETTERS)
        self._place = np.zeros(3)
        self._turn = np.eye(3)

    @property
    def length(self) -> int:
        """How many frames there are."""
        return sum(map(len, self.parts))

    def letters(self, count: int) -> _Strip:
        """Spell letters with ways between them; now and then a hand does something else."""
        for _ in range(count):
            kind = self.dice.random()
            if kind < 0.45:
                self.change(self._hand(LETTERS if kind < 0.25 else "IIDDXGQYLJZ"))
                self.hold(self.dice.uniform(0, 1.0))
            else:
                if kind < 0.7:
                    self._pose = self._hand("IIIDDDXGQZY")
                seconds = self.dice.uniform(0.3, 2.2)
                if kind > 0.95:
                    self._false_j(seconds)
                else:
                    self.play(seconds, nothing_drawn(_ramp(seconds), self.dice))
        if self.dice.random() < 0.4:
            self.leave()
        return self

    def lead_in(self) -> None:
        """Begin with another letter, or enter the picture, or stand there already."""
        kind = self.dice.random()
        if kind < 0.4:
            self.hold(self.dice.uniform(0, 0.8))
        elif kind < 0.55:
            self._place = np.array([self.dice.normal(0, 1.5), self.dice.uniform(1, 4), 0])

    def movement(self, label: str) -> None:
        """Go over to the movement's first hand and draw it."""
        dice = self.dice
        first = self._hand("IIIIIJ" if label == "J" else Z_HANDS)
        if label == "J" and dice.random() < 0.8:
            first = self._hand("I")
        if label == "Z":
            first = first @ about(*np.array([[dice.uniform(-10, 75)], [dice.normal(0, 25)],
                                             [dice.normal(0, 15)]]))[0].T  # fmt: skip
        self.change(first, is_placed=True)
        self.hold(dice.uniform(0, 0.7) * (dice.random() < 0.7))
        seconds = np.exp(dice.uniform(np.log(0.35), np.log(1.7 if label == "J" else 3.2)))
        u = _ramp(seconds)
        u = np.clip(u + dice.uniform(-0.12, 0.12) * np.sin(2 * np.pi * u), 0, 1)
        if dice.random() < 0.5:
            u = eased(u)
        start = self.length
        self.play(seconds, (drawn_j if label == "J" else drawn_z)(u, dice))
        self.label, self.start, self.end = label, start, self.length - 1
        if dice.random() < (0.45 if label == "J" else 0.6):
            self._misread()

    def lead_out(self) -> None:
        """Hold the last hand, go on to another letter, or leave."""
        kind = self.dice.random()
        self.hold(self.dice.uniform(0.1, 1.2))
        if kind < 0.4:
            self.change(self._hand(LETTERS))
            self.hold(self.dice.uniform(0, 0.5))
        elif kind < 0.6:
            self.leave()

    def hold(self, seconds: float) -> None:
        """Keep the hand where it is."""
        self._add(np.repeat(self._now(self._pose)[None], max(1, int(seconds * RATE_HZ)), axis=0))

    def change(self, pose: Poses, is_placed: bool = False) -> None:
        """Go over to another hand, a little elsewhere, in 0.1 to 0.5 s."""
        before, place = self._now(self._pose), self._place
        self._turn, self._pose = np.eye(3), pose
        if is_placed or self.dice.random() < 0.6:
            self._place = place * (not is_placed) + np.append(self.dice.normal(0, 0.15, 2), 0)
        after = self._now(pose)
        share = eased(_ramp(self.dice.uniform(0.1, 0.5)))[:, None, None]
        self._add(before * (1 - share) + after * share)

    def play(self, seconds: float, moves: Moves) -> None:
        """Move the hand; it stays where and as it ends."""
        base = self._pose @ self._turn.T - moves.pivot
        turned = np.einsum("fij,pj->fpi", moves.turns, base) + moves.pivot
        self._add(turned + (self._place + moves.shifts)[:, None])
        self._pose = turned[-1] - turned[-1][:1]
        self._place = self._place + moves.shifts[-1] + turned[-1][0]
        self._turn = np.eye(3)

    def leave(self) -> None:
        """Take the hand out of the picture, its fingers changing on the way."""
        start = self._now(self._pose)
        self._pose = self._hand(LETTERS)
        way = np.array([self.dice.normal(0, 1.5), self.dice.uniform(1.5, 5), 0])
        self._place = self._place + way
        share = eased(_ramp(self.dice.uniform(0.2, 0.7)))[:, None, None]
        self._add(start * (1 - share) + self._now(self._pose) * share)

    def _false_j(self, seconds: float) -> None:
        """Another hand than an I goes a J's way: the turned wrist alone is none."""
        self._pose = self._hand("ABCDEFGHKLMNOPRSTUVWX")
        self.play(seconds, drawn_j(_ramp(seconds), self.dice))

    def _misread(self) -> None:
        """Let the tracker take the moving hand for others, a stretch here and there."""
        part = self.parts[-1]
        for _ in range(int(self.dice.integers(1, 5))):
            size = int(len(part) * self.dice.uniform(0.05, 0.35))
            at = int(self.dice.integers(0, max(1, len(part) - size)))
            other = self._hand(LETTERS)
            middle = part[at : at + size, [5, 9, 13, 17]].mean(axis=1, keepdims=True)
            wrong = middle + other - other[[5, 9, 13, 17]].mean(axis=0)
            share = self.dice.uniform(0.3, 1.0)
            part[at : at + size] = part[at : at + size] * (1 - share) + wrong * share

    def _hand(self, letters: str) -> Poses:
        known = "".join(each for each in letters if each in self.poses.by_letter)
        return self.poses.draw(known or "".join(self.poses.by_letter), self.dice)

    def _now(self, pose: Poses) -> NDArray[np.float64]:
        return pose @ self._turn.T + self._place

    def _add(self, hands: NDArray[np.float64]) -> None:
        self.parts.append(np.asarray(hands, np.float64))


def _ramp(seconds: float) -> NDArray[np.float64]:
    return np.linspace(0, 1, max(3, int(seconds * RATE_HZ)))


def _shot(strip: _Strip, dice: np.random.Generator) -> HandFilm:
    hands = np.concatenate(strip.parts)  # (f, 21, 3)
    shot = filmed(hands, dice)
    return HandFilm(
        *(shot.seconds, shot.hands, strip.label, strip.start / RATE_HZ, strip.end / RATE_HZ)
    )


def filmed(hands: NDArray[np.float64], dice: np.random.Generator) -> HandFilm:
    """Film hands (f, 21, 3) at RATE_HZ: tilt and stretch, shake, keep the frames a camera would."""
    camera = about(*(dice.normal(0, [[12], [14], [9]])))[0]
    hands = hands @ camera.T
    wide, high = np.exp(dice.normal(0, 0.06, 2))
    hands = hands * [wide, high, dice.uniform(0.4, 1.4)]
    hands *= np.linspace(1, np.exp(dice.normal(0, 0.1)), len(hands))[:, None, None]
    hands += smooth_noise(len(hands), 1, dice, 0.12) * dice.uniform(0, 0.05)
    hands += smooth_noise(len(hands), 21, dice, 0.1) * dice.uniform(0.0, 0.05)
    kept = frames_kept(len(hands), dice)
    shaken = hands[kept] + dice.normal(0, dice.uniform(0.004, 0.04), (len(kept), 21, 3))
    return HandFilm(kept / RATE_HZ, shaken.astype(np.float32), "none")


def frames_kept(count: int, dice: np.random.Generator) -> NDArray[np.int64]:
    """Return which of ``count`` frames at RATE_HZ a camera of 12 to 30 Hz gives; some are lost."""
    step = RATE_HZ / dice.uniform(12, 31)
    kept = np.unique(np.round(np.arange(0, count, step) + dice.normal(0, 0.3)).astype(np.int64))
    kept = kept[(kept >= 0) & (kept < count)]
    lost = dice.random(len(kept)) < dice.choice([0, 0, 0.05, 0.15])
    lost[:1] = lost[-1:] = False
    return kept[~lost]


def smooth_noise(
    count: int, points: int, dice: np.random.Generator, every_s: float
) -> NDArray[np.float64]:
    """Return (count, points, 3) noise of spread 1 that changes within ``every_s``."""
    knots = max(2, int(count / (RATE_HZ * every_s)) + 2)
    rough = dice.normal(0, 1, (knots, points, 3))
    place = np.linspace(0, knots - 1.001, count)
    low = place.astype(int)
    share = (place - low)[:, None, None]
    noise: NDArray[np.float64] = rough[low] * (1 - share) + rough[low + 1] * share
    return noise
