"""MediaPipe's hand networks, taken out of its last wheel that still carries them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from glyphcam.calibration.errors import DataError
from glyphcam.models.cache import TASK_NAME

WHEEL = "mediapipe==0.10.21"
"""Later wheels hold no models; 36 MB, Apache-2.0, the same networks on every platform."""

_PLATFORM, _PYTHON = "manylinux_2_28_x86_64", "3.11"


@dataclass(frozen=True, slots=True)
class SourceNetwork:
    """One tflite file: where it lies in the wheel, what MediaPipe's bundle calls it, its hash."""

    path: str
    name_in_task: str
    sha256: str


PALM = SourceNetwork(
    "mediapipe/modules/palm_detection/palm_detection_full.tflite",
    "hand_detector.tflite",
    "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54",
)
LANDMARK = SourceNetwork(
    "mediapipe/modules/hand_landmark/hand_landmark_full.tflite",
    "hand_landmarks_detector.tflite",
    "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3",
)


def fetch(network: SourceNetwork, cache: Path) -> Path:
    """Return the tflite file in ``cache``, installing the wheel in a temporary folder if absent.

    DataError where the wheel cannot be had or the file's sha256 is not the known one.
    """
    kept = cache / Path(network.path).name
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            _install_wheel(Path(folder))
            for each in (PALM, LANDMARK):
                (Path(folder) / each.path).replace(cache / Path(each.path).name)
    _check_hash(kept, network)
    return kept


def write_task(cache: Path) -> Path:
    """Write the bundle that MediaPipe's Tasks API reads into ``cache`` and return its path.

    MediaPipe maps the entries into memory: they are stored, and begin on 16 bytes.
    """
    parts = [(each.name_in_task, fetch(each, cache).read_bytes()) for each in (PALM, LANDMARK)]
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        written = Path(folder) / TASK_NAME
        with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as bundle:
            for name, content in parts:
                _add_aligned(bundle, name, content)
        return written.replace(cache / TASK_NAME)


def _add_aligned(bundle: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add ``content`` so that its first byte lies on 16; the time is fixed, so bytes repeat."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    place = (bundle.fp.tell() if bundle.fp else 0) + 30 + len(name)
    gap = -(place + 4) % 16
    entry.extra = b"\x00\xff" + gap.to_bytes(2, "little") + bytes(gap)
    bundle.writestr(entry, content)


def _install_wheel(folder: Path) -> None:
    """Unpack the wheel into ``folder`` with uv, or pip where there is no uv."""
    wanted = ["--no-deps", "--target", str(folder), "--python-version", _PYTHON, WHEEL]
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--python-platform", "x86_64-manylinux_2_28", *wanted]
    else:
        only = ["--only-binary=:all:", "--platform", _PLATFORM]
        command = [sys.executable, "-m", "pip", "install", *only, *wanted]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        reason = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise DataError(f"the wheel {WHEEL} could not be fetched, is there a network? ({reason})")


def _check_hash(path: Path, network: SourceNetwork) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != network.sha256:
        raise DataError(
            f"{path} has sha256 {found[:12]}..., not {network.sha256[:12]}...: delete it and repeat"
        )
