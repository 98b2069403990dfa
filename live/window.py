"""The window: shows each step and turns keys into what the person wants."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, TracebackType

from glyphcam.calibration.errors import PictureError
from glyphcam.live.keys import Act, act_of
from glyphcam.live.loop import Draw
from glyphcam.live.output import Command
from glyphcam.live.reading import Step
from glyphcam.live.screen import HighGui, Screen
from glyphcam.live.snapshot import save_snapshot
from glyphcam.live.spell_keys import SpellKeys
from glyphcam.live.view import View

PAUSED_WAIT_MS = 50
"""How often a paused picture is drawn again, so that keys are heeded."""


class Window:
    """An output that shows pictures and obeys keys; use it in a ``with``.

    ``draw`` is the overlay's, to draw a paused step again; snapshots go into ``folder``.
    ``spelling`` obeys its keys, where there is any.
    """

    def __init__(
        self,
        view: View,
        draw: Draw,
        folder: Path = Path("snapshots"),
        screen: Screen | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view = view
        self._draw = draw
        self._folder = folder
        self._screen = screen or HighGui()
        self._clock = clock
        self._is_open = False
        self.spelling: SpellKeys | None = None

    def __enter__(self) -> Window:
        """The window itself opens with the first picture, whose size it takes."""
        self._view.has_keys = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the window."""
        self._view.has_keys = False
        if self._is_open:
            self._screen.close()

    def take(self, step: Step) -> Command | None:
        """Show the step; return what the keys ask for. While paused it does not return."""
        if not self._is_open:
            self._screen.open((step.picture.shape[1], step.picture.shape[0]))
            self._is_open = True
        self._screen.show(step.picture)
        command = self._obey(step, self._screen.key(1))
        while self._view.is_paused and command is None:
            reading = self.spelling.renewed(step.reading) if self.spelling else step.reading
            step = Step(step.frame, reading, self._draw(step.frame, reading))
            self._screen.show(step.picture)
            command = self._obey(step, self._screen.key(PAUSED_WAIT_MS))
        return command

    def _obey(self, step: Step, code: int) -> Command | None:
        if self._screen.is_closed():
            return Command.QUIT
        self._tell(self.spelling.trouble() if self.spelling else None)
        act = act_of(code)
        if act is not None and act in _ACTS:
            return _ACTS[act](self, step)
        if act is not None and self.spelling is not None:
            self._tell(self.spelling.obey(act))
        return None

    def _tell(self, sentence: str | None) -> None:
        if sentence is not None:
            self._view.say(sentence, self._clock())

    def _quit(self, step: Step) -> Command:
        return Command.QUIT

    def _next(self, step: Step) -> Command:
        self._view.is_paused = False
        return Command.NEXT

    def _help(self, step: Step) -> None:
        self._view.is_help_shown = not self._view.is_help_shown

    def _mirror(self, step: Step) -> None:
        self._view.is_mirrored = not self._view.is_mirrored

    def _pause(self, step: Step) -> None:
        self._view.is_paused = not self._view.is_paused

    def _record(self, step: Step) -> None:
        self._view.wants_recording = not self._view.wants_recording

    def _snapshot(self, step: Step) -> None:
        try:
            said = f"saved {save_snapshot(step.picture, self._folder, datetime.now())}"
        except PictureError as error:
            said = str(error)
        self._tell(said)


_ACTS: Mapping[Act, Callable[[Window, Step], Command | None]] = MappingProxyType(
    {
        Act.QUIT: Window._quit,
        Act.NEXT: Window._next,
        Act.HELP: Window._help,
        Act.MIRROR: Window._mirror,
        Act.PAUSE: Window._pause,
        Act.SNAPSHOT: Window._snapshot,
        Act.RECORD: Window._record,
    }
)
