"""The page Sessions: what was recorded, a report of each, and its film."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from glyphcam.calibration.errors import DataError
from glyphcam.live.session_facts import SessionFacts, read_facts
from glyphcam.live.session_folder import SessionFolder, all_sessions
from glyphcam.live.session_lock import is_held
from glyphcam.live.session_report import report_page
from glyphcam.live.session_summary import Summary, read_summary
from glyphcam.live.web_shell import PREFIX, page, style, top

if TYPE_CHECKING:
    from fastapi import APIRouter
    from fastapi.responses import FileResponse, HTMLResponse

HERE = f"{PREFIX}/sessions"


def router(root: Path) -> APIRouter:
    """Return the pages of the sessions under ``root``; nothing else is ever served from there."""
    from fastapi import APIRouter, HTTPException
    from fastapi.responses import FileResponse, HTMLResponse

    routes = APIRouter(include_in_schema=False)

    def found(name: str) -> SessionFolder:
        for folder in all_sessions(root):
            if folder.name == name:
                return folder
        raise HTTPException(404, "there is no such session")

    @routes.get(HERE)
    def sessions() -> HTMLResponse:
        return page("Sessions", _list(all_sessions(root)))

    @routes.get(f"{HERE}/{{name}}")
    def report(name: str) -> HTMLResponse:
        text = report_page(found(name), f"{HERE}/{quote(name)}/video.mp4")
        head = f'<body>\n<div class="gc">{style()}{top("Sessions")}</div>'
        return HTMLResponse(text.replace("<body>", head, 1))

    @routes.get(f"{HERE}/{{name}}/video.mp4")
    def film(name: str) -> FileResponse:
        video = found(name).video
        if not video.is_file() or video.is_symlink():
            raise HTTPException(404, "no film was kept of this session")
        return FileResponse(video, media_type="video/mp4")

    return routes


def _list(folders: Sequence[SessionFolder]) -> str:
    head = (
        "<h1>Sessions</h1><p class='lead'>What was recorded on this computer, newest first: its "
        "film, what was read when, and where it was unsure.</p>"
    )
    if not folders:
        return (
            f"{head}<div class='card'><p>There are none yet. <code>glyphcam live --record</code>, "
            "or the key r in its window, records one.</p></div>"
        )
    rows = "".join(_row(folder) for folder in reversed(folders))
    return (
        f"{head}<div class='card scroll' tabindex='0' role='region' aria-label='Recorded sessions'>"
        "<table><thead><tr><th scope='col'>session</th><th scope='col'>read</th>"
        "<th scope='col'>what</th><th scope='col' class='n'>length</th>"
        "<th scope='col' class='n'>begun</th>"
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(folder: SessionFolder) -> str:
    name = html.escape(folder.name)
    try:
        facts = read_facts(folder.facts)
        summary = read_summary(folder.summary) if folder.is_finished else None
    except DataError as error:
        return (
            f"<tr><th scope='row'>{name}</th><td colspan='4' class='wrong'>"
            f"{html.escape(str(error))}</td></tr>"
        )
    link = f"<a href='{HERE}/{quote(folder.name)}'>{name}</a>"
    return f"<tr><th scope='row'>{link}</th>{_cells(folder, facts, summary)}</tr>"


def _cells(folder: SessionFolder, facts: SessionFacts, summary: Summary | None) -> str:
    if summary is None:
        state = "being recorded" if is_held(folder.events) else "not ended: sessions check"
        read, length = state, "-"
    else:
        read, length = summary.text or "nothing", f"{summary.seconds:.1f} s"
    return (
        f"<td>{html.escape(read[:60])}</td><td>{html.escape(facts.recogniser)}</td>"
        f"<td class='n'>{length}</td><td class='n'>{facts.started:%d %b %Y, %H:%M}</td>"
    )
