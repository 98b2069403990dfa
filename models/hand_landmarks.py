"""The 21 landmarks of one hand: MediaPipe's landmark network on one turned square."""

from __future__ import annotations

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from glyphcam.models.hand import Hand
from glyphcam.models.hand_region import HandRegion

SIDE = 224
_DEPTH_SCALE = 0.4
_OUTPUTS = ["landmarks", "presence", "right", "world"]


class HandLandmarks:
    """The landmark network: `read` gives the hand in a region, its score saying if it is one."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    def read(self, image: NDArray[np.uint8], region: HandRegion) -> Hand:
        """Return the hand in ``region`` of ``image`` (h, w, 3) uint8 BGR, whatever its score.

        The network answers how likely a right hand is in a picture that is not mirrored.
        """
        matrix = region.to_picture(SIDE)
        points, presence, right, world = self._session.run(_OUTPUTS, {"image": _cut(image, matrix)})
        return Hand(
            landmarks=_in_picture(points.reshape(21, 3), matrix, region.side / SIDE),
            world=_turned(world.reshape(21, 3), region.turn),
            right=float(right[0, 0]),
            score=float(presence[0, 0]),
        )


def _cut(image: NDArray[np.uint8], matrix: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the region upright, (1, 224, 224, 3) float32 RGB, 0 to 1; the border is repeated."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    small = cv2.warpAffine(
        image, matrix, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    rgb = cv2.cvtColor(small, cv2.COLOR_BGR2RGB)[None]
    return np.divide(rgb, np.float32(255), dtype=np.float32)


def _in_picture(
    points: NDArray[np.float32], matrix: NDArray[np.float64], scale: float
) -> NDArray[np.float32]:
    """Return the network's points (21, 3) in pixels of the picture, depth on the same scale."""
    flat = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    depth = points[:, 2:] * (scale / _DEPTH_SCALE)
    return np.concatenate([flat, depth], axis=1).astype(np.float32)


def _turned(world: NDArray[np.float32], turn: float) -> NDArray[np.float32]:
    """Return world points (21, 3), upright as the network sees them, turned as the hand is."""
    cos, sin = np.cos(turn), np.sin(turn)
    rotation = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    return (world @ rotation.T).astype(np.float32)
