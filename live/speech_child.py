"""Speaks its standard input with pyttsx3: ``python -m glyphcam.live.speech_child``.

In a process of its own, because pyttsx3 wants the main thread on macOS and now and then hangs.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Speak, and end with status 1 where there is no voice, without a traceback."""
    from importlib import import_module

    pyttsx3 = import_module("pyttsx3")
    text = sys.stdin.buffer.read().decode()
    try:
        engine = pyttsx3.init()
        engine.say(text)
        engine.runAndWait()
    except (RuntimeError, OSError, ImportError, ReferenceError):
        sys.exit(1)


if __name__ == "__main__":
    main()
