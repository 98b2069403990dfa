"""Letters that a finger touches: what comes in over the rim is cut at the depth of the pen."""

from __future__ import annotations

import cv2
import numpy as np

from glyphcam.live.card_paper import Gray, Sheet

_PEN = 0.7
"""The pen is darker than this share of the darkest ink; skin on paper is mostly half as dark."""

_LEAST_LETTER = 0.002
"""A pen's ink on a smaller share of the sheet, in what comes in over its rim, is no letter."""

_LEAST_PX = 12
"""Ink at the rim in fewer pixels than these is no finger."""


def free_of_fingers(sheet: Sheet) -> Gray:
    """Return the sheet's ink mask (h, w) uint8, fainter ink taken off what comes in over the rim.

    A letter that a finger touches would be dropped with the finger; a finger as dark as the pen
    is left.
    """
    mask = sheet.mask
    if _rim_px(mask) < _LEAST_PX:
        return mask
    _, labels = cv2.connectedComponents(mask, connectivity=8)
    rim = np.concatenate([labels[:2].ravel(), labels[-2:].ravel()])
    rim = np.concatenate([rim, labels[:, :2].ravel(), labels[:, -2:].ravel()])
    is_rim = np.zeros(int(labels.max()) + 1, np.bool_)
    is_rim[rim] = True
    is_rim[0] = False
    outside = is_rim[labels]
    faint = outside & (sheet.ink < 255 * _PEN)
    if np.count_nonzero(outside) - np.count_nonzero(faint) < _LEAST_LETTER * mask.size:
        return mask
    return np.where(faint, 0, mask).astype(np.uint8)


def _rim_px(mask: Gray) -> int:
    """How much ink lies on the rim of ``mask`` (h, w)."""
    sides = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
    return sum(int(np.count_nonzero(side)) for side in sides)
