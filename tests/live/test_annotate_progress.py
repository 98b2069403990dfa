"""The line of progress: films, frames a second, and the time left."""

from __future__ import annotations

import pytest

from glyphcam.live.annotate_film import Ahead
from glyphcam.live.annotate_plan import Job
from glyphcam.live.annotate_pool import Done, Progress
from glyphcam.live.annotate_progress import AnnotateProgress, told_s
from glyphcam.live.h264 import H264Writer
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.recorder_subject import Subject


@pytest.fixture
def jobs(tmp_path, steps) -> list[Job]:
    found = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.mp4"
        writer = H264Writer(path, (160, 120))
        for step in steps("AAAA"):
            writer.write(step.picture, step.frame.seconds)
        writer.close()
        subject = Subject("asl", "", "onnx", ())
        found.append(Job(path, tmp_path / name, ReaderChoice(), subject))
    return found


def test_the_time_left_goes_by_the_frames_read_so_far(jobs) -> None:
    drawn: list[str] = []
    now_s = [0.0]
    progress = AnnotateProgress(jobs, drawn.append, lambda: now_s[0])
    now_s[0] = 2.0
    progress.take(Progress(jobs[0], Ahead(30, 60)))
    assert "25%  0 of 2 films, 15 frames/s, 6 s left" in drawn[-1]
    progress.take(Done(jobs[0], "broken off"))
    assert "33%  1 of 2 films, 15 frames/s, 4 s left" in drawn[-1]


def test_nothing_is_drawn_where_nobody_looks(jobs, capfd) -> None:
    progress = AnnotateProgress(jobs, None)
    progress.take(Progress(jobs[0], Ahead(1, 60)))
    progress.end()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_times_are_told_in_words(seconds, said) -> None:
    assert told_s(seconds) == said
