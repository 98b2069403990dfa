"""Speaking happens in another process; what goes wrong there is said, once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from glyphcam.live.speech import NO_VOICE, Speaker, Voice, find_voice


def wait_for(is_done: Callable[[], bool]) -> None:
    until_s = time.monotonic() + 20
    while not is_done() and time.monotonic() < until_s:
        time.sleep(0.01)  # another process: there is nothing to wait on
    assert is_done()


@pytest.mark.parametrize(
    ("platform", "programs", "has_pyttsx3", "chosen"),
    [
        ("linux", {"espeak-ng"}, True, sys.executable),
        ("linux", {"spd-say", "espeak-ng"}, False, "spd-say"),
        ("linux", {"espeak"}, False, "espeak"),
        ("darwin", {"say"}, False, "say"),
        ("win32", {"powershell"}, False, "powershell"),
    ],
)
def test_the_voice_is_the_extras_or_the_platforms(
    platform: str, programs: set[str], has_pyttsx3: bool, chosen: str
) -> None:
    voice = find_voice(platform, lambda name: name if name in programs else None, has_pyttsx3)
    assert voice is not None and voice.command[0] == chosen


def test_no_voice_is_said_with_what_to_install() -> None:
    assert find_voice("linux", lambda name: None, False) is None
    assert "glyphcam[speak]" in NO_VOICE and "espeak-ng" in NO_VOICE


def test_the_text_reaches_the_voice(tmp_path: Path) -> None:
    said = tmp_path / "said"
    code = f"import sys, pathlib; pathlib.Path({str(said)!r}).write_text(sys.stdin.read())"
    with Speaker(Voice((sys.executable, "-c", code))) as speaker:
        assert speaker.say("hello you") is None
        wait_for(lambda: said.is_file() and said.read_text() == "hello you")
        wait_for(lambda: speaker._process is None or speaker._process.poll() is not None)
        assert speaker.trouble() is None


def test_a_voice_that_fails_is_told_once() -> None:
    with Speaker(Voice((sys.executable, "-c", "raise SystemExit(1)"))) as speaker:
        speaker.say("hello")
        process = speaker._process
        assert process is not None
        process.wait(20)
        said = speaker.trouble()
        assert said is not None and "the voice failed" in said
        assert speaker.trouble() is None


def test_a_voice_that_cannot_be_run_is_a_sentence() -> None:
    with Speaker(Voice(("no-such-program-here",))) as speaker:
        said = speaker.say("hello")
    assert said is not None and "cannot be run" in said


def test_a_new_text_and_the_end_silence_the_voice() -> None:
    with Speaker(Voice((sys.executable, "-c", "import time; time.sleep(600)"))) as speaker:
        speaker.say("one")
        first = speaker._process
        speaker.say("two")
        second = speaker._process
    assert first is not None and second is not None
    assert first.poll() is not None and second.poll() is not None
