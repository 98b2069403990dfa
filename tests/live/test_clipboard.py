"""The clipboard's tool is chosen by what is there; text gets onto a real one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glyphcam.live.clipboard import Tool, clipboard_tools, copy_text


def names(platform: str, environment: dict[str, str], programs: set[str]) -> list[str]:
    found = clipboard_tools(
        platform, environment.get, lambda name: name if name in programs else None
    )
    return [tool.command[0] for tool in found]


@pytest.mark.parametrize(
    ("platform", "environment", "programs", "chosen"),
    [
        ("darwin", {}, {"pbcopy", "xclip"}, ["pbcopy"]),
        ("win32", {}, {"clip.exe"}, ["clip.exe"]),
        ("linux", {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, {"wl-copy"}, ["wl-copy"]),
        ("linux", {"DISPLAY": ":0"}, {"wl-copy", "xclip"}, ["xclip"]),
        ("linux", {"WSL_DISTRO_NAME": "Debian"}, {"clip.exe"}, ["clip.exe"]),
        ("linux", {}, {"xclip"}, []),
    ],
)  # fmt: skip
def test_the_tool_is_the_platforms_own(
    platform: str, environment: dict[str, str], programs: set[str], chosen: list[str]
) -> None:
    assert names(platform, environment, programs) == chosen


def test_the_tool_is_given_the_text_in_its_own_encoding(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    code = f"import sys, pathlib; pathlib.Path({str(kept)!r}).write_bytes(sys.stdin.buffer.read())"
    tool = Tool((sys.executable, "-c", code), "utf-16")
    assert copy_text("HÉLLO\nYOU", [tool]) is None
    assert kept.read_bytes().decode("utf-16") == "HÉLLO\nYOU"


def test_no_tool_and_a_broken_tool_are_said_in_a_sentence() -> None:
    said = copy_text("A", [])
    assert said is not None and "install wl-clipboard, xclip or xsel" in said
    failed = copy_text("A", [Tool((sys.executable, "-c", "raise SystemExit(3)"))])
    assert failed is not None and "ended with status 3" in failed
    missing = copy_text("A", [Tool(("no-such-program-here",))])
    assert missing is not None and "cannot be run" in missing


def test_without_any_tool_a_child_of_our_own_holds_the_text(
    display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tkinter", reason="this Python was built without tkinter")
    monkeypatch.setenv("DISPLAY", display)
    [own] = clipboard_tools("linux", os.environ.get, lambda name: None)
    assert copy_text("HELLO YOU", [own]) is None
    paste = "import tkinter; r = tkinter.Tk(); r.withdraw(); print(r.clipboard_get()); "
    # the one who takes the clipboard over sends the child home
    paste += "r.clipboard_clear(); r.clipboard_append('x'); r.update()"
    until_s = time.monotonic() + 20
    said = ""
    while said.strip() != "HELLO YOU" and time.monotonic() < until_s:
        said = subprocess.run(
            [sys.executable, "-c", paste], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    assert said.strip() == "HELLO YOU"
