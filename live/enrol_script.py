"""The guided enrolment: letter after letter, held still while a ring fills, checked, kept."""

from __future__ import annotations

import numpy as np

from glyphcam.live.enrol_board import Board, draw_board, draw_ring
from glyphcam.live.enrol_hold import Shape, in_hand_lengths
from glyphcam.live.enrol_samples import EnrolSamples
from glyphcam.live.enrol_shape import draw_shape
from glyphcam.live.enrol_turns import EnrolTurns
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.lettering import size_wh, write
from glyphcam.live.palette import UNSURE, WHITE
from glyphcam.live.plates import Box, plate
from glyphcam.models.hand import Hand
from glyphcam.models.hand_shapes import hand_shape
from glyphcam.models.observation import observe_hand

CHANGED = 0.25
"""A point of the hand this many hand lengths away means that the next letter is being shown."""

CHANGE_WAIT_S = 2.5
"""M and N are nearly one shape: after so long the next hold begins without a change."""


class EnrolScript(EnrolTurns):
    """Asks for ``letters`` in turn, ``count`` samples each, and offers them to ``samples``."""

    def __init__(self, samples: EnrolSamples, letters: tuple[str, ...], count: int) -> None:
        super().__init__(samples, letters, count)
        self._kept_shape: Shape | None = None
        self._kept_s = 0.0
        self._is_left_hand = False

    @property
    def prompt(self) -> str:
        """What is asked for now, and why if something was refused."""
        return f"Show {self.letter} and hold it still{self._why()}"

    def take(self, frame: Frame, hand: Hand | None, now_s: float) -> None:
        """Take one frame: a held hand becomes samples, a finished letter makes way for the next."""
        if self.is_done or self._is_still_the_last(hand, frame.seconds):
            return
        if hand is not None:
            self._is_left_hand = not hand.is_right
        hold = self._gate.update(hand, frame.seconds)
        self._progress = hold.progress
        if hold.has_moved:
            self._refuse("it moved: hold still")
        if hold.is_sample and hand is not None:
            self._offer(frame, hand)

    def draw(self, canvas: Picture) -> None:
        """Draw the shape in its ring in an upper corner, and what is asked for below."""
        if self.is_done:
            return
        self._draw_shape(canvas)
        lines = (self._said, self._keys()) if self._said else (self._keys(),)
        colour = UNSURE if self._is_warned else WHITE
        draw_board(canvas, Board(f"Show {self.letter} and hold it still", lines, None, colour))

    def _is_still_the_last(self, hand: Hand | None, seconds: float) -> bool:
        """Whether the hand still shows the letter just kept: it is not the next one's sample."""
        if self._kept_shape is None:
            return False
        is_over = seconds - self._kept_s > CHANGE_WAIT_S or seconds < self._kept_s
        if hand is None or is_over or _has_changed(self._kept_shape, in_hand_lengths(hand)):
            self._kept_shape = None
            self._gate.restart()
        return self._kept_shape is not None

    def _offer(self, frame: Frame, hand: Hand) -> None:
        other = self._samples.offer(self.letter, observe_hand(frame.image, hand))
        if other is not None:
            self._refuse(f"not kept: this looks like your {other}")
            self._pause(hand, frame.seconds)
        elif self._samples.count(self.letter) >= self._count:
            self._go_to(self._at + 1, f"{self.letter} is kept")
            self._pause(hand, frame.seconds)

    def _pause(self, hand: Hand, seconds: float) -> None:
        self._kept_shape, self._kept_s = in_hand_lengths(hand), seconds
        self._gate.restart()
        self._progress = 0.0

    def _draw_shape(self, canvas: Picture) -> None:
        side = round(canvas.shape[0] * 0.36)
        margin = round(canvas.shape[0] * 0.025)
        # On the side away from the hand: in a mirror a right hand is on the right.
        left = canvas.shape[1] - side - margin if self._is_left_hand else margin
        box = Box(left, margin, side, side)
        plate(canvas, box, side // 8)
        centre = (box.left + side // 2, box.top + side // 2)
        draw_ring(canvas, centre, round(side * 0.46), self._progress)
        shape = hand_shape(self.letter)
        inner = round(side * 0.64)
        place = Box(centre[0] - inner // 2, centre[1] - inner // 2, inner, inner)
        if shape is not None:
            # A mirror shows a right hand with its thumb where a left hand has it.
            draw_shape(canvas, place, shape, is_mirrored=not self._is_left_hand)
        height_px = round(side * 0.2)
        width, _ = size_wh(self.letter, height_px)
        corner = (box.left + side - width - margin // 2, box.top + margin // 3)
        write(canvas, self.letter, corner, height_px, WHITE)


def _has_changed(before: Shape, after: Shape) -> bool:
    return float(np.linalg.norm(after - before, axis=1).max()) > CHANGED
