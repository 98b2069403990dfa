"""How steadily the page Live answers: headless Chromium, a film as its 30 fps webcam, two cores.

    python benchmarks/live_page_bench.py [--clip FILE] [--seconds 20] [--out FILE]

Measured alone, and beside a client that sends frames and never takes an answer. Server, browser and
this program share the machine, as they do for a person at one computer. The load average stands
beside the figures: above the number of cores others were at work too, and the processor time of an
answer is what holds then. It is that of the server's processes and of the browser's together, which
also plays the film and would draw to a screen: Chromium has no graphics card here.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2

HERE = Path(__file__).parent
CLIP = HERE.parent.parent / "shared" / "data" / "clips" / "seeeeeeel_WORLD.mp4"
WARM_UP_S = 4


@contextmanager
def serving() -> Iterator[str]:
    """Yield the address of `glyphcam serve` with its defaults."""
    code = "from glyphcam.live.cli import main; main(['serve', '--port', '0'])"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        found = re.search(r"127\.0\.0\.1:\d+", process.stdout.readline())
        assert found is not None
        yield found[0]
        process.terminate()


@contextmanager
def page_of(address: str, film: Path) -> Iterator[Any]:
    """Yield the page Live, its camera started."""
    from playwright.sync_api import sync_playwright

    webcam = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    with sync_playwright() as play:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", *webcam])
        page = browser.new_page()
        page.goto(f"http://{address}/pages/live")
        page.click("#go")
        page.wait_for_function("glyphcam.answers > 0", timeout=60_000)
        yield page
        browser.close()


@contextmanager
def slow_client(address: str, jpeg: bytes) -> Iterator[None]:
    """Send frames 30 times a second from a thread, and take no answer."""
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect

    is_over = threading.Event()

    def send() -> None:
        with connect(f"ws://{address}/live?recogniser=asl", max_queue=1) as socket:
            while not is_over.wait(1 / 30):
                try:
                    socket.send(jpeg)
                except ConnectionClosed:
                    return

    thread = threading.Thread(target=send, name="slow client", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()


def processor_s(root: int) -> float:
    """Return the seconds of processor time of this program's children and theirs (Linux only)."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(words[1])
            ticks[int(stat.parent.name)] = int(words[11]) + int(words[12])
    family = {root}
    while grown := {one for one, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(ticks[one] for one in family - {root}) / os.sysconf("SC_CLK_TCK")


def measure(page: Any, seconds: int) -> dict[str, float]:
    """Return answers a second (median and worst second), the delay shown, and what one costs."""
    time.sleep(WARM_UP_S)
    rates, delays, used_s = [], [], processor_s(os.getpid())
    first = page.evaluate("glyphcam.answers")
    count, began_s = page.evaluate("glyphcam.answers"), time.perf_counter()
    for _ in range(seconds):
        time.sleep(1)
        now, delay_ms = page.evaluate("[glyphcam.answers, glyphcam.delay]")
        now_s = time.perf_counter()
        rates.append((now - count) / (now_s - began_s))
        delays.append(delay_ms)
        count, began_s = now, now_s
    return {
        "answers_a_second_p50": round(statistics.median(rates), 1),
        "answers_a_second_worst": round(min(rates), 1),
        "delay_ms_p50": round(statistics.median(delays), 1),
        "delay_ms_worst": round(max(delays), 1),
        "processor_ms_an_answer": round(
            1000 * (processor_s(os.getpid()) - used_s) / max(1, count - first), 1
        ),
        "load_average": round(os.getloadavg()[0], 1),
    }


def write_mjpeg(clip: Path, film: Path) -> bytes:
    """Write a clip as JPEGs one after another, which Chromium plays at 30 fps; return the last."""
    source = cv2.VideoCapture(str(clip))
    jpeg = b""
    with film.open("wb") as out:
        while (frame := source.read()[1]) is not None:
            jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
            out.write(jpeg * 2)
    source.release()
    return jpeg


def main() -> None:
    """Measure, print and perhaps keep."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--clip", type=Path, default=CLIP)
    words.add_argument("--seconds", type=int, default=20)
    words.add_argument("--out", type=Path)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "webcam.mjpeg"
        jpeg = write_mjpeg(asked.clip, film)
        with serving() as address, page_of(address, film) as page:
            found = {"alone": measure(page, asked.seconds)}
            with slow_client(address, jpeg):
                found["beside a slow client"] = measure(page, asked.seconds)
    text = json.dumps({"cores": os.cpu_count(), **found}, indent=2)
    print(text)
    if asked.out is not None:
        asked.out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
