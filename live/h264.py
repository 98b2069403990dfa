"""H.264 in a fragmented mp4 by PyAV: plays in browsers, and up to the last moment after a kill."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import cv2
import numpy as np

from glyphcam.calibration.errors import SettingError
from glyphcam.live.film_writers import fitted_into
from glyphcam.live.frame import Picture

TICKS_HZ = 90_000
"""The film's clock: fine enough for every camera's rate."""

_FRAGMENTS = {
    "movflags": "hybrid_fragmented+frag_every_frame+empty_moov+default_base_moof",
    "flush_packets": "1",
}
"""A frame is whole on disk when the next one comes, and closing turns the film into a plain mp4.

A kill loses one frame (59 of 60 kept), where a fragment for each group of pictures lost half a
second at 30 a second and two at 7. The plain index lets players seek. FFmpeg 7.1 or later."""

_AT_ONCE = 1 << 20
"""Bytes: larger than any frame, so that each is one write and no kill comes in between."""

GOP = 15


class H264Writer:
    """Writes pictures with their own times; odd sides lose their last pixel, as H.264 wants."""

    kind = "H.264"

    def __init__(self, path: Path, size_wh: tuple[int, int], into: BinaryIO | None = None) -> None:
        """Open the film at ``path``, or write into the open file that has that name."""
        self._path = path
        self._size_wh = (max(2, size_wh[0] // 2 * 2), max(2, size_wh[1] // 2 * 2))
        self._last_tick = -1
        self._container = av.open(
            into or str(path), "w", format="mp4", options=_FRAGMENTS, buffer_size=_AT_ONCE
        )
        self._stream = self._container.add_stream("libx264")
        self._stream.width, self._stream.height = self._size_wh
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = Fraction(1, TICKS_HZ)
        context = self._stream.codec_context
        context.time_base = Fraction(1, TICKS_HZ)
        context.gop_size = GOP
        # One thread: more only make the finder wait for its core.
        context.thread_count = 1
        context.options = {"preset": "ultrafast", "tune": "zerolatency", "crf": "23"}

    def write(self, picture: Picture, seconds: float) -> None:
        """Encode one picture; times that do not rise are set one tick after the last."""
        width, height = self._size_wh
        cut = picture[:height, :width] if _is_about(picture, self._size_wh) else picture
        planes = cv2.cvtColor(fitted_into(cut, self._size_wh), cv2.COLOR_BGR2YUV_I420)
        frame = av.VideoFrame.from_ndarray(np.asarray(planes, np.uint8), format="yuv420p")
        frame.pts = self._last_tick = max(self._last_tick + 1, round(seconds * TICKS_HZ))
        frame.time_base = Fraction(1, TICKS_HZ)
        self._send(frame)

    def close(self) -> None:
        """Write what is still held and finish."""
        self._send(None)
        self._container.close()

    def _send(self, frame: av.VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except OSError as error:
            raise SettingError(f"{self._path} cannot be written on: {error.strerror}") from error


def _is_about(picture: Picture, size_wh: tuple[int, int]) -> bool:
    """Whether only an odd last row or column is too many."""
    height, width = picture.shape[:2]
    return 0 <= width - size_wh[0] <= 1 and 0 <= height - size_wh[1] <= 1
