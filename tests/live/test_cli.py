"""The command line: lazy, quick, and one clear sentence for every mistake."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from glyphcam.live.cli import COMMANDS, SUMMARIES, main


@dataclass(frozen=True)
class Done:
    """How a command line ended: exit status and what it wrote."""

    status: int
    out: str
    err: str


@pytest.fixture
def glyphcam(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """The command line run in this process, through its own door."""

    def run(*words: str) -> Done:
        with pytest.raises(SystemExit) as left:
            main(words)
        shown = capsys.readouterr()
        return Done(int(left.value.code or 0), shown.out, shown.err)

    return run


def test_help_lists_every_command_with_a_line(glyphcam: Callable[..., Done]) -> None:
    shown = glyphcam("--help").out
    assert set(SUMMARIES) == set(COMMANDS)
    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []


def test_help_imports_neither_opencv_nor_onnxruntime_nor_a_training_library() -> None:
    code = (
        "import sys\nfrom glyphcam.live.cli import glyphcam\n"
        "glyphcam.main(['--help'], standalone_mode=False)\n"
        "heavy = {'cv2', 'onnxruntime', 'numpy', 'tensorflow', 'sklearn'} & set(sys.modules)\n"
        "sys.exit(f'heavy: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, glyphcam: Callable[..., Done]) -> None:
    done = glyphcam(name, "--help")
    assert done.status == 0
    assert done.out.startswith(f"Usage: glyphcam {name}") and len(done.out.splitlines()) > 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["semaphore"], "No such command 'semaphore'"),
        (["live", "semaphore"], "'semaphore' is not one of"),
        (["read", "asl"], "Missing argument 'PICTURE...'"),
        (["read", "asl", "no-such.jpg"], "there is no picture no-such.jpg"),
        (["live", "asl", "--source", "no-such.mp4", "--no-window"], "there is no source"),
        (["live", "asl", "--source", "no-such.mp4", "--model", "cat"], "no model kind 'cat'"),
        (["annotate", "asl", "no-such.mp4"], "no-such.mp4"),
    ],
)
def test_a_mistake_gets_one_sentence_and_status_2(
    words: Sequence[str], sentence: str, glyphcam: Callable[..., Done]
) -> None:
    done = glyphcam(*words)
    assert done.status == 2
    assert sentence in done.err
    assert done.out == ""


def test_the_installed_command_ends_with_status_2_and_no_traceback() -> None:
    command = Path(sys.executable).with_name("glyphcam")
    done = subprocess.run(
        [command, "read", "asl", "no"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr == "glyphcam: there is no picture no\n"
