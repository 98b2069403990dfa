"""How fast the live app is: a clip played as a 30 fps camera, each stage timed, for both engines.

    python benchmarks/live_bench.py [--clip FILE] [--seconds 30] [--minutes 10] [--out FILE]

Each engine runs in a process of its own, so that its memory and its processor time are its own.
``--minutes`` runs the default engine that long and reports how its memory grows.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

ENGINES = ("onnx", "mediapipe")
HERE = Path(__file__).parent
CLIP = HERE.parent.parent / "shared" / "data" / "clips" / "lolzorus_SIGN.mp4"
WARM_UP_FRAMES = 30
"""Not counted: caches, and the first look for the hand."""


class Stopwatch:
    """Milliseconds of every call, by stage; nothing is kept before ``start``.

    Two clocks: the wall's, which is what the person feels, and the thread's own processor time,
    which does not mind what else the machine is doing.
    """

    def __init__(self) -> None:
        self.taken: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self._is_running = False

    def start(self) -> None:
        """Begin to keep times."""
        self._is_running = True

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``call``, each of its runs noted under ``stage``."""

        def run(*arguments: Any) -> Any:
            wall_s, cpu_s = time.perf_counter(), time.thread_time()
            result = call(*arguments)
            self.note(stage, time.perf_counter() - wall_s, time.thread_time() - cpu_s)
            return result

        return run

    def note(self, stage: str, wall_s: float, cpu_s: float) -> None:
        """Keep one run of a stage."""
        if self._is_running:
            self.taken[stage].append((wall_s * 1000, cpu_s * 1000))

    def spreads(self) -> dict[str, dict[str, float]]:
        """Return each stage's p50 and p95 by the wall, and p50 of processor time."""
        return {
            stage: _spread([wall for wall, _ in times])
            | {"cpu_p50": round(float(np.median([cpu for _, cpu in times])), 3)}
            for stage, times in self.taken.items()
        }


