"""The cache folder is the chosen one, or the platform's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from glyphcam.models.cache import cache_folder


def test_the_chosen_folder_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GLYPHCAM_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


@pytest.mark.parametrize(("platform", "variable", "expected"), [
    ("linux", "XDG_CACHE_HOME", "chosen/glyphcam"),
    ("win32", "LOCALAPPDATA", "chosen/glyphcam"),
])  # fmt: skip
def test_the_platforms_variable_counts(
    monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, expected: str
) -> None:
    monkeypatch.delenv("GLYPHCAM_CACHE", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, "chosen")
    assert cache_folder() == Path(expected)


def test_without_any_it_lies_in_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("GLYPHCAM_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    assert Path.home() in cache_folder().parents
