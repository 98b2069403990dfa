"""The answer: the letter large, its confidence as a bar, and the three likeliest labels."""

from __future__ import annotations

from glyphcam.live.candidates import in_words
from glyphcam.live.frame import Picture
from glyphcam.live.lettering import fitted, size_wh, write
from glyphcam.live.palette import SOFT, SURE, UNSURE, WHITE, Colour
from glyphcam.live.plates import Box, bar, plate
from glyphcam.models.prediction import Candidate, Prediction

LETTER_PX = 84
LINE_PX = 16
LETTER_WIDTH, LETTER_MARGIN = 112, 32
"""Font sizes, and the width of the letter's part, in a picture 480 high."""

NOTHING_SHOWN = "-"
"""What stands in the letter's place while a hand shows none."""


def answer_box(size_wh: tuple[int, int], scale: float, is_right: bool) -> Box:
    """Return where the panel lies in a picture: at the bottom, left or right."""
    margin = round(12 * scale)
    width, height = round(286 * scale), round(116 * scale)
    left = size_wh[0] - margin - width if is_right else margin
    return Box(left, size_wh[1] - margin - height, width, height)


def draw_answer(
    canvas: Picture, steady: Prediction, box: Box, scale: float, candidates: tuple[str, ...] = ()
) -> None:
    """Draw the panel into ``box``; an unsure answer shows no letter, only the likeliest three.

    What is refused shows nothing of what it looks like: it would flicker between two signs.
    ``candidates``, where they were asked for, stand in the letter's place: "M or N".
    """
    pad = round(12 * scale)
    plate(canvas, box, round(12 * scale))
    letter_width = round(LETTER_WIDTH * scale)
    colour = UNSURE if steady.is_unsure else SURE
    unsure = NOTHING_SHOWN if steady.is_refused else "?"
    answer = in_words(candidates) or (unsure if steady.is_unsure else steady.label)
    _letter(canvas, box, letter_width, answer, scale)
    right = Box(
        box.left + letter_width + pad // 2,
        box.top + pad,
        box.width - letter_width - pad // 2 - pad,
        box.height - 2 * pad,
    )
    if steady.is_refused:
        _no_letter(canvas, right, scale)
        return
    _confidence(canvas, right, steady, colour, scale)
    _top_three(canvas, right, steady.top(3), scale)


def _no_letter(canvas: Picture, right: Box, scale: float) -> None:
    height_px = round((LINE_PX + 3) * scale)
    write(canvas, "no letter", (right.left, right.top - round(4 * scale)), height_px, SOFT)
    thick = max(4, round(7 * scale))
    bar(canvas, Box(right.left, right.top + round(22 * scale), right.width, thick), 0.0, SOFT)


def _letter(canvas: Picture, box: Box, width: int, text: str, scale: float) -> None:
    """Write the letter, or a longer label smaller, in the middle of the panel's left part."""
    colour = {"?": UNSURE, NOTHING_SHOWN: SOFT}.get(text, WHITE)
    height_px = fitted(text, round(LETTER_PX * scale), width - round(LETTER_MARGIN * scale))
    text_width, text_height = size_wh(text, height_px)
    left = box.left + round(4 * scale) + (width - text_width) // 2
    write(canvas, text, (left, box.top + (box.height - text_height) // 2), height_px, colour)


def _confidence(
    canvas: Picture, right: Box, steady: Prediction, colour: Colour, scale: float
) -> None:
    height_px = round((LINE_PX + 3) * scale)
    words = "unsure" if steady.is_unsure else percent(steady.confidence)
    write(canvas, words, (right.left, right.top - round(4 * scale)), height_px, colour)
    thick = max(4, round(7 * scale))
    across = Box(right.left, right.top + round(22 * scale), right.width, thick)
    bar(canvas, across, steady.confidence, colour)


def _top_three(canvas: Picture, right: Box, top: tuple[Candidate, ...], scale: float) -> None:
    height_px = max(10, round((LINE_PX - 2) * scale))
    for row, candidate in enumerate(top):
        y = right.top + round((34 + 20 * row) * scale)
        colour = WHITE if row == 0 else SOFT
        share = percent(candidate.probability)
        share_width = size_wh(share, height_px)[0]
        label_px = fitted(candidate.label, height_px, right.width - share_width - 6)
        write(canvas, candidate.label, (right.left, y), label_px, colour)
        write(canvas, share, (right.left + right.width - share_width, y), height_px, colour)


def percent(share: float) -> str:
    """Return 0 to 1 as whole percents; never 100 % for what is not certain."""
    return f"{min(99, round(share * 100))} %" if share < 1 else "100 %"
