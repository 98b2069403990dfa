"""A session shown again in a window, moved through by keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from glyphcam.live.keys import ESCAPE
from glyphcam.live.replay_again import Difference
from glyphcam.live.replay_picture import ReplayPictures
from glyphcam.live.replay_player import REPLAY_KEYS, Move, Player
from glyphcam.live.screen import Screen
from glyphcam.live.session_event import Event
from glyphcam.live.session_summary import unsure_moments

WAIT_MS = 15
"""How long a picture stands before keys are looked for: 60 a second at most."""

MOVES: Mapping[int, Move] = {key.code: key.move for key in REPLAY_KEYS}
QUIT = (ord("q"), ord("Q"), ESCAPE)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The events of a session and, where it was read again, where that differs."""

    name: str
    events: Sequence[Event]
    differences: Sequence[Difference] = ()


def player_of(shown: Shown) -> Player:
    """Return a player at the beginning."""
    return Player(
        [event.seconds for event in shown.events],
        [moment.start_s for moment in unsure_moments(shown.events, least_s=0.0)],
        [difference.start_s for difference in shown.differences],
    )


def show(
    shown: Shown,
    player: Player,
    pictures: ReplayPictures,
    screen: Screen,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Show the session until the person leaves; the window opens with the first picture."""
    picture = pictures.of(shown.events[player.index], title_at(shown, player))
    screen.open((picture.shape[1], picture.shape[0]))
    try:
        seen, last_s = "", clock()
        while not screen.is_closed():
            title = title_at(shown, player)
            if title != seen:
                screen.show(pictures.of(shown.events[player.index], title))
                seen = title
            code = screen.key(WAIT_MS)
            now_s = clock()
            player.tick(now_s - last_s)
            last_s = now_s
            if code in QUIT:
                return
            if code in MOVES:
                player.obey(MOVES[code])
    finally:
        screen.close()


def title_at(shown: Shown, player: Player) -> str:
    """Return the line at the top: the time of the frame, the speed, what the other model says."""
    event = shown.events[player.index]
    state = f"x{player.speed:g}" if player.is_playing else "stopped"
    parts = [f"{event.seconds:.2f} of {shown.events[-1].seconds:.1f} s", state]
    for one in shown.differences:
        if one.start_s <= event.seconds < one.end_s:
            parts.append(f"was {one.was or 'unsure'}, now {one.now or 'unsure'}")
    return "   ".join(parts)
