"""An uploaded film: annotated in a process of its own, with captions, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2

from glyphcam.calibration.errors import SourceError
from glyphcam.live.annotate_plan import plan
from glyphcam.live.annotate_pool import Progress, annotate_all
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.quiet import hush
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_summary import read_summary
from glyphcam.live.web_result import Shown, answer, block, film

FILM_SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v")

Keep = Callable[[Path, Path], str]
"""Keeps a film and its captions, and returns the address they are played from."""

MOST_FRAMES = 30 * 60 * 10
"""Ten minutes at 30 a second: some four minutes of work on one core."""


def show_film(path: Path, choice: ReaderChoice, into: Path, keep: Keep) -> Iterator[float | Shown]:
    """Yield how much of the film is read, 0 to 1, and at the end what is shown of it.

    SourceError where it is no film that can be read or is too long. Whoever stops asking ends the
    process. The session goes into the folder ``into``; ``keep`` keeps its film to be played.
    """
    _refuse_long(path)
    planned = plan([path], into, choice)
    for news in annotate_all(planned.jobs, 1):
        if isinstance(news, Progress):
            yield news.ahead.frames / max(news.ahead.count or 1, news.ahead.frames)
        elif news.error is not None:
            raise SourceError(news.error)
    yield _shown(SessionFolder(planned.jobs[0].folder), keep)


def _shown(folder: SessionFolder, keep: Keep) -> Shown:
    summary = read_summary(folder.summary)
    words = summary.text.strip() or "nothing"
    beside = f"{summary.seconds:.1f} s, {summary.letters} letters"
    files = ("video.mp4", "captions.srt", "captions.vtt", "text.txt", "events.jsonl")
    kept = tuple(folder.path / name for name in files if (folder.path / name).is_file())
    said = answer(words, beside, not summary.text.strip())
    player = (
        film(keep(folder.video, folder.path / "captions.vtt")) if folder.video.is_file() else ""
    )
    return Shown(block(said, player), files=kept)


def _refuse_long(path: Path) -> None:
    hush()
    opened = cv2.VideoCapture(str(path))
    try:
        frames = opened.get(cv2.CAP_PROP_FRAME_COUNT)
    finally:
        opened.release()
    if frames > MOST_FRAMES:
        raise SourceError(f"{path.name} has {frames:.0f} frames: at most {MOST_FRAMES} are taken")
