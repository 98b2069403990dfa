"""Straight edges of a picture freed of writing, and how much of each line the picture bears out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_paper import darkest

Gray = NDArray[np.uint8]

_STROKE_PX = 13
"""Dark marks narrower than this, in a picture 320 wide, are writing or ruling and are filled in."""

_TINT_PX = 9
"""The same of marks of another tint, darker or lighter."""

_LEAST_SEGMENT_PX = 11.0
_MOST_LINES = 26
_STEP = 1.5
"""Levels a pixel that make an edge: white on white has two or three."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """n straight lines and their support.

    ``normals`` (n, 2) float32 unit normals and ``offsets`` (n,) float32, a point p being on line i
    where normals[i] . p = offsets[i]; ``support`` (n, 2, s + 1) float32: how many pixels of the
    line, up to each of s steps along it from ``start_px``, are an edge falling, or rising, along
    the normal.
    """

    normals: NDArray[np.float32]
    offsets: NDArray[np.float32]
    support: NDArray[np.float32]
    start_px: float

    def __len__(self) -> int:
        return len(self.offsets)


def without_writing(small: NDArray[np.uint8]) -> Gray:
    """Return ``small`` (h, w, 3) uint8 BGR, about 320 wide, as grey paper with its ink filled in.

    The darkest of the three channels shows coloured ink and skin best against paper; closing it
    takes away strokes and ruled lines and leaves the outlines of card, hand and room.
    """
    dark = darkest(cv2.GaussianBlur(small, (0, 0), 1.0))
    return cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((_STROKE_PX, _STROKE_PX), np.uint8))


def without_chalk(small: NDArray[np.uint8]) -> Gray:
    """Return ``small`` (h, w, 3) uint8 BGR as a grey board, light strokes and lines filled in.

    What :func:`without_writing` does for ink on paper makes light blocks of chalk.
    """
    light = cv2.GaussianBlur(small, (0, 0), 1.0).max(axis=2)
    return cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((_STROKE_PX, _STROKE_PX), np.uint8))


def chroma(small: NDArray[np.uint8]) -> Gray:
    """Return how yellow ``small`` (h, w, 3) uint8 is: beige against grey walls.

    Ink and printed lines of any colour, and the creases of a hand, are filled in.
    """
    smooth = cv2.GaussianBlur(small, (0, 0), 1.0)
    yellow = cv2.addWeighted(smooth[..., 2], 2.0, smooth[..., 0], -2.0, 128)
    window = np.ones((_TINT_PX, _TINT_PX), np.uint8)
    filled = cv2.morphologyEx(yellow, cv2.MORPH_CLOSE, window)
    return cv2.morphologyEx(filled, cv2.MORPH_OPEN, window)


def faint(bare: Gray) -> Gray:
    """Return ``bare`` (h, w) uint8, freed of writing, with weak edges made strong: white on white.

    What is even over a tenth of the picture is taken away, the rest made three times as strong.
    """
    soft = cv2.GaussianBlur(bare, (0, 0), 1.6).astype(np.float32)
    lifted = 128 + 3 * (soft - cv2.GaussianBlur(soft, (0, 0), 24))
    return np.clip(lifted, 0, 255).astype(np.uint8)


def edge_lines(gray: Gray) -> Lines:
    """Return the straight edges of ``gray`` (h, w) uint8, best borne out first."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, 0.8, 0.6, 1.0, 22.5, 0.0, 0.6)
    found = detector.detect(gray)[0]
    segments = np.zeros((0, 4), np.float32) if found is None else found.reshape(-1, 4)
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    order = np.argsort(-length)[: 4 * _MOST_LINES]
    segments = segments[order[length[order] > _LEAST_SEGMENT_PX]]
    normals, offsets = _merged(segments)
    return _supported(gray, normals, offsets)


def _merged(segments: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Normals (n, 2) and offsets (n,) of the lines that segments (m, 4), longest first, lie on."""
    normals, offsets = np.zeros((0, 2), np.float32), np.zeros(0, np.float32)
    for x1, y1, x2, y2 in segments:
        normal = np.array([y1 - y2, x2 - x1], np.float32) / np.hypot(x2 - x1, y2 - y1)
        offset = normal @ np.array([(x1 + x2) / 2, (y1 + y2) / 2], np.float32)
        ends = np.abs(normals @ np.array([[x1, x2], [y1, y2]], np.float32) - offsets[:, None])
        if not (ends.max(axis=1, initial=0) < 2.5).any() or not len(offsets):
            normals = np.vstack([normals, normal])
            offsets = np.append(offsets, offset)
        if len(offsets) == _MOST_LINES:
            break
    return normals, offsets.astype(np.float32)


def _supported(gray: Gray, normals: NDArray[np.float32], offsets: NDArray[np.float32]) -> Lines:
    reach = int(np.hypot(*gray.shape)) + 1
    along = np.stack([-normals[:, 1], normals[:, 0]], axis=1)
    steps = np.arange(-reach, reach, dtype=np.float32)
    base = (normals * offsets[:, None])[:, None] + along[:, None] * steps[:, None]  # (n, s, 2)
    gx, gy = (cv2.Sobel(gray, cv2.CV_32F, *d, ksize=3, scale=0.125) for d in ((1, 0), (0, 1)))
    strongest = np.zeros((2, *base.shape[:2]), np.float32)
    for shift in (-1.0, 0.0, 1.0):
        at = np.rint(base + shift * normals[:, None]).astype(np.intp)
        is_in = ((at >= 0) & (at < gray.shape[::-1])).all(axis=2)
        at = np.where(is_in[..., None], at, 0)
        slope = (
            gx[at[..., 1], at[..., 0]] * normals[:, :1]
            + gy[at[..., 1], at[..., 0]] * normals[:, 1:]
        )
        slope = slope * is_in
        np.maximum(strongest, np.stack([-slope, slope]), out=strongest)
    borne = np.cumsum(strongest > _STEP, axis=2, dtype=np.float32).transpose(1, 0, 2)
    support = np.concatenate([np.zeros((len(borne), 2, 1), np.float32), borne], axis=2)
    return Lines(normals, offsets, support, -float(reach))
