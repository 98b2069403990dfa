"""What recording costs the loop, and how fast films are annotated and sessions finished.

    python benchmarks/session_bench.py [--clip FILE] [--seconds 30] [--out FILE]

Recording is timed on a clip played as a 30 fps camera at 640x480. Annotating and finishing are
given in processor time too, which does not mind what else the machine is doing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from glyphcam.live.annotate_film import annotate_film
from glyphcam.live.annotate_plan import plan
from glyphcam.live.film_source import FilmSource
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.reading import Reading, Step
from glyphcam.live.recorder import Recorder, RecordSettings
from glyphcam.live.recorder_subject import Subject
from glyphcam.live.session_event import event_of
from glyphcam.live.session_facts import KeepChoice
from glyphcam.live.session_finish import finish_session
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_line import event_line
from glyphcam.live.view import View

HERE = Path(__file__).parent
CLIP = HERE.parent.parent / "shared" / "data" / "clips" / "lolzorus_SIGN.mp4"
RATE_HZ = 30


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, default=CLIP)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--out", type=Path, default=HERE / "sessions.json")
    wish = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            "command": f"python {Path(sys.argv[0]).name} --seconds {wish.seconds:g}",
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, shared",
            "clip": wish.clip.name,
            "record": _record(wish.clip, wish.seconds, Path(folder) / "record"),
            "annotate": _annotate(wish.clip, Path(folder) / "annotate"),
            "finish_half_an_hour": _finish(wish.clip, Path(folder) / "finish"),
        }
    text = json.dumps(figures, indent=2)
    print(text)
    wish.out.write_text(text + "\n", encoding="utf-8")


def _record(clip: Path, seconds: float, root: Path) -> dict[str, Any]:
    """Time what a step costs the loop, the film and the raw film being recorded."""
    steps = cycle(_steps(clip))
    keep = KeepChoice(has_video=True, has_raw=True, has_landmarks=True)
    subject = Subject("asl", clip.name, "onnx", ())
    costs_s: list[float] = []
    with Recorder(RecordSettings(True, root, keep), View(), lambda: subject, print) as recorder:
        start_s = time.monotonic()
        for index, step in enumerate(islice(steps, round(seconds * RATE_HZ))):
            now_s = time.monotonic()
            frame = Frame(step.frame.image, index, now_s - start_s, now_s)
            before_s = time.perf_counter()
            recorder.take(Step(frame, step.reading, step.picture))
            costs_s.append(time.perf_counter() - before_s)
            time.sleep(max(0.0, start_s + (index + 1) / RATE_HZ - time.monotonic()))
    summary = json.loads(next(root.glob("*/summary.json")).read_text())
    return {
        "frames": summary["frames"],
        "dropped_from_the_film": summary["dropped"],
        "loop_ms_p50": round(float(np.percentile(costs_s, 50)) * 1000, 3),
        "loop_ms_p95": round(float(np.percentile(costs_s, 95)) * 1000, 3),
    }


def _annotate(clip: Path, into: Path) -> dict[str, Any]:
    """Time a whole film, the models' start included."""
    [job] = plan([clip], into, ReaderChoice("asl")).jobs
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    folder = annotate_film(job, lambda ahead: None)
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    summary = json.loads(folder.summary.read_text())
    film_s = summary["seconds"]
    return {
        "frames": summary["frames"],
        "film_seconds": film_s,
        "cpu_seconds": round(cpu_s, 2),
        "wall_seconds": round(wall_s, 2),
        "frames_a_cpu_second": round(summary["frames"] / cpu_s, 1),
        "times_real_time_a_core": round(film_s / cpu_s, 2),
        "times_real_time_a_core_at_30_fps": round(summary["frames"] / RATE_HZ / cpu_s, 2),
    }


def _finish(clip: Path, path: Path) -> dict[str, Any]:
    """Time the text, captions and summary of 54,000 events with landmarks."""
    path.mkdir()
    folder = SessionFolder(path)
    lines = [event_line(event_of(step, 0.0, True, True)) for step in _steps(clip)]
    with folder.events.open("w", encoding="utf-8") as file:
        for index, line in enumerate(islice(cycle(lines), 30 * 60 * RATE_HZ)):
            file.write(line.replace('"seconds": 0.0', f'"seconds": {index / RATE_HZ:.6f}'))
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    summary = finish_session(folder)
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    return {
        "events": summary.frames,
        "megabytes": round(folder.events.stat().st_size / 1e6, 1),
        "cpu_seconds": round(cpu_s, 2),
        "wall_seconds": round(wall_s, 2),
    }


def _steps(clip: Path) -> list[Step]:
    """Return the clip's frames at 640x480 with their readings, read once."""
    reader = open_reader(ReaderChoice("asl"))
    steps: list[Step] = []
    with FilmSource(clip) as source:
        for frame in source:
            reading: Reading = reader.read(frame)
            image: Picture = cv2.resize(frame.image, (640, 480))
            steps.append(Step(Frame(image, frame.index, frame.seconds), reading, image))
    return steps


if __name__ == "__main__":
    main()
