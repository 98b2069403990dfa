"""Text onto the system's clipboard, by the platform's own tool: nothing is installed for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Which = Callable[[str], str | None]
"""Finds a program: ``shutil.which``."""

TIMEOUT_S = 3.0

NO_TOOL = "nothing was copied: install wl-clipboard, xclip or xsel, which put text on the clipboard"


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that takes the clipboard's text on its standard input."""

    command: tuple[str, ...]
    encoding: str = "utf-8"


_WAYLAND = Tool(("wl-copy",))
_X = (Tool(("xclip", "-selection", "clipboard")), Tool(("xsel", "--clipboard", "--input")))
_MAC = Tool(("pbcopy",))
_WINDOWS = Tool(("clip.exe",), "utf-16")
_TK = Tool((sys.executable, "-m", "glyphcam.live.clipboard_owner"))


def copy_text(text: str, tools: Sequence[Tool] | None = None) -> str | None:
    """Put ``text`` on the clipboard; return None, or a sentence that says why it is not there."""
    if tools is None:
        tools = clipboard_tools(sys.platform, os.environ.get, shutil.which)
    trouble = NO_TOOL
    for tool in tools:
        problem = _run(tool, text)
        if problem is None:
            return None
        trouble = f"nothing was copied: {tool.command[0]} {problem}"
    return trouble


def clipboard_tools(
    platform: str, environment: Callable[[str], str | None], which: Which
) -> tuple[Tool, ...]:
    """Return the tools that can work here, best first.

    Without any on Linux a child process of our own holds the text, as those tools do, where
    Python has tkinter.
    """
    wanted = _wanted(platform, environment)
    found = tuple(tool for tool in wanted if which(tool.command[0]))
    if found or platform != "linux" or not environment("DISPLAY") or not _has_tkinter():
        return found
    return (_TK,)


def _wanted(platform: str, environment: Callable[[str], str | None]) -> tuple[Tool, ...]:
    if platform == "darwin":
        return (_MAC,)
    if platform == "win32":
        return (_WINDOWS,)
    wayland = (_WAYLAND,) if environment("WAYLAND_DISPLAY") else ()
    x = _X if environment("DISPLAY") else ()
    return (*wayland, *x, *((_WINDOWS,) if environment("WSL_DISTRO_NAME") else ()))


def _has_tkinter() -> bool:
    from importlib.util import find_spec

    return find_spec("tkinter") is not None and find_spec("_tkinter") is not None


def _run(tool: Tool, text: str) -> str | None:
    """Run the tool; return what went wrong. A child of it holds the text on: no pipes to it."""
    try:
        process = subprocess.Popen(
            tool.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"cannot be run ({error.strerror})"
    try:
        process.communicate(text.encode(tool.encoding), timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return f"did not answer within {TIMEOUT_S:.0f} s"
    return None if process.returncode == 0 else f"ended with status {process.returncode}"
