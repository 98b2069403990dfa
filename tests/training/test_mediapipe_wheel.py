"""MediaPipe's bundle is written as MediaPipe maps it, and repeats byte for byte."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from glyphcam.training import mediapipe_wheel
from glyphcam.training.mediapipe_wheel import SourceNetwork, write_task

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that already holds two tiny files in the networks' place."""
    one = SourceNetwork("x/one.tflite", "first.tflite", ABC)
    two = SourceNetwork("x/two.tflite", "second.tflite", EMPTY)
    monkeypatch.setattr(mediapipe_wheel, "PALM", one)
    monkeypatch.setattr(mediapipe_wheel, "LANDMARK", two)
    (tmp_path / "one.tflite").write_bytes(b"abc")
    (tmp_path / "two.tflite").write_bytes(b"")
    return tmp_path


def test_entries_are_stored_and_begin_on_sixteen_bytes(cache: Path) -> None:
    task = write_task(cache)
    raw = task.read_bytes()
    with zipfile.ZipFile(task) as bundle:
        assert bundle.testzip() is None
        assert bundle.read("first.tflite") == b"abc"
        for entry in bundle.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            name, extra = (
                int.from_bytes(raw[entry.header_offset + at :][:2], "little") for at in (26, 28)
            )
            assert (entry.header_offset + 30 + name + extra) % 16 == 0


def test_the_bundle_repeats_byte_for_byte(cache: Path) -> None:
    first = write_task(cache).read_bytes()
    assert write_task(cache).read_bytes() == first
