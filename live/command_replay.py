"""`glyphcam replay`: a recorded session shown again, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click
import numpy as np

from glyphcam.calibration.errors import SettingError
from glyphcam.live.display import why_no_window
from glyphcam.live.film import Film
from glyphcam.live.frame import Frame
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.reading import Step
from glyphcam.live.replay_again import Difference, differences, read_again
from glyphcam.live.replay_picture import ReplayPictures
from glyphcam.live.replay_player import REPLAY_KEYS
from glyphcam.live.replay_show import Shown, player_of, show
from glyphcam.live.screen import HighGui
from glyphcam.live.session_event import Event, reading_of
from glyphcam.live.session_facts import read_facts
from glyphcam.live.session_folder import DEFAULT_ROOT, SessionFolder, find_session
from glyphcam.live.session_log import read_log
from glyphcam.live.told import Teller

NO_PICTURE = np.zeros((1, 1, 3), np.uint8)
"""Telling needs none."""

KEYS_TOLD = "\b\nKeys: " + "\n".join(
    f"{'' if number == 0 else '      '}{key.cap:6} {key.words}"
    for number, key in enumerate(REPLAY_KEYS)
)


@click.command(epilog=f"{KEYS_TOLD}\n      q      leave")
@click.argument("name", metavar="SESSION")
@click.option(
    "--sessions", "root", type=Path, default=DEFAULT_ROOT, show_default=True, metavar="DIR",
    help="Where sessions are kept.",
)  # fmt: skip
@click.option("--speed", default=1.0, show_default=True, metavar="X", type=click.FloatRange(0.1, 8))
@click.option("--from", "start_s", default=0.0, metavar="S", help="Begin S seconds in.")
@click.option("--model", metavar="KIND|FILE", help="Read the raw film again with another model.")
@click.option("--save", type=Path, metavar="FILE", help="Write the replay as an mp4 instead.")
@click.option("--no-window", is_flag=True, help="Tell the readings instead of showing them.")
def replay(
    name: str,
    root: Path,
    speed: float,
    start_s: float,
    model: str | None,
    save: Path | None,
    no_window: bool,
) -> None:
    """Show a SESSION again: by its name, its folder, or "last"."""
    folder = find_session(root, name)
    shown = _shown(folder, model)
    with ExitStack() as stack:
        pictures = stack.enter_context(ReplayPictures(folder))
        if save is not None:
            _save(shown, pictures, stack.enter_context(Film(save)), start_s)
            return
        reason = "" if no_window else why_no_window()
        if reason is not None:
            _tell(shown.events, reason, start_s)
            return
        player = player_of(shown)
        player.start(start_s, speed)
        show(shown, player, pictures, HighGui(f"glyphcam replay {folder.name}"))


def _shown(folder: SessionFolder, model: str | None) -> Shown:
    events = read_log(folder.events).events
    if not events:
        raise SettingError(f"{folder.name} has no events: it ended before its first frame")
    if model is None:
        return Shown(folder.name, events)
    facts = read_facts(folder.facts)
    reader = open_reader(ReaderChoice(facts.recogniser, model, facts.hands, facts.tuning))
    again = read_again(folder, events, reader)
    found = differences(events, again)
    _tell_differences(found, len(again))
    return Shown(folder.name, again, found)


def _tell_differences(found: Sequence[Difference], frames: int) -> None:
    for one in found:
        click.echo(
            f"{one.start_s:8.2f} to {one.end_s:.2f} s: "
            f"was {one.was or 'unsure or nothing'}, now {one.now or 'unsure or nothing'}"
        )
    click.echo(f"{len(found)} differences in {frames} frames read again")


def _save(shown: Shown, pictures: ReplayPictures, film: Film, start_s: float) -> None:
    for event in shown.events:
        if event.seconds >= start_s:
            picture = pictures.of(event, f"{event.seconds:.2f} s")
            film.take(Step(Frame(picture, event.frame, event.seconds), reading_of(event), picture))
    click.echo(str(film.path))


def _tell(events: Sequence[Event], reason: str, start_s: float) -> None:
    if reason:
        click.echo(f"{reason}: telling the readings instead", err=True)
    teller = Teller(click.echo)
    for event in events:
        if event.seconds >= start_s:
            frame = Frame(NO_PICTURE, event.frame, event.seconds, notice=event.notice)
            teller.take(Step(frame, reading_of(event), NO_PICTURE))
