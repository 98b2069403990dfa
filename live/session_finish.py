"""Finishing a session: text, captions and summary, from its events alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from glyphcam.calibration.errors import DataError
from glyphcam.live.captions import cues_of, to_srt, to_vtt
from glyphcam.live.film_mend import trim_film
from glyphcam.live.session_file import sync_folder, write_private
from glyphcam.live.session_folder import SessionFolder, all_sessions
from glyphcam.live.session_lock import is_held
from glyphcam.live.session_log import read_beats
from glyphcam.live.session_summary import Summary, summarise
from glyphcam.live.spelled import spell, text_of


def finish_session(folder: SessionFolder, stopped: str = "") -> Summary:
    """Write text, captions and, last, the summary; what a kill cut through is taken off.

    May be done again at any time: the same events give the same files.
    """
    log = read_beats(folder.events)
    if log.stop is None:
        _mend(folder, log.cut_bytes)
    words = spell(log.events)
    cues = cues_of(words)
    write_private(folder.path / "text.txt", text_of(words) + "\n")
    write_private(folder.path / "captions.vtt", to_vtt(cues))
    write_private(folder.path / "captions.srt", to_srt(cues))
    summary = summarise(log, words, stopped)
    write_private(folder.summary, summary.to_json())
    sync_folder(folder.path)
    return summary


def finish_killed(root: Path) -> Iterator[str]:
    """Finish every session under ``root`` that nobody ended or records now; say each in a line.

    One that cannot be finished is said so too, and the others are finished all the same.
    """
    for folder in all_sessions(root):
        if folder.is_finished:
            continue
        try:
            if is_held(folder.events):
                continue
            summary = finish_session(folder)
        except (DataError, OSError) as error:
            yield f"{folder.path} was not ended and cannot be finished: {error}"
        else:
            yield (
                f"{folder.path} was not ended: finished now, with {summary.seconds:.1f} s and "
                f"{summary.frames} frames"
            )


def _mend(folder: SessionFolder, cut_bytes: int) -> None:
    """Take off what a kill left half written: an event's line, a film's last frame."""
    if cut_bytes:
        _cut_tail(folder.events, cut_bytes)
    for film in (folder.video, folder.raw):
        if film.is_file():
            trim_film(film)


def _cut_tail(path: Path, count: int) -> None:
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - count)
        os.fsync(file.fileno())
