"""Whether a window can be opened here, asked before HighGUI is: without a display it aborts."""

from __future__ import annotations

import ctypes
import os
import sys

import cv2


def why_no_window() -> str | None:
    """Return why no window can be opened, as a sentence's beginning, or None where one can."""
    framework = cv2.currentUIFramework()
    if not framework and sys.platform == "linux":
        return "this OpenCV was built without windows (opencv-python-headless?)"
    if sys.platform != "linux":
        return None
    if framework == "QT" or not os.environ.get("WAYLAND_DISPLAY"):
        return _why_no_x()
    return None


def _why_no_x() -> str | None:
    """Look for an X server: the Qt in OpenCV's wheels has no other way to a screen."""
    name = os.environ.get("DISPLAY")
    if not name:
        return "there is no display (DISPLAY is not set)"
    if not _answers(name):
        return f"the display {name} does not answer or does not let this program in"
    return None


def _answers(name: str) -> bool:
    """Connect to the X server and leave again; the library is one that OpenCV itself needs."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    is_refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not is_refused
