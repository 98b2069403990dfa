"""Pen strokes as a picture: what a person drew, light ink on black."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Stroke = NDArray[np.float32]
"""(n, 2) float32 x, y along the pen's way; 0 to 1 is the canvas, beyond it is cut off."""

SIDE_PX = 280
"""The picture's side: ten times the patch, so that shrinking leaves no steps."""

PEN = 0.06
"""The pen's width as a share of the canvas: a marker's, and MNIST's mean stroke."""

_FINE = 4
"""OpenCV takes points in whole pixels, or in sixteenths with this shift."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Strokes in the order they were drawn, with a pen of ``pen`` (a share of the canvas)."""

    strokes: tuple[Stroke, ...] = ()
    pen: float = PEN


def picture_of(drawing: Drawing) -> NDArray[np.uint8]:
    """Return the drawing as (280, 280) uint8, black where nothing is drawn."""
    canvas = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    for stroke in drawing.strokes:
        draw_stroke(canvas, stroke, drawing.pen, 255)
    return canvas


def draw_stroke(
    canvas: NDArray[np.uint8], stroke: Stroke, pen: float, ink: int | tuple[int, int, int]
) -> None:
    """Draw one stroke with round ends onto a square ``canvas`` (s, s[, 3]) uint8, in place.

    A single point is a dot.
    """
    side = canvas.shape[0]
    width_px = max(1, round(pen * side))
    points = np.rint(stroke * side * 2**_FINE).astype(np.int32)
    if len(points) == 1:
        centre = (int(points[0, 0]), int(points[0, 1]))
        cv2.circle(canvas, centre, width_px * 2**_FINE // 2, ink, -1, cv2.LINE_AA, _FINE)
    elif len(points):
        cv2.polylines(canvas, [points], False, ink, width_px, cv2.LINE_AA, _FINE)
