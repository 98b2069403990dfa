"""Practice as a guided task: what is asked, ticked and advised, frame after frame."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from glyphcam.live.enrol_board import Board
from glyphcam.live.enrol_hold import Shape, in_hand_lengths, moved
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.palette import SURE, UNSURE, WHITE
from glyphcam.live.practice_advice import advice, spoken
from glyphcam.live.practice_draw import Look, draw_practice
from glyphcam.live.practice_round import Ticked
from glyphcam.live.practice_session import PracticeSession
from glyphcam.live.reading import Reading
from glyphcam.models.hand import Hand, Landmarks
from glyphcam.models.hand_joints import held, joints_of, right_world

LET_GO = 0.25
"""A hand that moved so many hand lengths since its letter was ticked shows the next one."""

AVERAGED_S = 0.4
"""Advice is about the hand of so long: single frames tremble."""

ADVISED_S = 1.5
"""Advice stands so long before it changes: it has to be read."""

STUCK_S = 4.0
"""Advice is also given where so long nothing sure was read."""

KEYS = "s: skip it; r: the word again; q: end"

SUMMED_S = 10.0
"""The summary stays in the window so long, or until q."""

HINTS = {
    "J": "hold an I, then draw a J in the air with your little finger",
    "Z": "point with your index finger and draw a Z in the air",
}
"""What is said of the letters that move, whose template is a way and not a hand."""

_SKIP = (ord("s"), ord("S"), ord(" "))
_AGAIN = (ord("r"), ord("R"))


@dataclass(slots=True)
class PracticeScript:
    """Hears readings through ``last``, which the reader behind the stage has just made.

    ``is_left`` None follows the hand that is seen; ``say`` is told each letter as it is done.
    """

    session: PracticeSession
    last: Callable[[], Reading]
    say: Callable[[str], None]
    is_left: bool | None = None
    is_mirrored: bool = True
    shows_summary: bool = False
    advised: str = field(default="", init=False)
    _advised_s: float = field(default=float("-inf"), init=False)
    _since_s: float | None = field(default=None, init=False)
    _summed_s: float | None = field(default=None, init=False)
    _is_summed: bool = field(default=False, init=False)
    _seen_left: bool = field(default=False, init=False)
    _ticked_at: Shape | None = field(default=None, init=False)
    _worlds: deque[tuple[float, Landmarks]] = field(default_factory=deque, init=False)

    @property
    def is_done(self) -> bool:
        """Whether everything was asked, and the summary was in view where it is shown."""
        return self.session.is_done and (self._is_summed or not self.shows_summary)

    @property
    def prompt(self) -> str:
        """What is asked for now, for a terminal."""
        now = self.session.round
        if now.is_done:
            return "done" if self.session.is_done else f"{now.word} is done"
        return f"{now.word}: show {now.letter}" if len(now.word) > 1 else f"show {now.letter}"

    def take(self, frame: Frame, hand: Hand | None, now_s: float) -> None:
        """Take one frame in: tick off, let go of a doubled letter, advise."""
        seconds = frame.seconds
        if self.session.is_done:
            self._sum_up(seconds)
            return
        if hand is not None and self.is_left is None:
            self._seen_left = not hand.is_right
        self._let_go(hand)
        ticked = self.session.hear(self.last().steady, seconds)
        if ticked is not None:
            self._note(ticked, seconds)
            self._ticked_at = None if hand is None else in_hand_lengths(hand)
        self._remember(hand, seconds)
        self._advise(seconds)

    def press(self, code: int) -> None:
        """Skip the letter at ``s`` or space, ask the word again at ``r``."""
        if code in _SKIP and (ticked := self.session.skip()) is not None:
            self._note(ticked, None)
        elif code in _AGAIN:
            self.session.repeat()
            self._forget(None)

    def draw(self, canvas: Picture) -> None:
        """Draw the word, the shape and the board."""
        is_left = self._seen_left if self.is_left is None else self.is_left
        draw_practice(canvas, self.session.round, Look(is_left, self.is_mirrored), self._board())

    def _board(self) -> Board:
        now = self.session.round
        if self.session.is_done:
            first, *others = self.session.summary()
            return Board(sentence(first), (*map(sentence, others), "q: end"), None, SURE)
        lines = (f"{len(self.session.asked)} of {self.session.length}; {KEYS}",)
        if now.is_done:
            return Board(f"{now.word}: well done", lines, None, SURE)
        if self.advised:
            return Board(self.advised, lines, None, UNSURE)
        return Board(sentence(HINTS.get(now.letter, f"show {now.letter}")), lines, None, WHITE)

    def _sum_up(self, seconds: float) -> None:
        if self._summed_s is None or seconds < self._summed_s:
            self._summed_s = seconds
        self._is_summed = seconds - self._summed_s >= SUMMED_S

    def _let_go(self, hand: Hand | None) -> None:
        if not self.session.round.needs_release or hand is None or self._ticked_at is None:
            return
        if moved(self._ticked_at, in_hand_lengths(hand)) > LET_GO:
            self.session.round.release()

    def _note(self, ticked: Ticked, seconds: float | None) -> None:
        outcome = ticked.outcome
        if outcome.seconds is None:
            self.say(f"  {ticked.letter} skipped")
        else:
            wrong = f", {outcome.misses} wrong before" if outcome.misses else ""
            self.say(f"  {ticked.letter} read after {outcome.seconds:.1f} s{wrong}")
        self._forget(seconds)

    def _forget(self, seconds: float | None) -> None:
        self.advised, self._advised_s, self._since_s = "", float("-inf"), seconds

    def _remember(self, hand: Hand | None, seconds: float) -> None:
        if hand is None or (self._worlds and seconds < self._worlds[-1][0]):
            self._worlds.clear()
        if hand is not None:
            self._worlds.append((seconds, right_world(hand)))
        while self._worlds and seconds - self._worlds[0][0] > AVERAGED_S:
            self._worlds.popleft()

    def _advise(self, seconds: float) -> None:
        now = self.session.round
        if self._since_s is None or seconds < self._since_s:
            self._since_s = seconds
        is_stuck = seconds - self._since_s > STUCK_S and now.share == 0
        if now.is_done or not self._worlds or not (now.wrong or now.needs_release or is_stuck):
            if seconds - self._advised_s > ADVISED_S:
                self.advised = ""
            return
        if seconds - self._advised_s < ADVISED_S:
            return
        said = self._advice()
        if said and said != self.advised:
            self.say(f"  {said}")
        self.advised, self._advised_s = said, seconds

    def _advice(self) -> str:
        now = self.session.round
        if now.needs_release:
            return f"{now.letter} once more: let go or slide it to the side, then show it again"
        if now.letter in HINTS:
            return sentence(HINTS[now.letter])
        points = np.mean([world for _, world in self._worlds], axis=0)
        is_left = self._seen_left if self.is_left is None else self.is_left
        found = advice(now.letter, joints_of(points), held(points), is_left)
        seen = f"that is {now.seen}: " if now.seen else ""
        words = spoken(found) or f"compare it with the {now.letter}"
        return sentence(seen + words)


def sentence(words: str) -> str:
    """Return words with a capital in front."""
    return words[:1].upper() + words[1:]
