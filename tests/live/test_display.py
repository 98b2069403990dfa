"""A real window on a virtual display, and none where there is no display."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X displays are Linux's")

Press = Callable[..., None]

ASK = "from glyphcam.live.display import why_no_window; print(why_no_window())"

SHOW = """
import sys, numpy as np
from glyphcam.live.frame import Frame
from glyphcam.live.overlay import Overlay
from glyphcam.live.reading import NOTHING, Step
from glyphcam.live.view import View
from glyphcam.live.window import Window
from pathlib import Path
view = View()
state = Path(sys.argv[1]) / "state"
overlay = Overlay(view, "Letters")
image = np.full((480, 640, 3), (40, 160, 60), np.uint8)
with Window(view, overlay, Path(sys.argv[1])) as window:
    for index in range(1000000):
        frame = Frame(image, index, index / 30)
        asked = window.take(Step(frame, NOTHING, overlay(frame, NOTHING)))
        state.write_text(f"{asked and asked.name} {view.is_mirrored} {view.is_help_shown}")
        if asked:
            break
"""


def python(program: str, display: str | None, *arguments: str) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    if display is not None:
        environment["DISPLAY"] = display
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_without_a_display_it_is_said_and_nothing_aborts() -> None:
    out, _ = python(ASK, None).communicate(timeout=60)
    assert out.strip() == "there is no display (DISPLAY is not set)"


def test_a_display_that_does_not_answer_is_said_and_nothing_aborts() -> None:
    out, _ = python(ASK, ":8765").communicate(timeout=60)
    assert "the display :8765 does not answer" in out


class ClientMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent, padded to the size of an XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),
    )


def click_the_cross(display: str) -> None:
    """Ask the window to close, as a window manager does when its cross is clicked."""
    found = subprocess.run(
        ["xdotool", "search", "--name", "^glyphcam$"],
        env={**os.environ, "DISPLAY": display},
        check=True,
        timeout=30,
        capture_output=True,
    )
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    for window in map(int, found.stdout.split()):
        event = ClientMessage(type=33, window=window, format=32)
        event.message_type = x11.XInternAtom(connection, b"WM_PROTOCOLS", 0)
        event.data[0] = x11.XInternAtom(connection, b"WM_DELETE_WINDOW", 0)
        x11.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XCloseDisplay(connection)


def wait_for(text: str, state: Path) -> None:
    until_s = time.monotonic() + 60
    while text not in (state.read_text() if state.is_file() else ""):
        assert time.monotonic() < until_s
        time.sleep(0.02)  # another process: there is nothing to wait on


def test_a_real_window_shows_the_picture_and_obeys_its_keys(
    display: str, press: Press, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    shown = python(SHOW, display, str(tmp_path))
    try:
        wait_for("None False False", state)
        press(display, "m", lambda: "None True False" in state.read_text())
        press(display, "h", lambda: "None True True" in state.read_text())
        press(display, "s", lambda: any(tmp_path.glob("*.png")))
        press(display, "q", lambda: shown.poll() is not None)
        _, err = shown.communicate(timeout=60)
    finally:
        shown.kill()
    assert state.read_text() == "QUIT True True"
    assert err == ""
    corner = cv2.imread(str(next(tmp_path.glob("*.png"))))[240, 5]
    assert np.abs(corner.astype(int) - (40, 160, 60)).max() <= 1


def test_closing_the_window_ends_the_run(display: str, tmp_path: Path) -> None:
    state = tmp_path / "state"
    shown = python(SHOW, display, str(tmp_path))
    try:
        wait_for("None False False", state)
        click_the_cross(display)
        _, err = shown.communicate(timeout=60)
    finally:
        shown.kill()
    assert (state.read_text(), err) == ("QUIT False False", "")
