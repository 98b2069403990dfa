"""What a replay shows of one event: its picture, with the reading drawn in anew where it can be."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import numpy as np

from glyphcam.live.card_overlay import card_drawer
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.overlay import Overlay
from glyphcam.live.replay_film import ReplayFilm
from glyphcam.live.session_event import Event, reading_of
from glyphcam.live.session_facts import read_facts
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.view import View

EMPTY_WH = (640, 480)
"""The sheet that landmarks alone are drawn on, where the camera's size is not known."""


class ReplayPictures:
    """Gives the picture of any event; use it in a ``with``.

    From the raw film the overlay is drawn again, from the film as seen it is there already, and
    without a film the reading is drawn on an empty sheet.
    """

    def __init__(self, folder: SessionFolder) -> None:
        self._folder = folder
        draw_card = card_drawer(read_facts(folder.facts).recogniser)
        # A clock that stands: how fast a replay is drawn is nobody's frame rate.
        self._overlay = Overlay(View(), "", draw_card, clock=lambda: 0.0)
        self._film: ReplayFilm | None = None
        self._stack = ExitStack()

    def __enter__(self) -> ReplayPictures:
        """Open the film there is; SourceError where it cannot be read."""
        path = self._path()
        if path is not None:
            self._film = self._stack.enter_context(ReplayFilm(path))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the film."""
        self._stack.close()

    @property
    def is_redrawn(self) -> bool:
        """Whether readings are drawn by the replay rather than there in the film already."""
        return self._path() != self._folder.video

    def of(self, event: Event, title: str) -> Picture:
        """Return the picture (h, w, 3) uint8 BGR of an event, ``title`` at its top left."""
        image = self._image(event)
        frame = Frame(image, event.frame, event.seconds, notice=event.notice)
        if not self.is_redrawn:
            return image
        self._overlay.title = title
        return self._overlay(frame, reading_of(event))

    def _image(self, event: Event) -> Picture:
        if self._film is not None:
            return self._film.at(event.seconds).picture
        width, height = event.size_wh or EMPTY_WH
        return np.full((height, width, 3), 24, np.uint8)

    def _path(self) -> Path | None:
        paths = (self._folder.raw, self._folder.video)
        return next((path for path in paths if path.is_file()), None)
