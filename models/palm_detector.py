"""Palms in a picture: MediaPipe's palm network, its anchors, and its weighted suppression."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from glyphcam.models.hand_region import HandRegion, region_of_palm

SIDE = 192
_OVERLAP = 0.3

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Palm:
    """One palm: box (4,) x0 y0 x1 y1 px, keypoints (7, 2) px (0 wrist, 2 middle), score 0 to 1."""

    box: Numbers
    keypoints: Numbers
    score: float

    @property
    def region(self) -> HandRegion:
        """Where the landmark network is to look for the whole hand."""
        return region_of_palm(self.box, self.keypoints)


class PalmDetector:
    """The palm network: `detect` finds the palms of a BGR picture, the surest first."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    def detect(self, image: NDArray[np.uint8], threshold: float = 0.5) -> tuple[Palm, ...]:
        """Return the palms of ``image`` (h, w, 3) uint8 BGR that score above ``threshold``."""
        boxes, logits = self._session.run(["boxes", "scores"], {"image": letterboxed(image)})
        scores = 1 / (1 + np.exp(-np.clip(logits[0, :, 0], -100, 100)))
        kept = np.flatnonzero(scores >= threshold)
        places = decoded(boxes[0, kept], _ANCHORS[kept])
        return suppressed(_in_picture(places, image.shape), scores[kept])


def letterboxed(image: NDArray[np.uint8]) -> Numbers:
    """Return the picture whole in the middle of a black square: (1, 192, 192, 3) float32 RGB, 0-1.

    Plain bilinear sampling, no smoothing: the network was trained on it.
    """
    height, width = image.shape[:2]
    scale = SIDE / max(height, width)
    shift_x, shift_y = (SIDE - width * scale) / 2, (SIDE - height * scale) / 2
    matrix = np.array([[scale, 0, shift_x], [0, scale, shift_y]])
    small = cv2.warpAffine(image, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    rgb = cv2.cvtColor(small, cv2.COLOR_BGR2RGB)[None]
    return np.divide(rgb, np.float32(255), dtype=np.float32)


def decoded(numbers: Numbers, anchors: Numbers) -> Numbers:
    """Return (n, 9, 2): box corners and seven keypoints in shares of the square; raw (n, 18)."""
    pairs = numbers.reshape(-1, 9, 2) / np.float32(SIDE)
    points = pairs + anchors[:, None]
    half = pairs[:, 1] / 2
    points[:, 1] = points[:, 0] + half
    points[:, 0] -= half
    return points


def suppressed(places: Numbers, scores: Numbers) -> tuple[Palm, ...]:
    """Return one palm for each heap of overlapping places (n, 9, 2), averaged by score (n,)."""
    left = np.argsort(-scores, kind="stable")
    palms = []
    while left.size:
        near = overlap(places[left[0], :2], places[left, :2]) > _OVERLAP
        near[0] = True
        heap = left[near]
        weights = scores[heap]
        mean = np.tensordot(weights / weights.sum(), places[heap], 1).astype(np.float32)
        palms.append(Palm(mean[:2].reshape(4), mean[2:], float(weights[0])))
        left = left[~near]
    return tuple(palms)


def overlap(box: Numbers, boxes: Numbers) -> Numbers:
    """Return intersection over union (n,) of one box (2, 2) x0 y0, x1 y1 with boxes (n, 2, 2)."""
    low = np.maximum(box[0], boxes[:, 0])
    high = np.minimum(box[1], boxes[:, 1])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    areas = (boxes[:, 1] - boxes[:, 0]).prod(axis=1)
    union = areas + (box[1] - box[0]).prod() - shared
    return np.asarray(shared / np.maximum(union, 1e-9), np.float32)


def _in_picture(places: Numbers, shape: tuple[int, ...]) -> Numbers:
    """Return places in shares of the letterboxed square as pixels of the picture."""
    height, width = shape[:2]
    long = max(height, width)
    border = np.array([(long - width) / 2, (long - height) / 2], np.float32)
    return places * np.float32(long) - border


def anchors() -> Numbers:
    """Return the 2016 anchor centres (n, 2) x y in shares of the square.

    Two to each of 24 x 24 cells, then six to each of 12 x 12.
    """
    grids = []
    for cells, each in ((24, 2), (12, 6)):
        y, x = np.divmod(np.arange(cells * cells), cells)
        centres = (np.stack([x, y], axis=1) + 0.5) / cells
        grids.append(np.repeat(centres, each, axis=0))
    return np.concatenate(grids).astype(np.float32)


_ANCHORS = anchors()
