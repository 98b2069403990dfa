"""Where a replay stands and how it moves: plays, steps, seeks, and jumps to what was unsure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
SEEK_S = 5.0
CLOSE_S = 0.05
"""A jump goes on from a moment that lies so near."""


class Move(Enum):
    """What can be asked of a replay."""

    PAUSE = "pause"
    STEP = "step"
    STEP_BACK = "step back"
    AHEAD = "ahead"
    BACK = "back"
    FASTER = "faster"
    SLOWER = "slower"
    START = "start"
    NEXT_UNSURE = "next unsure"
    NEXT_DIFFERENCE = "next difference"


@dataclass(frozen=True, slots=True)
class ReplayKey:
    """One key: its code, how it is written, what it does, in words."""

    code: int
    cap: str
    move: Move
    words: str


REPLAY_KEYS: tuple[ReplayKey, ...] = (
    ReplayKey(ord(" "), "space", Move.PAUSE, "stop and go on"),
    ReplayKey(ord("."), ".", Move.STEP, "one frame on"),
    ReplayKey(ord(","), ",", Move.STEP_BACK, "one frame back"),
    ReplayKey(ord("l"), "l", Move.AHEAD, "5 s ahead"),
    ReplayKey(ord("j"), "j", Move.BACK, "5 s back"),
    ReplayKey(ord("+"), "+", Move.FASTER, "faster"),
    ReplayKey(ord("-"), "-", Move.SLOWER, "slower"),
    ReplayKey(ord("0"), "0", Move.START, "to the beginning"),
    ReplayKey(ord("u"), "u", Move.NEXT_UNSURE, "to the next unsure moment"),
    ReplayKey(ord("d"), "d", Move.NEXT_DIFFERENCE, "to the next difference (with --model)"),
)


class Player:
    """``times`` are the frames' seconds, rising, at least one; moments are jumped to in turn."""

    def __init__(
        self, times: Sequence[float], unsure: Sequence[float], differences: Sequence[float] = ()
    ) -> None:
        self._times = times
        self._unsure = unsure
        self._differences = differences
        self.seconds = times[0]
        self.speed = 1.0
        self.is_playing = True

    @property
    def index(self) -> int:
        """Which frame is seen now."""
        return max(0, bisect_right(self._times, self.seconds) - 1)

    @property
    def is_at_end(self) -> bool:
        """Whether the last frame is seen."""
        return self.index == len(self._times) - 1

    def start(self, seconds: float, speed: float) -> None:
        """Play from ``seconds`` at the nearest speed there is."""
        self.speed = min(SPEEDS, key=lambda known: abs(known - speed))
        self._go_to(seconds)

    def tick(self, elapsed_s: float) -> None:
        """Let ``elapsed_s`` seconds of the wall clock go by; at the end it stands still."""
        if self.is_playing:
            self._go_to(self.seconds + elapsed_s * self.speed)
            self.is_playing = not self.is_at_end

    def obey(self, move: Move) -> None:
        """Move as asked; steps and jumps stop the playing."""
        _MOVES[move](self)

    def _pause(self) -> None:
        if self.is_at_end and not self.is_playing:
            self._go_to(self._times[0])
        self.is_playing = not self.is_playing

    def _step(self, count: int) -> None:
        index = min(max(0, self.index + count), len(self._times) - 1)
        self.seconds, self.is_playing = self._times[index], False

    def _change_speed(self, count: int) -> None:
        place = min(max(0, SPEEDS.index(self.speed) + count), len(SPEEDS) - 1)
        self.speed = SPEEDS[place]

    def _jump(self, moments: Sequence[float]) -> None:
        """Go to the next of ``moments``, from the last one to the first again."""
        if moments:
            place = bisect_left(moments, self.seconds + CLOSE_S)
            self._go_to(moments[place % len(moments)])
            self.is_playing = False

    def _go_to(self, seconds: float) -> None:
        self.seconds = min(max(self._times[0], seconds), self._times[-1])


_MOVES: Mapping[Move, Callable[[Player], None]] = MappingProxyType(
    {
        Move.PAUSE: Player._pause,
        Move.STEP: lambda player: player._step(1),
        Move.STEP_BACK: lambda player: player._step(-1),
        Move.AHEAD: lambda player: player._go_to(player.seconds + SEEK_S),
        Move.BACK: lambda player: player._go_to(player.seconds - SEEK_S),
        Move.FASTER: lambda player: player._change_speed(1),
        Move.SLOWER: lambda player: player._change_speed(-1),
        Move.START: lambda player: player._go_to(0.0),
        Move.NEXT_UNSURE: lambda player: player._jump(player._unsure),
        Move.NEXT_DIFFERENCE: lambda player: player._jump(player._differences),
    }
)
