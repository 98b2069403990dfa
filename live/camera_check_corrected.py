"""A source set right: frames turned and mirrored back as the camera's check found them to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import TracebackType

import cv2
import numpy as np

from glyphcam.live.camera_check_setup import CameraSetup
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.frames import Source

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


class CorrectedSource:
    """Gives another source's frames, set right."""

    def __init__(self, source: Source, setup: CameraSetup) -> None:
        self._source = source
        self._setup = setup

    def __enter__(self) -> CorrectedSource:
        """Open the source."""
        self._source = self._source.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the source."""
        self._source.__exit__(kind, error, trace)

    @property
    def name(self) -> str:
        """The source's name."""
        return self._source.name

    @property
    def is_live(self) -> bool:
        """Whether the source is live."""
        return self._source.is_live

    @property
    def count(self) -> int | None:
        """How many frames the source gives."""
        return self._source.count

    @property
    def dropped(self) -> int:
        """How many frames the source dropped."""
        return self._source.dropped

    def __iter__(self) -> Iterator[Frame]:
        """Give the source's frames, set right; a notice is left as it is."""
        for frame in self._source:
            if frame.notice is None:
                yield replace(frame, image=set_right(frame.image, self._setup))
            else:
                yield frame
