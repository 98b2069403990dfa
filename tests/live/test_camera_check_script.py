"""The check's scenes pass by the clock of the hand, by a key, or by waiting in vain."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.camera_check_glass import is_light_at
from glyphcam.live.camera_check_script import CameraCheck, Scene, figures
from glyphcam.live.frame import Frame
from glyphcam.models.hand import Hand

SCENES = (
    Scene("room", "hands down", 1.0),
    Scene("hand", "raise it", 1.0, needs_hand=True, waits_s=2.0),
    Scene("wave", "wave it", 1.0, needs_hand=True, waits_s=2.0),
    Scene("screen", "to the screen", 4.0),
    Scene("verdict", "", 1.0),
)


def hand() -> Hand:
    points = np.random.default_rng(0).uniform((40, 30), (100, 100), (21, 2))
    landmarks = np.concatenate([points, np.zeros((21, 1))], axis=1).astype(np.float32)
    landmarks[0, :2], landmarks[9, :2] = (70, 110), (70, 60)
    return Hand(landmarks, landmarks, 0.9, 1.0)


def frame(i: int, light: int = 120) -> Frame:
    image = np.full((120, 160, 3), light, np.uint8)
    image[20:60, 30:90] = light // 2
    return Frame(image, i, i / 10, i / 10)


def prompts(check: CameraCheck, count: int, has_hand: bool) -> list[str]:
    seen = []
    for i in range(count):
        check.take(frame(i), hand() if has_hand else None, i / 10)
        if not check.is_done and check.prompt not in seen[-1:]:
            seen.append(check.prompt)
    return seen


def test_with_a_hand_every_scene_has_its_turn_and_the_end_is_a_verdict() -> None:
    check = CameraCheck(scenes=SCENES)
    seen = prompts(check, 100, has_hand=True)
    assert seen[:4] == ["hands down", "raise it", "wave it", "to the screen"]
    assert seen[4].startswith("This camera works")
    assert check.is_done


def test_a_hand_that_never_comes_is_waited_for_and_then_said() -> None:
    check = CameraCheck(left_out=("screen", "verdict"), scenes=SCENES)
    prompts(check, 30, has_hand=False)
    assert not check.is_done
    prompts(check, 100, has_hand=False)
    assert check.is_done
    assert check.facts.hand is None


def test_a_space_goes_on_at_once() -> None:
    check = CameraCheck(scenes=SCENES)
    check.take(frame(0), None, 0.0)
    check.press(-1)
    assert check.prompt == "hands down"
    check.press(ord(" "))
    assert check.prompt == "raise it"


def test_the_room_is_not_judged_by_the_light_of_the_flips() -> None:
    check = CameraCheck(scenes=SCENES[:1] + SCENES[3:4])
    lights = [120] * 12 + [250] * 12
    for i, light in enumerate(lights):
        check.take(frame(i, light), None, i / 10)
    assert check.facts.light == pytest.approx(117, abs=8)


def test_a_camera_that_sees_the_flips_tells_the_time_from_glass_to_glass() -> None:
    check = CameraCheck(scenes=SCENES[:1] + SCENES[3:4])
    canvas = np.zeros((120, 160, 3), np.uint8)
    flips_from_s, i = None, 0
    while not check.is_done:
        now_s = i / 30
        shown_s = None if flips_from_s is None else now_s - 0.1 - flips_from_s
        light = 200 if shown_s is not None and shown_s > 0 and is_light_at(shown_s) else 80
        image = np.full((120, 160, 3), light, np.uint8)
        check.take(Frame(image, i, now_s, now_s), None, now_s)
        check.draw(canvas)
        if flips_from_s is None and not check.is_done and check.prompt == "to the screen":
            flips_from_s = now_s
        i += 1
    assert check.facts.glass_s == pytest.approx(0.1, abs=0.04)
    assert "glass to glass" in figures(check.facts)


@pytest.mark.parametrize("size", [(240, 320), (1080, 1920)])
def test_every_scene_draws_on_small_and_large_pictures(size: tuple[int, int]) -> None:
    check = CameraCheck(scenes=SCENES)
    for i in range(100):
        check.take(frame(i), hand(), i / 10)
        canvas = np.full((*size, 3), 120, np.uint8)
        check.draw(canvas)
        if not check.is_done:
            assert (canvas != 120).any()
