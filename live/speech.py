"""Text spoken aloud in a process of its own: a voice that hangs holds nothing up."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from types import TracebackType

Which = Callable[[str], str | None]
"""Finds a program: ``shutil.which``."""

NO_VOICE = "no voice here: pip install 'glyphcam[speak]', or install espeak-ng"


@dataclass(frozen=True, slots=True)
class Voice:
    """A program that speaks its standard input, or its last argument where ``is_argument``."""

    command: tuple[str, ...]
    is_argument: bool = False


_PYTTSX3 = Voice((sys.executable, "-m", "glyphcam.live.speech_child"))
_SAPI = (
    "Add-Type -AssemblyName System.Speech; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)
_PLATFORM = {
    "darwin": (Voice(("say",)),),
    "win32": (Voice(("powershell", "-NoProfile", "-Command", _SAPI)),),
}
_LINUX = (
    Voice(("spd-say", "--wait", "--"), is_argument=True),
    Voice(("espeak-ng", "--stdin")),
    Voice(("espeak", "--stdin")),
)


def find_voice(platform: str, which: Which, has_pyttsx3: bool) -> Voice | None:
    """Return what can speak here: the extra's voice if it is installed, else the platform's."""
    if has_pyttsx3:
        return _PYTTSX3
    own = _PLATFORM.get(platform, _LINUX)
    return next((voice for voice in own if which(voice.command[0])), None)


class Speaker:
    """Speaks one text at a time; use it in a ``with``. A new text silences the old one."""

    def __init__(self, voice: Voice | None = None) -> None:
        """Without ``voice`` the one that is found here is taken."""
        self._voice = voice
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Speaker:
        """Nothing is started before something is to be said."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Fall silent."""
        self._stop()

    def say(self, text: str) -> str | None:
        """Begin to speak ``text``; return None, or a sentence that says why it cannot."""
        self._stop()
        voice = self._voice or find_voice(sys.platform, shutil.which, _has_pyttsx3())
        if voice is None:
            return NO_VOICE
        command = (*voice.command, text) if voice.is_argument else voice.command
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            return f"nothing is spoken: {voice.command[0]} cannot be run ({error.strerror})"
        _hand_over(self._process, "" if voice.is_argument else text)
        return None

    def trouble(self) -> str | None:
        """Return a sentence, once, where the voice has failed since it was last asked."""
        process = self._process
        if process is None or process.poll() is None:
            return None
        self._process = None
        if process.returncode == 0:
            return None
        return "the voice failed: install espeak-ng, which pyttsx3 needs on Linux"

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _has_pyttsx3() -> bool:
    return find_spec("pyttsx3") is not None


def _hand_over(process: subprocess.Popen[bytes], text: str) -> None:
    """Write the text, a line at most, and close; a voice that is gone is noticed by its status."""
    stdin = process.stdin
    if stdin is None:
        return
    try:
        stdin.write(text.encode())
        stdin.close()
    except BrokenPipeError:
        return
