"""The whole road on real clips: film in, letters out, by every door the command line has."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from glyphcam.live.camera_check_setup import CameraSetup, setup_path
from glyphcam.live.go_live import LiveWish, go_live
from glyphcam.live.open_reader import ReaderChoice

SETTLED_FRAMES = 10
"""So many frames after a cut in the clip the new letter has to be shown."""


def letters_of(clip: Path) -> list[str]:
    """The true letter of every frame, from the table beside the clip."""
    with clip.with_suffix(".tsv").open(encoding="utf-8") as table:
        return [row[1] for row in csv.reader(table, delimiter="\t") if row]


def settled(letters: list[str]) -> list[int]:
    """The frames that lie far enough behind a change of letter."""
    return [
        i
        for i in range(SETTLED_FRAMES, len(letters))
        if len(set(letters[i - SETTLED_FRAMES : i + 1])) == 1
    ]


def test_the_letters_of_a_word_are_shown_and_told_as_json(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    clip = data / "clips" / "lolzorus_SIGN.mp4"
    said: list[str] = []
    go_live(
        LiveWish(ReaderChoice("asl"), str(clip), is_window_wanted=False, is_json=True), said.append
    )
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    letters = letters_of(clip)
    assert [line["frame"] for line in lines] == list(range(len(letters)))
    right = [lines[i]["label"] == letters[i] and not lines[i]["unsure"] for i in settled(letters)]
    assert sum(right) / len(right) >= 0.95
    expected = {"frame", "seconds", "label", "confidence", "unsure", "raw", "region", "text"}
    assert set(lines[0]) == expected and set(lines[0]["raw"]) == {"label", "confidence"}
    assert lines[-1]["text"] == "SIGN"
    assert said == []


def test_a_saved_film_has_every_frame_and_plays(data: Path, tmp_path: Path) -> None:
    clip, film = data / "clips" / "still_L_1.mp4", tmp_path / "seen.mp4"
    said: list[str] = []
    go_live(LiveWish(ReaderChoice("asl"), str(clip), film, is_window_wanted=False), said.append)
    frames, written = cv2.VideoCapture(str(clip)), cv2.VideoCapture(str(film))
    assert written.get(cv2.CAP_PROP_FRAME_COUNT) == frames.get(cv2.CAP_PROP_FRAME_COUNT)
    assert written.read()[0]
    assert any(" L " in line for line in said)
    assert said[-1].startswith(f"the annotated film: {film}")


def test_ctrl_c_closes_the_film_and_ends_with_status_0(data: Path, tmp_path: Path) -> None:
    film = tmp_path / "cut.mp4"
    words = [
        "live",
        "--source",
        str(data / "clips" / "seeeeeeel_WORLD.mp4"),
        "--no-window",
        "--save",
    ]
    code = "from glyphcam.live.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", code, *words, str(film)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    first = running.stdout.readline()  # it is in the loop once it has told a letter
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert " W " in first
    assert running.returncode == 0 and "Traceback" not in errors
    assert cv2.VideoCapture(str(film)).read()[0]


def test_a_camera_found_to_be_mirrored_is_set_right(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GLYPHCAM_CONFIG", str(tmp_path))
    clip = str(data / "clips" / "still_L_1.mp4")
    wish = LiveWish(ReaderChoice("asl"), clip, is_window_wanted=False, is_json=True)
    lefts = []
    for is_mirrored in (False, True):
        CameraSetup(clip, is_mirrored=is_mirrored).save(setup_path(clip))
        go_live(wish, print)
        line = json.loads(capfd.readouterr().out.splitlines()[40])
        lefts.append(line["region"][0][0])
        side = line["region"][1][0] - line["region"][0][0]
    width = cv2.VideoCapture(clip).get(cv2.CAP_PROP_FRAME_WIDTH)
    assert lefts[1] == pytest.approx(width - 1 - lefts[0] - side, abs=6)
