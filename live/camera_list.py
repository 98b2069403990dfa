"""Which cameras really deliver frames: each is opened and watched for a moment, never for ever."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from glyphcam.live.camera_reader import closing_after, read_picture
from glyphcam.live.capture import Device, OpenCapture

WATCHED_FRAMES = 15
"""How many frames the rate is measured on; the first, which takes the opening, is not counted."""

PROBE_LIMIT_S = 10.0
"""A driver that hangs is left to itself after this long."""

GUESSED = 4
"""Off Linux cameras have no files to look for: so many numbers are tried."""


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A camera that gave frames: what to type for it, its name, picture size and rate."""

    address: str
    name: str
    size_wh: tuple[int, int]
    rate_hz: float


def likely_addresses(devices: Path = Path("/dev")) -> tuple[str, ...]:
    """Return what may be a camera, as text for --source, most likely first."""
    if sys.platform != "linux":
        return tuple(str(index) for index in range(GUESSED))
    numbers = (path.name.removeprefix("video") for path in devices.glob("video*"))
    return tuple(str(n) for n in sorted(int(text) for text in numbers if text.isdecimal()))


def found_cameras(
    addresses: tuple[str, ...],
    opener: Callable[[str], OpenCapture] = lambda address: Device(int(address)),
    limit_s: float = PROBE_LIMIT_S,
) -> Iterator[FoundCamera]:
    """Yield those of ``addresses`` that deliver frames, each tried for at most ``limit_s``."""
    for address in addresses:
        found = _within(limit_s, lambda at=address: _watched(at, opener(at)))  # type: ignore[misc]
        if found is not None:
            yield found


def _within(limit_s: float, probe: Callable[[], FoundCamera | None]) -> FoundCamera | None:
    """Return the probe's answer, or None where it hangs; its thread is then left to its driver."""
    answer: queue.SimpleQueue[FoundCamera | None] = queue.SimpleQueue()
    threading.Thread(target=lambda: answer.put(probe()), name="camera probe", daemon=True).start()
    try:
        return answer.get(timeout=limit_s)
    except queue.Empty:
        return None


def _watched(address: str, open_capture: OpenCapture) -> FoundCamera | None:
    with closing_after(open_capture()) as capture:
        first = read_picture(capture)
        if first is None:
            return None
        start_s = time.monotonic()
        count = sum(read_picture(capture) is not None for _ in range(WATCHED_FRAMES))
        rate_hz = count / max(time.monotonic() - start_s, 1e-6)
        height, width = first.shape[:2]
        return FoundCamera(address, _name(address), (width, height), rate_hz)


def _name(address: str) -> str:
    """Return the driver's name for the camera, where the system shows it."""
    shown = Path(f"/sys/class/video4linux/video{address}/name")
    return shown.read_text().strip() if shown.is_file() else f"camera {address}"
