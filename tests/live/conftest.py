"""What the tests of sessions share: steps made without a camera, and a session made of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.live.frame import Frame
from glyphcam.live.reading import NOTHING, Reading, Region, Step
from glyphcam.live.recorder_run import Recording
from glyphcam.live.session_facts import KeepChoice, ModelFacts, SessionFacts
from glyphcam.live.session_folder import SessionFolder, create_session
from glyphcam.live.session_writer import SessionWriter
from glyphcam.models.hand import Hand
from glyphcam.models.prediction import Prediction

LABELS = ("A", "B", "C", "D")
MODEL = ModelFacts("asl", "fused", "asl-fused.onnx", "0" * 64, 0.6, 1.2, "2026-11-20")
RATE_HZ = 30

MakeSteps = Callable[..., Iterator[Step]]
RecordSession = Callable[..., SessionFolder]


def reading_of_label(label: str) -> Reading:
    """A sure reading of a capital letter, an unsure one of a small letter, nothing of a blank."""
    if label == " ":
        return NOTHING
    sure = 0.4 if label.islower() else 0.9
    probabilities = np.full(len(LABELS), (1 - sure) / 3, np.float32)
    probabilities[LABELS.index(label.upper())] = sure
    prediction = Prediction(LABELS, probabilities, 0.6)
    landmarks = np.arange(63, dtype=np.float32).reshape(21, 3)
    quad = np.array([[10, 10], [90, 10], [90, 90], [10, 90]], np.float32)
    return Reading(Region(quad, Hand(landmarks, landmarks, 0.98, 0.9)), prediction, prediction)


def make_step(
    index: int, seconds: float, label: str, size_wh: tuple[int, int], is_live: bool
) -> Step:
    """A step whose picture tells its own number, in 16 grey bars that a film keeps."""
    width, height = size_wh
    picture = np.full((height, width, 3), 96, np.uint8)
    bar = width // 16
    for bit in range(16):
        picture[: height // 2, bit * bar : (bit + 1) * bar] = 220 if index >> bit & 1 else 20
    frame = Frame(picture, index, seconds, seconds if is_live else None)
    return Step(frame, reading_of_label(label), picture.copy())


def number_of(picture: np.ndarray) -> int:
    """The number that ``make_step`` drew into the picture."""
    height, width = picture.shape[:2]
    bar = width // 16
    row = picture[height // 8 : height // 4].mean(axis=(0, 2))
    return sum(
        1 << bit
        for bit in range(16)
        if row[bit * bar + bar // 4 : bit * bar + 3 * bar // 4].mean() > 120
    )


@pytest.fixture
def steps() -> MakeSteps:
    """Steps at 30 a second, half a second a letter of the text; see ``reading_of_label``."""

    def make(
        text: str, size_wh: tuple[int, int] = (160, 120), is_live: bool = False
    ) -> Iterator[Step]:
        for index in range(len(text) * RATE_HZ // 2):
            label = text[index * 2 // RATE_HZ]
            yield make_step(index, index / RATE_HZ, label, size_wh, is_live)

    return make


@pytest.fixture
def picture_number() -> Callable[[np.ndarray], int]:
    return number_of


@pytest.fixture
def facts() -> SessionFacts:
    started = datetime(2026, 11, 20, 10, 15, 3, tzinfo=timezone.utc)
    return SessionFacts(
        "glyphcam 0", started, "asl", "a test", "onnx", (MODEL,), KeepChoice(has_landmarks=True)
    )


@pytest.fixture
def record(tmp_path: Path, facts: SessionFacts, steps: MakeSteps) -> RecordSession:
    """Record the steps of a text, or any steps, into a new finished session."""

    def run(shown: str | Iterable[Step], keep: KeepChoice | None = None) -> SessionFolder:
        chosen = replace(facts, keep=keep or facts.keep)
        folder = create_session(tmp_path / "sessions", "asl", facts.started)
        recording = Recording(SessionWriter(folder, chosen), chosen.keep)
        for step in steps(shown) if isinstance(shown, str) else shown:
            recording.take(step)
        recording.end()
        assert recording.wait(20)
        assert recording.error is None
        return folder

    return run


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual X display for real windows, or a skip that says what is missing."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed: apt install xvfb xdotool")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "800x600x24"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as numbers:
        yield f":{numbers.readline().strip()}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def press() -> Callable[..., None]:
    """Press a key in the window called glyphcam on a display until what it does is done."""

    def press_key(display: str, key: str, is_done: Callable[[], bool]) -> None:
        for _ in range(10):  # a window that has just been given the focus loses a first key
            subprocess.run(
                ["xdotool", "search", "--name", "^glyphcam$", "windowfocus", "--sync", "key", key],
                env={**os.environ, "DISPLAY": display},
                check=False,
                timeout=30,
                capture_output=True,
            )
            until_s = time.monotonic() + 3
            while time.monotonic() < until_s:
                if is_done():
                    return
                time.sleep(0.02)  # another process's window: there is nothing to wait on
        pytest.fail(f"the key {key} did nothing")

    return press_key


@pytest.fixture
def letter_film(data: Path, tmp_path: Path) -> Path:
    """A second and a half of a real hand that shows L, 36 frames."""
    from glyphcam.live.h264 import H264Writer

    path = tmp_path / "letter.mp4"
    writer = H264Writer(path, (200, 200))
    source = cv2.VideoCapture(str(data / "clips" / "still_L_1.mp4"))
    for index in range(36):
        writer.write(source.read()[1], index / 24)
    source.release()
    writer.close()
    return path
