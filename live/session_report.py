"""One HTML page of a session: film, timeline, letters a minute, unsure moments, confusions."""

from __future__ import annotations

import base64
import html
import json
import os
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from string import Template

import cv2
import numpy as np

from glyphcam.live.captions import cues_of
from glyphcam.live.frame import Picture
from glyphcam.live.replay_picture import ReplayPictures
from glyphcam.live.session_confusions import Confusion, confusions
from glyphcam.live.session_event import Event
from glyphcam.live.session_facts import SessionFacts, read_facts
from glyphcam.live.session_file import write_private
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import SessionLog, read_log
from glyphcam.live.session_summary import Summary, Unsure, read_summary, summarise
from glyphcam.live.session_timeline import timeline_svg
from glyphcam.live.spelled import spell

MOST_MOMENTS = 12
"""How many unsure moments get a picture: the longest ones."""

PICTURE_WIDTH = 300


def write_report(folder: SessionFolder, path: Path) -> None:
    """Write the page; the film is linked, the pictures are inside. DataError for broken events."""
    link = os.path.relpath(folder.video.resolve(), path.resolve().parent)
    write_private(path, report_page(folder, Path(link).as_posix()))


def report_page(folder: SessionFolder, film: str) -> str:
    """Return the page, whose film is at the address ``film``; DataError for broken events."""
    facts, log = read_facts(folder.facts), read_log(folder.events)
    words = spell(log.events)
    summary = read_summary(folder.summary) if folder.is_finished else summarise(log, words)
    template = Template(Path(__file__).with_name("session_report.html").read_text("utf-8"))
    return template.substitute(
        title=html.escape(folder.name),
        facts=_facts_line(facts, summary),
        text=html.escape(summary.text) or "nothing was spelled",
        film=_film_tag(folder, film),
        figures=_figures(summary),
        timeline=timeline_svg(log.events, words, log.seconds),
        moments=_moments(folder, log.events, _longest(summary.unsure_moments)),
        confusions=_confusion_rows(confusions(log.events)),
        models=_models(log),
        cues=_as_script([[c.start_s, c.end_s, c.text] for c in cues_of(words)]),
    )


def _longest(moments: Sequence[Unsure]) -> list[Unsure]:
    return sorted(moments, key=lambda moment: moment.start_s - moment.end_s)[:MOST_MOMENTS]


def _facts_line(facts: SessionFacts, summary: Summary) -> str:
    parts = [
        f"{facts.recogniser} from {facts.source}",
        f"{facts.started:%d %B %Y, %H:%M}",
        f"by {facts.who}" if facts.who else "",
        "the program was killed while it recorded" if summary.is_killed else summary.stopped,
    ]
    return " &middot; ".join(html.escape(part) for part in parts if part)


def _film_tag(folder: SessionFolder, film: str) -> str:
    if not folder.video.is_file():
        return '<p class="none">No pictures were kept of this session.</p>'
    return f'<video id="film" controls preload="auto" src="{html.escape(film)}"></video>'


def _figures(summary: Summary) -> str:
    share = summary.unsure / max(1, summary.frames)
    figures = (
        (f"{summary.seconds:.1f} s", "long"),
        (f"{summary.frames}", "frames"),
        (f"{summary.dropped}", "dropped from the film"),
        (f"{summary.letters}", "letters"),
        (f"{summary.letters_a_minute:.1f}", "letters a minute"),
        (f"{share:.0%}", "of frames unsure"),
    )
    return "".join(f"<div><b>{value}</b><span>{name}</span></div>" for value, name in figures)


def _moments(folder: SessionFolder, events: Sequence[Event], moments: Sequence[Unsure]) -> str:
    """Return a figure a moment, with the picture of its middle, or the landmarks of it alone."""
    if not moments:
        return '<p class="none">There were none longer than 0.2 s.</p>'
    times = [event.seconds for event in events]
    with ReplayPictures(folder) as pictures:
        figures = []
        for moment in moments:
            middle = events[bisect_left(times, (moment.start_s + moment.end_s) / 2)]
            figures.append(_moment(moment, pictures.of(middle, "")))
    return "".join(figures)


def _moment(moment: Unsure, picture: Picture) -> str:
    said = f"{moment.start_s:.1f} s, for {moment.end_s - moment.start_s:.1f} s"
    label = html.escape(moment.label.rstrip("?"))
    return (
        f'<figure data-s="{moment.start_s:.3f}"><img alt="" src="{_data_url(picture)}">'
        f"<figcaption><b>{label}?</b> at {said}</figcaption></figure>"
    )


def _data_url(picture: Picture) -> str:
    height = round(picture.shape[0] * PICTURE_WIDTH / picture.shape[1])
    small = cv2.resize(picture, (PICTURE_WIDTH, height), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return f"data:image/jpeg;base64,{base64.b64encode(np.asarray(jpeg).tobytes()).decode()}"


def _confusion_rows(found: Sequence[Confusion]) -> str:
    if not found:
        return '<p class="none">No two letters were close.</p>'
    rows = "".join(
        f'<tr data-s="{one.first_s:.3f}"><td>{html.escape(one.label)}</td>'
        f"<td>{html.escape(one.other)}</td><td>{one.frames}</td><td>{one.first_s:.1f} s</td></tr>"
        for one in found[:MOST_MOMENTS]
    )
    head = "<tr><th colspan=2>letters</th><th>frames</th><th>first at</th></tr>"
    return f"<table>{head}{rows}</table>"


def _models(log: SessionLog[Event]) -> str:
    said = [
        f"{m.file}, SHA-256 {m.sha256[:12]}, unsure below {m.threshold:.2f}" for m in log.models
    ]
    return html.escape("; ".join(said)) or "not noted"


def _as_script(value: object) -> str:
    """Return JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
