"""Listing the cameras that deliver frames."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from glyphcam.live.camera_list import found_cameras, likely_addresses
from glyphcam.live.frame import Picture


class Working:
    def read(self) -> tuple[bool, Picture | None]:
        return True, np.zeros((48, 64, 3), np.uint8)

    def release(self) -> None:
        pass


class Dead(Working):
    def read(self) -> tuple[bool, Picture | None]:
        return False, None


class Hanging(Working):
    def __init__(self, until: threading.Event) -> None:
        self._until = until

    def read(self) -> tuple[bool, Picture | None]:
        self._until.wait()
        return False, None


def test_only_cameras_that_deliver_are_listed_and_a_hanging_one_is_left() -> None:
    until = threading.Event()
    captures = {"0": Dead(), "1": Hanging(until), "2": Working()}
    [found] = found_cameras(tuple(captures), lambda at: lambda: captures[at], limit_s=0.2)
    until.set()
    assert found.address == "2"
    assert found.size_wh == (64, 48)
    assert found.rate_hz > 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows cameras as files")
def test_on_linux_the_devices_that_exist_are_likely(tmp_path: Path) -> None:
    for name in ("video10", "video2", "videoX", "null"):
        (tmp_path / name).touch()
    assert likely_addresses(tmp_path) == ("2", "10")
