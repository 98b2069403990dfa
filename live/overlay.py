"""The overlay: draws what was read over the frame, and what the person should know beside it."""

from __future__ import annotations

import time
from collections.abc import Callable

from glyphcam.live.answer_panel import answer_box, draw_answer
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.keys import KEYS, SPELL_KEYS
from glyphcam.live.meter import Meter
from glyphcam.live.mirror import mirrored_picture, mirrored_reading
from glyphcam.live.notes import Note, draw_below, draw_centre, draw_help, draw_left, draw_right
from glyphcam.live.palette import SOFT, UNSURE, WHITE
from glyphcam.live.panel_side import PanelSide
from glyphcam.live.reading import Reading
from glyphcam.live.skeleton import draw_skeleton
from glyphcam.live.spell_overlay import draw_ring, draw_spelling, is_narrow
from glyphcam.live.spell_rule import DELETE
from glyphcam.live.spell_state import Spelling
from glyphcam.live.view import View

DrawCard = Callable[[Picture, Reading, float], None]
"""Draws a card's outline, glyphs and text onto a picture, at a scale (1 for 480 high)."""


STATUS_S = 0.4
"""How long rate and age stand before they are measured anew."""


class Overlay:
    """Draws steps as ``view`` says; ``title`` stands at the top left, ``draw_card`` draws cards."""

    def __init__(
        self,
        view: View,
        title: str = "",
        draw_card: DrawCard | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.title = title
        self._view = view
        self.draw_card = draw_card
        self._clock = clock
        self._meter = Meter(clock)
        self._side = PanelSide()
        self._shown_status = ""
        self._status_until_s = float("-inf")

    def __call__(self, frame: Frame, reading: Reading) -> Picture:
        """Return a new picture (h, w, 3) uint8 BGR with the reading drawn in."""
        self._meter.tick(frame)
        if self._view.is_mirrored and frame.notice is None:
            canvas = mirrored_picture(frame.image)
            reading = mirrored_reading(reading, canvas.shape[1])
        else:
            canvas = frame.image.copy()
        scale = scale_of(canvas)
        self._draw_reading(canvas, reading, scale)
        self._draw_status(canvas, frame, reading.spelling, scale)
        self._draw_news(canvas, frame, reading, scale)
        return canvas

    def _draw_reading(self, canvas: Picture, reading: Reading, scale: float) -> None:
        if reading.region is not None and reading.region.hand is not None:
            draw_skeleton(canvas, reading.region.hand.landmarks, scale)
        elif self.draw_card is not None:
            self.draw_card(canvas, reading, scale)
        if reading.steady is not None:
            self._side.keep_off(reading.region, canvas.shape[1::-1], scale)
            box = answer_box(canvas.shape[1::-1], scale, self._side.is_right)
            draw_answer(canvas, reading.steady, box, scale, _shown_instead(reading))
            if reading.spelling is not None:
                draw_ring(canvas, reading.spelling, box, scale, reading.steady.is_unsure)
        if reading.spelling is not None:
            draw_spelling(canvas, reading.spelling, self._side.is_right, scale)

    def _draw_status(
        self, canvas: Picture, frame: Frame, spelling: Spelling | None, scale: float
    ) -> None:
        if self._view.is_recording:
            draw_left(canvas, Note(f"REC  {self.title}"), scale, is_dotted=True)
        elif self.title:
            draw_left(canvas, Note(self.title, SOFT), scale)
        if status := self._status(frame):
            draw_right(canvas, Note(status, SOFT), scale)
        if self._view.has_keys and not self._view.is_help_shown:
            note = Note("h  keys", SOFT, 13)
            raised_px = _raised(canvas, spelling, scale)
            draw_below(canvas, note, scale, not self._side.is_right, raised_px)

    def _status(self, frame: Frame) -> str:
        """Return rate and age; they stand for a moment, because dancing figures cannot be read."""
        now_s = self._clock()
        if now_s >= self._status_until_s:
            self._shown_status, self._status_until_s = self._measured(frame), now_s + STATUS_S
        return self._shown_status

    def _measured(self, frame: Frame) -> str:
        rate_hz, age_s = self._meter.rate_hz, self._meter.age_s(frame)
        rate = "" if rate_hz is None else f"{rate_hz:.0f} fps"
        age = "" if age_s is None else f"{age_s * 1000:.0f} ms"
        return "   ".join(part for part in (rate, age) if part)

    def _draw_news(self, canvas: Picture, frame: Frame, reading: Reading, scale: float) -> None:
        if frame.notice is not None:
            draw_centre(canvas, Note(frame.notice, UNSURE, 20), 0.5, scale)
        elif reading.hint is not None:
            draw_centre(canvas, Note(reading.hint, UNSURE, 20), 0.17, scale)
        if self._view.is_help_shown:
            draw_help(canvas, scale, KEYS if reading.spelling is None else (*KEYS, *SPELL_KEYS))
        elif self._view.is_paused:
            draw_centre(canvas, Note("paused: press p to go on", WHITE, 20), 0.5, scale)
        if message := self._view.message_at(self._clock()):
            draw_centre(canvas, Note(message, WHITE, 16), 0.27, scale)


def _shown_instead(reading: Reading) -> tuple[str, ...]:
    """What stands in the letter's place: candidates, the letter that is being written where the
    answer lags or is in doubt, or the gesture that takes one back.
    """
    label = None if reading.spelling is None else reading.spelling.label
    steady = reading.steady
    if label == DELETE:
        return ("del",)
    if reading.candidates or label is None or steady is None or steady.is_refused:
        return reading.candidates
    return (label,) if steady.is_unsure or label != steady.label else ()


def _raised(canvas: Picture, spelling: Spelling | None, scale: float) -> int:
    """How far above the bottom the small note stands: clear of the spelled text."""
    if spelling is None:
        return 0
    return round((250 if is_narrow(canvas.shape[1::-1], scale) else 122) * scale)


def scale_of(canvas: Picture) -> float:
    """Return how much larger things are drawn than in a picture of 640x480."""
    height, width = canvas.shape[:2]
    return min(4.0, max(0.55, min(height / 480, width / 640)))
