"""The review in a window: the same keys, and a picture a person can judge by."""

from __future__ import annotations

import os
import subprocess
import sys

import cv2
import numpy as np
import pytest

from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.frame import Picture
from glyphcam.live.keys import ESCAPE
from glyphcam.live.review_film import Strip
from glyphcam.live.review_keys import Does, Meant, meant_by
from glyphcam.live.review_picture import CROP_PX, MARGIN, SIZE_WH, Shown, draw_review
from glyphcam.live.review_window import review_on
from glyphcam.models.recognisers import RECOGNISERS

ASL, GOODS = RECOGNISERS["asl"].labels, RECOGNISERS["fashion"].labels
DIGITS = RECOGNISERS["digits"].labels
ENTER, BACKSPACE = 13, 8


@pytest.mark.parametrize(
    ("key", "labels", "meant"),
    [
        (ord("m"), ASL, Meant(Does.CORRECT, "M")),
        (ord("M"), ASL, Meant(Does.CORRECT, "M")),
        (ord("s"), ASL, Meant(Does.CORRECT, "S")),
        (ord("u"), ASL, Meant(Does.CORRECT, "U")),
        (ord("s"), DIGITS, Meant(Does.SKIP)),
        (ord("u"), DIGITS, Meant(Does.UNDO)),
        (ord(" "), ASL, Meant(Does.SKIP)),
        (BACKSPACE, ASL, Meant(Does.UNDO)),
        (ENTER, ASL, Meant(Does.CONFIRM)),
        (10, ASL, Meant(Does.CONFIRM)),
        (ord("-"), ASL, Meant(Does.NOT_A_SIGN)),
        (ord("9"), GOODS, Meant(Does.CORRECT, "Ankle boot")),
        (ESCAPE, ASL, Meant(Does.END)),
        (ord("j"), ASL, None),
        (ord("7"), ASL, None),
        (-1, ASL, None),
        (255, ASL, None),
    ],
)
def test_a_letter_is_a_label_where_it_can_be(key, labels, meant) -> None:
    assert meant_by(key, labels) == meant


class ScriptedScreen:
    """Shows to a list; each look for a key gives the next one of the script, then Escape."""

    def __init__(self, *keys: int) -> None:
        self._keys = iter(keys)
        self.shown: list[Picture] = []
        self.is_open = False

    def open(self, size_wh: tuple[int, int]) -> None:
        self.is_open = True

    def show(self, picture: Picture) -> None:
        self.shown.append(picture)

    def key(self, wait_ms: int) -> int:
        return next(self._keys, ESCAPE)

    def is_closed(self) -> bool:
        return False

    def close(self) -> None:
        self.is_open = False


@pytest.fixture
def store(tmp_path, made):
    with ReviewStore.open(tmp_path) as opened:
        for number, sure in enumerate((0.3, 0.4, 0.5)):
            opened.add(made(number, sure=sure))
        yield opened


def said(store: ReviewStore) -> list[str]:
    return [a.label or a.verdict.name for one in store.items() for a in one.answers]


def test_keys_answer_and_the_end_comes_when_nothing_waits(store) -> None:
    screen = ScriptedScreen(ENTER, -1, ord("c"), ord("-"))
    assert review_on(store, "ann", screen) == 3
    assert len(said(store)) == 3
    assert {"C", "NOT_A_SIGN"} <= set(said(store))
    assert not screen.is_open
    assert len(screen.shown) == 3  # drawn once an item, not once a look for a key


def test_undo_brings_the_last_item_back(store) -> None:
    screen = ScriptedScreen(ord("c"), BACKSPACE, ord("b"), ESCAPE)
    assert review_on(store, "ann", screen) == 1
    assert said(store) == ["B"]
    np.testing.assert_array_equal(screen.shown[0], screen.shown[2])


def test_skipping_and_leaving_answers_nothing(store) -> None:
    assert review_on(store, "ann", ScriptedScreen(ord(" "), ESCAPE)) == 0
    assert said(store) == [Verdict.SKIP.name]


def test_the_crop_is_shown_large_and_keeps_its_proportions(made) -> None:
    crop = np.zeros((60, 30, 3), np.uint8)
    crop[:] = (10, 200, 90)
    png = np.asarray(cv2.imencode(".png", crop)[1]).tobytes()
    picture = draw_review(Shown(made(1), png, None, 0, 5))
    assert picture.shape == (SIZE_WH[1], SIZE_WH[0], 3)
    inside = picture[MARGIN + 5 : MARGIN + CROP_PX - 5, MARGIN + 125 : MARGIN + 355]
    assert (inside == (10, 200, 90)).all()
    assert (picture[MARGIN + 50, MARGIN + 20] == 24).all()


def test_the_film_shows_the_moment_marked_and_a_missing_picture_the_patch(made) -> None:
    frames = tuple(np.full((168, 224, 3), 40 * n, np.uint8) for n in range(6))
    with_film = draw_review(Shown(made(1), None, Strip(frames, 3), 0, 5))
    without = draw_review(Shown(made(1), None, None, 0, 5))
    strip = (slice(MARGIN + CROP_PX + 16, None), slice(MARGIN, MARGIN + CROP_PX))
    assert (with_film[strip] == 120).all(axis=2).sum() > 5000
    assert (without[strip] == 120).all(axis=2).sum() < 100
    patch = cv2.resize(made(1).patch, (CROP_PX, CROP_PX), interpolation=cv2.INTER_NEAREST)
    shown = without[MARGIN : MARGIN + 400, MARGIN : MARGIN + CROP_PX, 0]
    np.testing.assert_array_equal(shown, patch[:400])


def test_a_real_window_takes_real_keys(tmp_path, made, display, press) -> None:
    with ReviewStore.open(tmp_path) as store:
        store.add(made(1))
        store.add(made(2))
        command = [sys.executable, "-c", "from glyphcam.live.cli import main; main()", "review"]
        command += ["--window", "--queue-dir", str(tmp_path), "--reviewer", "ann"]
        environment = {**os.environ, "DISPLAY": display}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as program:
            press(display, "c", lambda: len(said(store)) >= 1)
            press(display, "minus", lambda: len(said(store)) >= 2)
            out, _ = program.communicate(timeout=30)
    assert program.returncode == 0
    assert out == "2 answered\n"
