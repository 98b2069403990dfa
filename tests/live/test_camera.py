"""A live camera: the newest frame wins, warm-up is skipped, a lost one is said and reopened."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import SourceError
from glyphcam.live.camera import Camera
from glyphcam.live.camera_reader import Patience
from glyphcam.live.frame import Frame, Picture

HURRIED = Patience(
    first_frame_s=5.0, stall_s=0.05, notice_every_s=0.01, warm_up_s=60.0, back_off_s=(0.0,)
)


def shade(value: int) -> Picture:
    return np.full((48, 64, 3), value, np.uint8)


class FakeCapture:
    """Gives its pictures one by one; a callable among them is called first (to wait, to fail)."""

    def __init__(self, *script: Picture | Callable[[], object] | None) -> None:
        self._script = iter(script)
        self.is_released = False

    def read(self) -> tuple[bool, Picture | None]:
        for item in self._script:
            if callable(item):
                item()
                continue
            return item is not None, item
        return False, None

    def release(self) -> None:
        self.is_released = True


class Openings:
    """Gives one capture after another, as a camera that is unplugged and plugged in again does."""

    def __init__(self, *captures: FakeCapture) -> None:
        self._captures = iter(captures)

    def __call__(self) -> FakeCapture:
        return next(self._captures, FakeCapture())


def camera(*captures: FakeCapture, patience: Patience = HURRIED) -> Camera:
    return Camera(Openings(*captures), "camera 7", lambda: "camera 7 gave no frame", patience)


def next_picture(source: Camera) -> Frame:
    return next(frame for frame in source if frame.notice is None)


def test_a_camera_whose_first_read_fails_is_an_error_with_its_trouble() -> None:
    dead = FakeCapture()
    with pytest.raises(SourceError, match="camera 7 gave no frame"), camera(dead):
        pass
    assert dead.is_released


def test_a_camera_that_never_answers_is_an_error_too() -> None:
    forever = threading.Event()
    silent = FakeCapture(forever.wait)
    brief = Patience(first_frame_s=0.02, leave_s=0.0)
    with pytest.raises(SourceError, match="gave no frame"), camera(silent, patience=brief):
        pass
    forever.set()


def test_black_warm_up_frames_are_skipped() -> None:
    hold = threading.Event()
    with camera(FakeCapture(shade(0), shade(2), shade(90), hold.wait)) as source:
        assert next_picture(source).image.mean() == 90
        hold.set()


def test_a_covered_camera_is_shown_black_once_it_had_time_to_warm_up() -> None:
    hold = threading.Event()
    cold = Patience(warm_up_s=-1.0, stall_s=1.0)
    with camera(FakeCapture(shade(0), hold.wait), patience=cold) as source:
        assert next_picture(source).image.max() == 0
        hold.set()


def test_the_newest_frame_wins_and_the_others_are_counted() -> None:
    all_read, hold = threading.Event(), threading.Event()
    script = [shade(value) for value in (50, 60, 70, 80)]
    patient = Patience(stall_s=5.0)
    with camera(
        FakeCapture(script[0], *script[1:], all_read.set, hold.wait), patience=patient
    ) as source:
        all_read.wait(5)
        while int(next(source).image[0, 0, 0]) != 80:
            pass
        hold.set()
    assert source.dropped >= 2


def test_a_stalled_camera_gives_blank_frames_that_say_so_and_then_its_pictures_again() -> None:
    plugged = threading.Event()
    source = camera(
        FakeCapture(shade(100), plugged.wait, shade(120), shade(120), plugged.clear, plugged.wait)
    )
    with source:
        assert next(source).image.mean() == 100
        stalled = next(source)
        assert stalled.notice is not None and "camera 7 stopped" in stalled.notice
        assert stalled.image.max() < 64
        assert stalled.image.shape == (48, 64, 3)
        plugged.set()
        assert next_picture(source).image.mean() == 120
        plugged.set()


def test_a_lost_camera_is_reopened() -> None:
    lost, hold = FakeCapture(shade(100), None), threading.Event()
    with camera(lost, FakeCapture(), FakeCapture(shade(130), hold.wait)) as source:
        values = [next_picture(source).image.mean() for _ in range(1)]
        while values[-1] != 130:
            values.append(next_picture(source).image.mean())
        hold.set()
    assert values[0] in (100, 130)
    assert lost.is_released


def test_a_driver_error_counts_as_a_lost_camera() -> None:
    def fail() -> None:
        raise cv2.error("the driver broke")

    with pytest.raises(SourceError, match="gave no frame"), camera(FakeCapture(fail)):
        pass


def test_any_other_error_of_the_thread_is_raised_where_the_frames_are_taken() -> None:
    def fail() -> None:
        raise MemoryError("no room for a picture")

    hold = threading.Event()
    with camera(FakeCapture(shade(99), hold.wait, fail)) as source:
        next(source)
        hold.set()
        with pytest.raises(MemoryError, match="no room"):
            for _ in source:
                pass


def test_an_old_frame_is_never_given_as_a_live_one() -> None:
    second, hold = threading.Event(), threading.Event()
    with camera(FakeCapture(shade(50), shade(60), second.set, hold.wait)) as source:
        second.wait(5)
        time.sleep(2 * HURRIED.stall_s)  # the mailbox's frame grows old for real
        assert next(source).notice is not None
        hold.set()


def test_grey_frames_become_bgr() -> None:
    hold = threading.Event()
    grey = np.full((48, 64), 77, np.uint8)
    with camera(FakeCapture(grey, hold.wait)) as source:
        assert next_picture(source).image.shape == (48, 64, 3)
        hold.set()


def test_the_reader_thread_is_gone_and_the_camera_closed_after_the_with() -> None:
    capture = FakeCapture(*[shade(80)] * 5)
    with camera(capture) as source:
        next(source)
    assert capture.is_released
    assert "camera reader" not in {thread.name for thread in threading.enumerate()}
