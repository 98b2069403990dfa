"""A source set right: frames turned and mirrored back as the camera's check found them to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import cv2
import numpy as np

from glyphcam.live.camera_check_setup import CameraSetup
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.frames import Source, SourceOver

_BACK: Mapping[int, int] = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}


def corrected(source: Source, setup: CameraSetup) -> Source:
    """Return ``source`` itself where its pictures are right, else one that sets them right."""
    if not setup.is_mirrored and not setup.turn_deg:
        return source
    return CorrectedSource(source, setup)


def set_right(image: Picture, setup: CameraSetup) -> Picture:
    """Return the picture (h, w, 3) turned back, then mirrored back."""
    turned = cv2.rotate(image, _BACK[setup.turn_deg]) if setup.turn_deg else image
    return np.asarray(cv2.flip(turned, 1) if setup.is_mirrored else turned, np.uint8)


class CorrectedSource(SourceOver):
    """Gives another source's frames, set right."""

    def __init__(self, source: Source, setup: CameraSetup) -> None:
        super().__init__(source)
        self._setup = setup

    def __enter__(self) -> CorrectedSource:
        """Open the source."""
        self._inner = self._inner.__enter__()
        return self

    def __iter__(self) -> Iterator[Frame]:
        """Give the source's frames, set right; a notice is left as it is."""
        for frame in self._inner:
            if frame.notice is None:
                yield replace(frame, image=set_right(frame.image, self._setup))
            else:
                yield frame
