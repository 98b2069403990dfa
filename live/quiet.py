"""Keep OpenCV and FFmpeg from writing to the terminal: their news is given in our own sentences."""

from __future__ import annotations

import os

import cv2

# Read by OpenCV when its first capture opens. -8 is FFmpeg's AV_LOG_QUIET. Without the second a
# camera that was unplugged blocks its reader for 10 s. Without the third Windows takes 12 to 20 s
# to open a webcam.
_ENVIRONMENT = (
    ("OPENCV_FFMPEG_LOGLEVEL", "-8"),
    ("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "3"),
    ("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0"),
)


def hush() -> None:
    """Silence the two libraries, unless the person has set the variables otherwise."""
    for name, value in _ENVIRONMENT:
        os.environ.setdefault(name, value)
    if "OPENCV_LOG_LEVEL" not in os.environ:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
