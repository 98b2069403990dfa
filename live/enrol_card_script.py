"""The guided enrolment of handwriting: letter after letter on a card, held still, checked, kept.

A card may show its letter several times: each glyph is a sample, the more different the better.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from glyphcam.live.card_overlay import draw_card
from glyphcam.live.card_reader import CardReader
from glyphcam.live.enrol_board import Board, draw_board, draw_ring
from glyphcam.live.enrol_hold import Shape
from glyphcam.live.enrol_looks import Overheard
from glyphcam.live.enrol_samples import EnrolSamples
from glyphcam.live.enrol_turns import EnrolTurns
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.lettering import fitted, size_wh, write
from glyphcam.live.overlay import scale_of
from glyphcam.live.palette import UNSURE, WHITE
from glyphcam.live.plates import Box, plate
from glyphcam.live.reading import NOTHING, Quad, Reading
from glyphcam.models.hand import Hand
from glyphcam.models.network import Network

GONE_S = 0.5
"""The last card must have been away so long, or read otherwise, before the next is taken."""


class EnrolCardScript(EnrolTurns):
    """Asks for ``letters`` in turn, ``count`` samples each, and offers them to ``samples``."""

    def __init__(
        self, samples: EnrolSamples, network: Network, letters: tuple[str, ...], count: int
    ) -> None:
        super().__init__(samples, letters, count)
        self._overheard = Overheard(network)
        self._reader = CardReader(self._overheard)
        self._kept_text: str | None = None
        self._seen_s = 0.0
        self._reading: Reading = NOTHING

    @property
    def prompt(self) -> str:
        """What is asked for now, and why if something was refused."""
        return f"Show a card with your {self.letter} and hold it still{self._why()}"

    def take(self, frame: Frame, hand: Hand | None, now_s: float) -> None:
        """Take one frame: the glyphs of a card held still become samples; hands do not matter."""
        if self.is_done:
            return
        self._overheard.forget()
        self._reading = self._reader.read(frame)
        if self._is_still_the_last(frame.seconds):
            return
        hold = self._gate.follow(_place(self._reading), frame.seconds)
        self._progress = hold.progress
        if hold.has_moved:
            self._refuse("it moved: hold still")
        if hold.is_sample:
            self._offer(frame.seconds)

    def draw(self, canvas: Picture) -> None:
        """Draw the card as read, the letter in its ring in a corner, what is asked for below."""
        if self.is_done:
            return
        draw_card(canvas, replace(self._reading, text=None, hint=None), scale_of(canvas))
        self._draw_letter(canvas)
        more = f"once, or up to {self._count} times on the one card" if self._count > 1 else ""
        lines = tuple(line for line in (self._said or more, self._keys()) if line)
        colour = UNSURE if self._is_warned else WHITE
        asked = f"Write {self.letter} on a card and hold it still"
        draw_board(canvas, Board(asked, lines, None, colour))

    def _is_still_the_last(self, seconds: float) -> bool:
        """Whether the card just kept is still shown: it is not the next one's sample."""
        if self._kept_text is None:
            return False
        text = self._reading.text
        if text == self._kept_text:
            self._seen_s = seconds
        elif text is not None or not 0 <= seconds - self._seen_s < GONE_S:
            self._kept_text = None
            self._gate.restart()
        return self._kept_text is not None

    def _offer(self, seconds: float) -> None:
        for glyph in self._reading.glyphs:
            observation = self._overheard.behind(glyph.prediction)
            if observation is None or self._samples.count(self.letter) >= self._count:
                break
            other = self._samples.offer(self.letter, observation)
            if other is not None:
                self._refuse(f"not kept: this looks like your {other}")
                self._pause(seconds)
                return
        if self._samples.count(self.letter) >= self._count:
            self._go_to(self._at + 1, f"{self.letter} is kept")
            self._pause(seconds)

    def _pause(self, seconds: float) -> None:
        self._kept_text, self._seen_s = self._reading.text, seconds
        self._gate.restart()
        self._progress = 0.0

    def _draw_letter(self, canvas: Picture) -> None:
        side, margin = round(canvas.shape[0] * 0.3), round(canvas.shape[0] * 0.025)
        box = Box(margin, margin, side, side)
        plate(canvas, box, side // 8)
        centre = (box.left + side // 2, box.top + side // 2)
        draw_ring(canvas, centre, round(side * 0.44), self._progress)
        height_px = fitted(self.letter, round(side * 0.5), round(side * 0.6))
        width, height = size_wh(self.letter, height_px)
        write(
            canvas, self.letter, (centre[0] - width // 2, centre[1] - height // 2), height_px, WHITE
        )


def _place(reading: Reading) -> Shape | None:
    """Return where the card's glyphs stand in glyph heights; None where there is none."""
    if not reading.glyphs:
        return None
    quads: list[Quad] = [glyph.quad for glyph in reading.glyphs]
    height = max(float(np.linalg.norm(quads[0][3] - quads[0][0])), 1.0)
    corners = np.stack([quad.mean(axis=0) for quad in (quads[0], quads[-1])])
    return np.asarray(corners / height, np.float32)
