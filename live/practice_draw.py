"""How practice looks: the word with its ticks above, the hand shape beside it, advice below."""

from __future__ import annotations

from dataclasses import dataclass

import cv2

from glyphcam.live.enrol_board import Board, draw_board, draw_ring
from glyphcam.live.enrol_shape import draw_shape
from glyphcam.live.frame import Picture
from glyphcam.live.lettering import size_wh, write
from glyphcam.live.palette import SOFT, SURE, UNSURE, WHITE, Colour
from glyphcam.live.plates import Box, plate
from glyphcam.live.practice_path import STARTS, draw_path
from glyphcam.live.practice_round import PracticeRound
from glyphcam.models.hand_shapes import hand_shape


@dataclass(frozen=True, slots=True)
class Look:
    """``is_left`` whose hand is drawn, ``is_mirrored`` whether the picture is a mirror."""

    is_left: bool
    is_mirrored: bool


def draw_practice(canvas: Picture, now: PracticeRound, look: Look, board: Board) -> None:
    """Draw everything onto ``canvas`` (h, w, 3)."""
    draw_word(canvas, now, look)
    if not now.is_done:
        draw_asked(canvas, now.letter, now.share, look)
    draw_board(canvas, board)


def draw_word(canvas: Picture, now: PracticeRound, look: Look) -> None:
    """Write the word, what is read of it ticked off, on the hand's side of the shape."""
    scale = canvas.shape[0] / 480
    tall, gap, pad = round(34 * scale), round(8 * scale), round(10 * scale)
    widths = [size_wh(letter, tall)[0] for letter in now.word]
    width = sum(widths) + gap * (len(widths) - 1) + 2 * pad
    height = size_wh("A", tall)[1] + round(22 * scale)
    margin = round(12 * scale)
    left = margin if shape_is_right(look) else canvas.shape[1] - margin - width
    plate(canvas, Box(left, margin, width, height), pad)
    x = left + pad
    for place, letter in enumerate(now.word):
        write(canvas, letter, (x, margin), tall, _colour(now, place))
        below = (x + widths[place] // 2, margin + height - round(13 * scale))
        _mark(canvas, now, place, below, round(8 * scale))
        x += widths[place] + gap


def draw_asked(canvas: Picture, letter: str, share: float, look: Look) -> None:
    """Draw the hand that shows ``letter`` in a ring that fills while it is held."""
    side, margin = round(canvas.shape[0] * 0.40), round(canvas.shape[0] * 0.025)
    left = canvas.shape[1] - side - margin if shape_is_right(look) else margin
    plate(canvas, Box(left, margin, side, side), side // 8)
    centre = (left + side // 2, margin + side // 2)
    draw_ring(canvas, centre, round(side * 0.44), share)
    is_turned = look.is_left != look.is_mirrored
    shape = hand_shape(STARTS.get(letter, letter))
    inner = round(side * (0.50 if letter in STARTS else 0.60))
    drop = round(side * 0.10) if letter in STARTS else 0
    if shape is not None:
        box = Box(centre[0] - inner // 2, centre[1] - inner // 2 + drop, inner, inner)
        draw_shape(canvas, box, shape, is_turned)
    way = round(side * 0.44)
    draw_path(
        canvas, Box(centre[0] - way // 2, margin + round(side * 0.14), way, way), letter, is_turned
    )
    tall = round(side * 0.17)
    corner = (left + side - size_wh(letter, tall)[0] - margin // 2, margin + margin // 3)
    write(canvas, letter, corner, tall, WHITE)


def shape_is_right(look: Look) -> bool:
    """Whether the shape stands on the right, away from the hand: a mirror shows it on its side."""
    return look.is_left == look.is_mirrored


def _colour(now: PracticeRound, place: int) -> Colour:
    if place < len(now.ticked):
        return SOFT if now.ticked[place].outcome.seconds is None else SURE
    return WHITE if place == len(now.ticked) else SOFT


def _mark(canvas: Picture, now: PracticeRound, place: int, at: tuple[int, int], size: int) -> None:
    """Draw a tick below a letter read, a dash below a skipped one, a bar below the next."""
    x, y = at
    thick = max(2, size // 3)
    if place > len(now.ticked):
        return
    if place == len(now.ticked):
        cv2.line(canvas, (x - size, y + size // 2), (x + size, y + size // 2), UNSURE, thick)
    elif now.ticked[place].outcome.seconds is None:
        cv2.line(canvas, (x - size // 2, y), (x + size // 2, y), SOFT, thick, cv2.LINE_AA)
    else:
        cv2.line(canvas, (x - size, y), (x - size // 3, y + size // 2), SURE, thick, cv2.LINE_AA)
        cv2.line(
            canvas,
            (x - size // 3, y + size // 2),
            (x + size, y - size // 2),
            SURE,
            thick,
            cv2.LINE_AA,
        )