def measure(engine: str, clip: Path, seconds: float) -> dict[str, Any]:
    """Run the real reader and overlay on ``clip`` as a camera for ``seconds``."""
    from glyphcam.live.camera import Camera

    watch = Stopwatch()
    reader, overlay = _timed_parts(watch, engine)
    step = watch.timed("whole frame", lambda frame: overlay(frame, reader.read(frame)))
    ages_ms: list[float] = []
    memory_mb: list[float] = []
    camera = Camera(lambda: _timed_film(watch, clip), clip.name, lambda: f"no frame of {clip}")
    with camera:
        for frame in islice(camera, WARM_UP_FRAMES):
            step(frame)
        watch.start()
        begun_s, cpu_s, dropped = time.perf_counter(), time.process_time(), camera.dropped
        while time.perf_counter() - begun_s < seconds:
            frame = next(camera)
            step(frame)
            ages_ms.append((time.monotonic() - (frame.captured_s or 0.0)) * 1000)
            if len(ages_ms) % 300 == 0:
                memory_mb.append(_memory_mb())
        wall_s = time.perf_counter() - begun_s
        cpu_share = (time.process_time() - cpu_s) / wall_s
        dropped = camera.dropped - dropped
    return {
        "stages_ms": watch.spreads(),
        "frame_age_at_display_ms": _spread(ages_ms),
        "frames": len(ages_ms),
        "frames_dropped": dropped,
        "frames_a_second": round(len(ages_ms) / wall_s, 2),
        "cpu_of_one_core_percent": round(100 * cpu_share, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "memory_every_300_frames_mb": memory_mb,
    }


def _timed_parts(watch: Stopwatch, engine: str) -> tuple[Any, Any]:
    """Open the reader and overlay that `glyphcam live` opens, each of their stages timed."""
    from glyphcam.live import hand_reader
    from glyphcam.live.open_reader import ReaderChoice, open_reader
    from glyphcam.live.overlay import Overlay
    from glyphcam.live.view import View

    reader: Any = open_reader(ReaderChoice("asl", hands=engine))
    hand_reader.observe_hand = watch.timed("patch", hand_reader.observe_hand)
    reader._tracker.track = watch.timed("hand", reader._tracker.track)
    reader._network = _Timed(reader._network, "recognise", watch, "network")
    reader._smoother.update = watch.timed("steady", reader._smoother.update)
    overlay = Overlay(View(is_mirrored=True, has_keys=True), "American Sign Language letters")
    return reader, watch.timed("overlay", overlay)


class _Timed:
    """Something with one of its methods timed, where its slots let no attribute be set."""

    def __init__(self, inner: object, name: str, watch: Stopwatch, stage: str) -> None:
        self._inner = inner
        setattr(self, name, watch.timed(stage, getattr(inner, name)))

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


def _timed_film(watch: Stopwatch, clip: Path) -> Any:
    """Return the clip as a camera whose decoding, not its waiting, counts as capture."""
    from glyphcam.live.paced import PacedCapture

    waited: list[float] = []

    def wait(seconds: float) -> None:
        start_s = time.perf_counter()
        time.sleep(seconds)
        waited.append(time.perf_counter() - start_s)

    film = PacedCapture(clip, wait=wait)
    read = film.read

    def timed_read() -> Any:
        waited.clear()
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        result = read()
        wall_s = time.perf_counter() - wall_s - sum(waited)
        watch.note("capture", wall_s, time.thread_time() - cpu_s)
        return result

    film.read = timed_read  # type: ignore[method-assign]
    return film


def _spread(times: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(times, [50, 95])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}


def _memory_mb() -> float:
    """Return the resident memory now, in MiB; 0 where /proc is not there to say."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return 0.0
    return round(int(statm.read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20, 1)


def start_times(engine: str, clip: Path) -> dict[str, float]:
    """Return seconds from the shell's Enter to the first frame and to the first answer.

    Processor seconds are those until the first answer.
    """
    glyphcam = Path(sys.executable).with_name("glyphcam")
    command = [str(glyphcam), "live", "asl", "--source", str(clip)]
    command += ["--hands", engine, "--no-window", "--json"]
    start_s = time.perf_counter()
    times: dict[str, float] = {}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        times.setdefault("first_frame_s", round(time.perf_counter() - start_s, 3))
        if json.loads(line)["label"] is not None:
            times["first_answer_s"] = round(time.perf_counter() - start_s, 3)
            break
    process.kill()
    usage = os.wait4(process.pid, 0)[2]
    times["start_cpu_s"] = round(usage.ru_utime + usage.ru_stime, 3)
    return times


def in_own_process(engine: str, clip: Path, seconds: float) -> dict[str, Any]:
    """Run ``measure`` in a fresh process and return what it found."""
    command = [sys.executable, __file__, "--engine", engine, "--clip", str(clip)]
    run = subprocess.run(
        [*command, "--seconds", str(seconds)], check=False, capture_output=True, text=True
    )
    if run.returncode:
        return {"not_measured": run.stderr.strip().splitlines()[-1]}
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def growth_mb(memory_mb: list[float]) -> float:
    """Return the last fifth's median less that of the second fifth: the first one warms up."""
    fifth = max(1, len(memory_mb) // 5)
    early, late = memory_mb[fifth : 2 * fifth], memory_mb[-fifth:]
    return round(float(np.median(late) - np.median(early)), 1)


def machine() -> dict[str, Any]:
    """Return what the figures were measured on, and how busy it was."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_at_start": load,
    }


def main() -> None:
    """Measure what the arguments ask for and write or print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clip", type=Path, default=CLIP)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--minutes", type=float, default=0.0, help="soak the default engine")
    parser.add_argument("--engine", choices=ENGINES, help="one engine, in this process")
    parser.add_argument("--out", type=Path, default=HERE / "live.json")
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(measure(options.engine, options.clip, options.seconds)))
    elif options.minutes:
        _soak(options)
    else:
        _bench(options)


def _bench(options: argparse.Namespace) -> None:
    found: dict[str, Any] = {"machine": machine(), "clip": options.clip.name, "engines": {}}
    for engine in ENGINES:
        starts = start_times(engine, options.clip)
        found["engines"][engine] = starts | in_own_process(engine, options.clip, options.seconds)
        print(f"{engine}: {json.dumps(found['engines'][engine], indent=1)}")
    _write(options.out, "bench", found)


def _soak(options: argparse.Namespace) -> None:
    found = in_own_process(ENGINES[0], options.clip, options.minutes * 60)
    if "not_measured" in found:
        sys.exit(found["not_measured"])
    growth = growth_mb(found["memory_every_300_frames_mb"])
    print(f"memory grew by {growth} MB in {options.minutes:g} minutes")
    soak = {"minutes": options.minutes, "growth_mb": growth, "machine": machine(), **found}
    _write(options.out, "soak", soak)


def _write(path: Path, part: str, found: dict[str, Any]) -> None:
    """Put one part into the JSON file and leave the other as it is."""
    before = json.loads(path.read_text()) if path.is_file() else {}
    path.write_text(json.dumps(before | {part: found}, indent=1) + "\n")
    print(f"written to {path}")


if __name__ == "__main__":
    main()
