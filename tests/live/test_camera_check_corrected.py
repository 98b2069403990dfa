"""A turned and mirrored camera's frames come out as the world is; a right one's are untouched."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from glyphcam.live.camera_check_corrected import corrected
from glyphcam.live.camera_check_setup import CameraSetup
from glyphcam.live.frame import Frame

WORLD = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
TURNED = {
    0: lambda image: image,
    90: lambda image: cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE),
    180: lambda image: cv2.rotate(image, cv2.ROTATE_180),
    270: lambda image: cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


class Given:
    name, is_live, count, dropped = "camera 0", True, None, 3

    def __init__(self, *frames: Frame) -> None:
        self.frames = frames
        self.is_open = False

    def __enter__(self) -> Given:
        self.is_open = True
        return self

    def __exit__(self, *_: object) -> None:
        self.is_open = False

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_every_way_a_camera_can_hang_is_set_right(turn: int, is_mirrored: bool) -> None:
    mirrored = cv2.flip(WORLD, 1) if is_mirrored else WORLD
    given = Given(Frame(TURNED[turn](mirrored), 7, 0.5, 1.5))
    with corrected(given, CameraSetup("0", is_mirrored, turn)) as source:
        [frame] = source
    np.testing.assert_array_equal(frame.image, WORLD)
    assert (frame.index, frame.seconds, frame.captured_s) == (7, 0.5, 1.5)


def test_a_camera_that_needs_nothing_is_given_itself() -> None:
    given = Given()
    assert corrected(given, CameraSetup("0")) is given


def test_the_source_is_opened_closed_and_named_as_itself() -> None:
    given = Given()
    with corrected(given, CameraSetup("0", is_mirrored=True)) as source:
        assert given.is_open
        assert (source.name, source.is_live, source.count, source.dropped) == (
            *("camera 0", True, None),
            3,
        )
    assert not given.is_open


def test_a_notice_is_shown_as_it_is() -> None:
    blank = np.zeros((40, 60, 3), np.uint8)
    with corrected(Given(Frame(blank, 0, 0.0, None, "gone")), CameraSetup("0", True)) as source:
        [frame] = source
    assert frame.image is blank
