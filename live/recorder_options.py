"""The options of recording, as one group for the commands that can."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from glyphcam.calibration.errors import SettingError
from glyphcam.live.recorder import RecordSettings
from glyphcam.live.session_facts import LANDMARKS_ONLY, KeepChoice
from glyphcam.live.session_folder import DEFAULT_ROOT

Command = TypeVar("Command", bound=Callable[..., Any])

OPTIONS = (
    click.option("--record", "is_on", is_flag=True, help="Record a session from the first frame."),
    click.option("--raw", "has_raw", is_flag=True, help="Keep the film without drawings too."),
    click.option("--landmarks", "has_landmarks", is_flag=True, help="Keep the hand's landmarks."),
    click.option(
        "--landmarks-only", is_flag=True, help="Keep landmarks and answers, and no picture."
    ),
    click.option(
        "--sessions", "root", type=Path, default=DEFAULT_ROOT, metavar="DIR", show_default=True,
        help="Where sessions are kept.",
    ),
    click.option(
        "--keep-days", type=click.FloatRange(0, min_open=True), metavar="N",
        help="Erase sessions begun more than N days ago first.",
    ),
    click.option("--who", default="", metavar="NAME", help="Who is recorded, for session.json."),
    click.option(
        "--consent", default="", metavar="TEXT", help="Their consent, kept word for word."
    ),
)  # fmt: skip
"""In the order of --help."""


def record_options(command: Command) -> Command:
    """Give a command the options above, handed over as one ``recording: RecordSettings``."""

    @functools.wraps(command)
    def with_settings(
        is_on: bool, has_raw: bool, has_landmarks: bool, landmarks_only: bool, root: Path,
        keep_days: float | None, who: str, consent: str, **others: Any,
    ) -> Any:  # fmt: skip
        if landmarks_only and has_raw:
            raise SettingError("--landmarks-only keeps no picture: leave --raw out")
        keep = LANDMARKS_ONLY if landmarks_only else KeepChoice(True, has_raw, has_landmarks)
        settings = RecordSettings(is_on, root, keep, keep_days, who, consent)
        return command(**others, recording=settings)

    wrapped: Any = with_settings
    for option in reversed(OPTIONS):
        wrapped = option(wrapped)
    return wrapped
