"""Two ways to write an mp4: H.264 with PyAV where that is installed, else MPEG-4 with OpenCV."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from glyphcam.calibration.errors import SettingError
from glyphcam.live.frame import Picture


class FilmWriter(Protocol):
    """An open film."""

    kind: str

    def write(self, picture: Picture, seconds: float) -> None:
        """Add a picture that is seen from ``seconds`` on."""
        ...

    def close(self) -> None:
        """Finish the film."""
        ...


def film_writer(path: Path, size_wh: tuple[int, int]) -> FilmWriter:
    """Open a film of pictures of ``size_wh`` with the best that is installed."""
    if importlib.util.find_spec("av") is not None:
        from glyphcam.live.h264 import H264Writer

        return H264Writer(path, size_wh)
    return PlainWriter(path, size_wh)


class PlainWriter:
    """MPEG-4 part 2 by OpenCV: players show it, browsers do not, and a kill leaves nothing.

    OpenCV knows one fixed rate only: pictures are repeated or left out to keep to the clock.
    """

    kind = "MPEG-4, for players, not browsers; for H.264: pip install 'glyphcam[film]'"
    RATE_HZ = 30

    def __init__(self, path: Path, size_wh: tuple[int, int]) -> None:
        self._size_wh = size_wh
        code = cv2.VideoWriter.fourcc(*"mp4v")
        self._film = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, self.RATE_HZ, size_wh)
        if not self._film.isOpened():
            raise SettingError(f"{path} cannot be written: this OpenCV has no MPEG-4 encoder")
        self._last: Picture | None = None
        self._written = 0

    def write(self, picture: Picture, seconds: float) -> None:
        """Repeat the picture before until ``seconds``, and keep this one for its own turn."""
        self._fill_until(seconds)
        self._last = fitted_into(picture, self._size_wh)

    def close(self) -> None:
        """Write the last picture once and finish."""
        self._fill_until((self._written + 1) / self.RATE_HZ)
        self._film.release()

    def _fill_until(self, seconds: float) -> None:
        if self._last is None:
            return
        due = round(seconds * self.RATE_HZ)
        for _ in range(due - self._written):
            self._film.write(self._last)
        self._written = max(self._written, due)


def fitted_into(picture: Picture, size_wh: tuple[int, int]) -> Picture:
    """Return the picture in exactly ``size_wh``, shrunk or grown whole, black beside it."""
    height, width = picture.shape[:2]
    if (width, height) == size_wh:
        return picture
    share = min(size_wh[0] / width, size_wh[1] / height)
    inner_wh = (max(1, int(width * share)), max(1, int(height * share)))
    sheet = np.zeros((size_wh[1], size_wh[0], 3), np.uint8)
    left, top = (size_wh[0] - inner_wh[0]) // 2, (size_wh[1] - inner_wh[1]) // 2
    inner = cv2.resize(picture, inner_wh, interpolation=cv2.INTER_AREA)
    sheet[top : top + inner_wh[1], left : left + inner_wh[0]] = inner
    return sheet
