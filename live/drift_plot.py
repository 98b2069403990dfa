"""A picture of how the sessions went: four lines over time, the training data as a band behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from glyphcam.live.drift_measure import Measure
from glyphcam.live.drift_verdict import Drift
from glyphcam.live.frame import Picture
from glyphcam.live.lettering import size_wh, write
from glyphcam.live.palette import Colour
from glyphcam.models.training_reference import Range, TrainingReference

WIDTH, PANEL, TOP, LEFT, RIGHT = 1000, 170, 56, 96, 36
PAPER: Colour = (255, 255, 255)
INK: Colour = (34, 31, 28)
SOFT: Colour = (114, 104, 92)
BAND: Colour = (224, 240, 226)
LINE: Colour = (66, 111, 23)


@dataclass(frozen=True, slots=True)
class _Row:
    """One panel: what it shows, its least upper end, and the band behind it."""

    title: str
    value: Callable[[Measure], float | None]
    most: float
    usual: Range | None = None


def draw_drift(drift: Drift, reference: TrainingReference | None) -> Picture:
    """Return a picture (h, 1000, 3) uint8 BGR of one recogniser's sessions, oldest left."""
    hand_px = None if reference is None else reference.hand_px
    light = None if reference is None else reference.brightness
    rows = [
        _Row("median confidence, %", lambda one: 100 * one.confidence, 100.0),
        _Row("unsure, % of what was seen", lambda one: 100 * one.unsure, 40.0),
        _Row("hand, px", lambda one: one.hand_px, 100.0, hand_px),
        _Row("brightness", lambda one: one.brightness, 255.0, light),
    ]
    shown = [row for row in rows if any(row.value(one) is not None for one in drift.measures)]
    canvas = np.full((TOP + PANEL * len(shown) + 40, WIDTH, 3), PAPER, np.uint8)
    title = (
        f"{drift.recogniser}: {len(drift.measures)} sessions. Green: nine training sources in ten"
    )
    write(canvas, title, (LEFT, 14), 20, INK)
    for number, row in enumerate(shown):
        _draw_row(canvas, row, drift, TOP + PANEL * number)
    first, last = drift.measures[0].started, drift.measures[-1].started
    low = canvas.shape[0] - 34
    write(canvas, f"{first:%d %B %Y}", (LEFT, low), 15, SOFT)
    end = f"{last:%d %B %Y}"
    write(canvas, end, (WIDTH - RIGHT - size_wh(end, 15)[0], low), 15, SOFT)
    return canvas


def _draw_row(canvas: Picture, row: _Row, drift: Drift, top: int) -> None:
    values = [row.value(one) for one in drift.measures]
    known = [value for value in values if value is not None]
    most = max(row.most, *known, row.usual.high if row.usual else 0.0) * 1.05
    floor, high = top + PANEL - 26, PANEL - 60

    def y_of(value: float) -> int:
        return floor - round(high * value / most)

    if row.usual is not None:
        corner = (WIDTH - RIGHT, y_of(row.usual.low))
        cv2.rectangle(canvas, (LEFT, y_of(row.usual.high)), corner, BAND, -1)
    cv2.line(canvas, (LEFT, floor), (WIDTH - RIGHT, floor), SOFT, 1)
    write(canvas, row.title, (LEFT, top + 4), 16, INK)
    for mark in (0.0, most / 1.05):
        said = f"{mark:.0f}"
        write(canvas, said, (LEFT - 12 - size_wh(said, 14)[0], y_of(mark) - 9), 14, SOFT)
    step = (WIDTH - LEFT - RIGHT - 40) / max(1, len(values) - 1)
    points = [
        (LEFT + 20 + round(step * place), y_of(value))
        for place, value in enumerate(values)
        if value is not None
    ]
    for start, end in pairwise(points):
        cv2.line(canvas, start, end, LINE, 2, cv2.LINE_AA)
    for point in points:
        cv2.circle(canvas, point, 5, LINE, -1, cv2.LINE_AA)
