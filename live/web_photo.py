"""An uploaded photo: read as `glyphcam read` reads it, with the reading drawn in."""

from __future__ import annotations

from pathlib import Path

from glyphcam.live.answer_panel import percent
from glyphcam.live.card_overlay import card_drawer
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.open_reader import ReaderChoice, open_reader, title_of
from glyphcam.live.overlay import Overlay
from glyphcam.live.picture_record import answer_confidence, is_answer_unsure
from glyphcam.live.reading import Reading
from glyphcam.live.serve_limits import LIMITS
from glyphcam.live.serve_picture import safe_picture
from glyphcam.live.told import headline
from glyphcam.live.view import View
from glyphcam.live.web_result import Shown, answer, bars, block


def show_photo(path: Path, choice: ReaderChoice) -> Shown:
    """Read a photo with ``choice``; GlyphcamError where it is none or too large."""
    image = load_photo(path)
    reading = open_reader(choice).read_picture(image)
    overlay = Overlay(View(), title_of(choice), card_drawer(choice.recogniser))
    words = headline(reading)
    if words is None:
        return Shown(
            block(answer("nothing", reading.hint or _ADVICE, is_unsure=True)),
            image,
            told="the photo",
        )
    return Shown(_words(reading, choice, words), overlay(Frame(image, 0, 0.0), reading), told=words)


_ADVICE = "found: show the whole hand or card, in the light, and not cut off"


def load_photo(path: Path) -> Picture:
    """Return a photo (h, w, 3) uint8 BGR, looked at by its header before a pixel is decoded."""
    return safe_picture(path.read_bytes(), LIMITS.picture_pixels, path.name).image


def _words(reading: Reading, choice: ReaderChoice, words: str) -> str:
    is_unsure = is_answer_unsure(reading)
    beside = "unsure" if is_unsure else f"{percent(answer_confidence(reading))} sure"
    if len(reading.glyphs) > 1:
        return block(
            answer(words, f"{beside} of the least sure of {len(reading.glyphs)}", is_unsure)
        )
    told = reading.glyphs[0].prediction if reading.glyphs else reading.steady
    top = () if told is None else told.top(5)
    return block(
        answer("?" if words == "unsure" else words, beside, is_unsure),
        "<h2>The five likeliest</h2>",
        bars(top, choice.recogniser == "kannada"),
    )
