"""Annotated films kept for an hour in a private folder, each under a name nobody can guess."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from glyphcam.live.web_shell import PREFIX

if TYPE_CHECKING:
    from fastapi import APIRouter
    from fastapi.responses import FileResponse

KEPT_S = 3300.0
MOST = 20
"""Films kept at most; the oldest goes first."""

_MEDIA = {"video.mp4": "video/mp4", "captions.vtt": "text/vtt"}
_HERE = f"{PREFIX}/upload/film"


class KeptFilms:
    """The films under ``folder``, which is only this program's."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def keep(self, video: Path, captions: Path) -> str:
        """Copy a film and its captions here; return the address they are served under."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.forget()
        token = secrets.token_urlsafe(16)
        place = self._folder / token
        place.mkdir(mode=0o700)
        shutil.copyfile(video, place / "video.mp4")
        shutil.copyfile(captions, place / "captions.vtt")
        return f"{_HERE}/{token}"

    def forget(self) -> None:
        """Remove films that are too old or too many."""
        newest = sorted(self._folder.iterdir(), key=_born_s, reverse=True)
        for number, place in enumerate(newest):
            if number >= MOST - 1 or self._clock() - _born_s(place) > KEPT_S:
                shutil.rmtree(place, ignore_errors=True)

    def router(self) -> APIRouter:
        """Return the route the films are served by: two names in each folder and no other."""
        from fastapi import APIRouter, HTTPException
        from fastapi.responses import FileResponse

        routes = APIRouter(include_in_schema=False)

        @routes.get(f"{_HERE}/{{token}}/{{name}}")
        def film(token: str, name: str) -> FileResponse:
            places = self._folder.iterdir() if self._folder.is_dir() else ()
            known = {place.name: place for place in places}
            if token not in known or name not in _MEDIA:
                raise HTTPException(404, "there is no such film any more")
            return FileResponse(known[token] / name, media_type=_MEDIA[name])

        return routes


def _born_s(place: Path) -> float:
    return place.stat().st_mtime
