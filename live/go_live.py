"""A live run from wish to end: source, reader, overlay and outputs, opened and closed together."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, dropwhile
from pathlib import Path

from glyphcam.live.camera_check_corrected import corrected
from glyphcam.live.camera_check_setup import setup_of
from glyphcam.live.card_overlay import card_drawer
from glyphcam.live.display import why_no_window
from glyphcam.live.film import Film
from glyphcam.live.frames import Source
from glyphcam.live.json_lines import JsonLines
from glyphcam.live.loop import run
from glyphcam.live.open_reader import READABLE, ReaderChoice, is_card, title_of
from glyphcam.live.output import Command, Output
from glyphcam.live.overlay import Overlay
from glyphcam.live.pace import in_real_time
from glyphcam.live.queue_live import queue_of
from glyphcam.live.queue_wish import NO_QUEUE, QueueWish
from glyphcam.live.recorder import NOT_RECORDING, Recorder, RecordSettings
from glyphcam.live.recorder_subject import subject_of
from glyphcam.live.source import open_source
from glyphcam.live.speech import Speaker
from glyphcam.live.spell_desk import SpellDesk
from glyphcam.live.spell_keys import SpellKeys
from glyphcam.live.spell_open import open_desk, open_spelling_reader
from glyphcam.live.spell_options import PLAIN_SPELLING, SpellWish
from glyphcam.live.told import Teller
from glyphcam.live.view import View
from glyphcam.live.window import Window

DEMO_RECOGNISER = "characters"
DEMO_FILM = Path("glyphcam-demo.mp4")
"""Where the demo goes on a machine with no screen, so that there is something to look at."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LiveWish:
    """What the user asked for; ``choice`` says what is read first, ``save`` where a film goes."""

    choice: ReaderChoice
    source: str = "0"
    save: Path | None = None
    is_window_wanted: bool = True
    is_json: bool = False
    recording: RecordSettings = NOT_RECORDING
    queue: QueueWish = NO_QUEUE
    spelling: SpellWish = PLAIN_SPELLING


def go_live(wish: LiveWish, say: Say) -> None:
    """Run until the source ends or the person leaves; ``say`` is told what happens, a line each.

    Raises SourceError, ModelError or SettingError where something cannot be opened.
    """
    desk = open_desk(wish.spelling)
    reader = open_spelling_reader(wish.choice, desk)
    with ExitStack() as stack:
        camera = corrected(open_source(wish.source), setup_of(wish.source))
        source = stack.enter_context(camera)
        if _is_unasked_demo(source, wish):
            say(f"no camera works here: showing the demo ({DEMO_RECOGNISER}) instead")
            wish = replace(wish, choice=ReaderChoice(DEMO_RECOGNISER))
            reader = open_spelling_reader(wish.choice, desk)
        view = View(is_mirrored=source.is_live)
        overlay = Overlay(view)
        describe = partial(subject_of, wish.choice, source.name)
        recorder = stack.enter_context(Recorder(wish.recording, view, describe, say))
        asked = queue_of(wish.queue, wish.choice, wish.source, source, recorder, say)
        queues = [stack.enter_context(queue) for queue in asked]
        wish = _with_somewhere_to_go(wish, source, say)
        opened = _open_outputs(stack, wish, overlay, view, say)
        if wish.is_window_wanted:
            opened = (*opened, _open_window(stack, overlay, view, desk))
        # First, because a paused window holds its step for as long as it likes.
        outputs: tuple[Output, ...] = (recorder, *queues, *opened)
        frames = iter(in_real_time(source) if view.has_keys and not source.is_live else source)
        for choice in _choices(wish.choice):
            _dress(overlay, choice)
            if choice != wish.choice:
                reader = open_spelling_reader(choice, desk)
                recorder.reads(partial(subject_of, choice, source.name))
                for queue in queues:
                    queue.reads(choice)
            if run(frames, reader, overlay, outputs) is not Command.NEXT:
                break


def _dress(overlay: Overlay, choice: ReaderChoice) -> None:
    """Give the overlay the title and the script of what is read."""
    overlay.title = title_of(choice)
    overlay.draw_card = card_drawer(choice.recogniser)


def _is_unasked_demo(source: Source, wish: LiveWish) -> bool:
    return wish.source == "any" and source.name == "demo" and not is_card(wish.choice)


def _with_somewhere_to_go(wish: LiveWish, source: Source, say: Say) -> LiveWish:
    """Drop a window that cannot open, and give a demo nobody would see a film."""
    reason = why_no_window() if wish.is_window_wanted else None
    if reason is not None:
        say(f"{reason}: running without a window")
    is_windowless = reason is not None or not wish.is_window_wanted
    wish = replace(wish, is_window_wanted=not is_windowless)
    is_unkept = wish.save is None and not wish.is_json and not wish.recording.is_on
    if source.name == "demo" and is_windowless and is_unkept:
        return replace(wish, save=DEMO_FILM)
    return wish


def _open_outputs(
    stack: ExitStack, wish: LiveWish, overlay: Overlay, view: View, say: Say
) -> Sequence[Output]:
    outputs: list[Output] = []
    if wish.save is not None:
        film = stack.enter_context(Film(wish.save, Path(wish.source)))
        stack.callback(_tell_film, film, say)
        outputs.append(film)
    if wish.is_json:
        outputs.append(JsonLines(sys.stdout, is_card=is_card(wish.choice)))
    if not wish.is_window_wanted and not wish.is_json:
        outputs.append(Teller(say))
    return outputs


def _open_window(stack: ExitStack, overlay: Overlay, view: View, desk: SpellDesk | None) -> Window:
    window = stack.enter_context(Window(view, overlay))
    if desk is not None:
        window.spelling = SpellKeys(desk.board, stack.enter_context(Speaker()))
    return window


def _tell_film(film: Film, say: Say) -> None:
    if film.kind:
        say(f"the annotated film: {film.path} ({film.kind})")


def _choices(first: ReaderChoice) -> Iterator[ReaderChoice]:
    """Yield the first choice, then each other recogniser's default in turn, round and round."""
    yield first
    turn = dropwhile(lambda name: name != first.recogniser, cycle(READABLE))
    next(turn)
    for name in turn:
        yield first if name == first.recogniser else ReaderChoice(name, hands=first.hands)
