"""One item as the review's window shows it: crop, film, likeliest five, keys."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from glyphcam.calibration.review_item import ReviewItem
from glyphcam.live.frame import Picture
from glyphcam.live.lettering import fitted, wrapped, write
from glyphcam.live.palette import SOFT, SURE, UNSURE, WHITE
from glyphcam.live.plates import Box, bar
from glyphcam.live.review_film import Strip
from glyphcam.live.review_keys import label_of
from glyphcam.live.review_told import place_of

SIZE_WH = (1080, 680)
CROP_PX = 480
MARGIN = 24
RIGHT = CROP_PX + 3 * MARGIN
STRIP_PX = 120
TOP = 5


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """An item with its crop as JPEG or PNG (None where it is missing) and its film strip."""

    item: ReviewItem
    picture: bytes | None
    strip: Strip | None
    answered: int
    left: int


def draw_review(shown: Shown) -> Picture:
    """Return the window's picture (680, 1080, 3) uint8 BGR."""
    canvas = np.full((SIZE_WH[1], SIZE_WH[0], 3), 24, np.uint8)
    _draw_crop(canvas, shown)
    _draw_strip(canvas, shown.strip)
    _draw_answer(canvas, shown.item)
    _draw_top(canvas, shown.item)
    _draw_keys(canvas, shown)
    return canvas


def _draw_crop(canvas: Picture, shown: Shown) -> None:
    crop = None
    if shown.picture is not None:
        crop = cv2.imdecode(np.frombuffer(shown.picture, np.uint8), cv2.IMREAD_COLOR)
    way = cv2.INTER_CUBIC
    if crop is None:
        crop, way = cv2.cvtColor(shown.item.patch, cv2.COLOR_GRAY2BGR), cv2.INTER_NEAREST
    scale = CROP_PX / max(crop.shape[:2])
    size_wh = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
    left, top = MARGIN + (CROP_PX - size_wh[0]) // 2, MARGIN + (CROP_PX - size_wh[1]) // 2
    large = cv2.resize(crop, size_wh, interpolation=way)
    canvas[top : top + size_wh[1], left : left + size_wh[0]] = large
    if shown.picture is None:
        said = "the picture is not kept: this is what the model saw"
        write(canvas, said, (MARGIN + 8, MARGIN + CROP_PX - 26), 16, WHITE)


def _draw_strip(canvas: Picture, strip: Strip | None) -> None:
    """Draw the film from its middle outwards, as much as there is room for."""
    top = MARGIN + CROP_PX + 16
    if strip is None:
        write(canvas, "no film of the moment is kept", (MARGIN, top), 16, SOFT)
        return
    width = round(strip.pictures[0].shape[1] * STRIP_PX / strip.pictures[0].shape[0])
    room = max(1, CROP_PX // (width + 4))
    first = max(0, min(strip.at - room // 2, len(strip.pictures) - room))
    for place, picture in enumerate(strip.pictures[first : first + room]):
        left = MARGIN + place * (width + 4)
        small = cv2.resize(picture, (width, STRIP_PX), interpolation=cv2.INTER_AREA)
        canvas[top : top + STRIP_PX, left : left + width] = small
        if first + place == strip.at:
            corner = (left + width - 1, top + STRIP_PX - 1)
            cv2.rectangle(canvas, (left, top), corner, SURE, 3)


def _draw_answer(canvas: Picture, item: ReviewItem) -> None:
    width = SIZE_WH[0] - RIGHT - MARGIN
    colour = UNSURE if item.confidence < item.threshold else SURE
    height = fitted(item.label, 84, width - 120)
    write(canvas, item.label, (RIGHT, MARGIN - 8), height, colour)
    write(canvas, f"{item.confidence:.0%}", (SIZE_WH[0] - MARGIN - 80, MARGIN + 40), 26, SOFT)
    why = ", ".join(why.value for why in item.why)
    said = f"{why} · {place_of(item.source)} at {item.seconds:.1f} s"
    for row, line in enumerate(wrapped(said, 16, width)[:2]):
        write(canvas, line, (RIGHT, 128 + 22 * row), 16, SOFT)


def _draw_top(canvas: Picture, item: ReviewItem) -> None:
    order = np.argsort(-item.probabilities, kind="stable")[:TOP]
    for place, column in enumerate(order):
        y, share = 188 + 40 * place, float(item.probabilities[column])
        label = item.labels[column]
        write(canvas, label, (RIGHT, y), fitted(label, 22, 150), WHITE)
        bar(canvas, Box(RIGHT + 160, y + 9, 190, 10), share, SURE)
        write(canvas, f"{share:.0%}", (RIGHT + 366, y), 20, SOFT)


def _draw_keys(canvas: Picture, shown: Shown) -> None:
    labels = shown.item.labels
    is_long = any(len(label) > 1 for label in labels)
    skip = "Space" if label_of("S", labels) else "s or Space"
    undo = "Backspace" if label_of("U", labels) else "u or Backspace"
    numbered = [f"{place} {label}" for place, label in enumerate(labels)] if is_long else []
    lines = [
        "Enter  confirm",
        ("0 to 9" if is_long else "a letter or digit") + "  correct it to that",
        f"-  not a sign     {skip}  skip     {undo}  undo     Esc  end",
        *wrapped("   ".join(numbered), 14, SIZE_WH[0] - RIGHT - MARGIN),
    ]
    for row, line in enumerate(line for line in lines if line):
        write(canvas, line, (RIGHT, 404 + 24 * row), 16, SOFT)
    write(
        canvas,
        f"{shown.answered} answered, {shown.left} to go",
        (RIGHT, SIZE_WH[1] - 44),
        18,
        WHITE,
    )
