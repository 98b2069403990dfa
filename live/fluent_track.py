"""Letters out of flowing spelling: a hidden Markov model over the frames' probabilities.

Its states are the letters and the way between two. A state is stayed in for nothing and entered at
a cost, so that a glimpse is no letter; how fast the hand changes tells ways from letters. The best
path is followed frame by frame and told a quarter of a second behind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.floating]
"""(k,) of one frame, calibrated."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The model's numbers, chosen on other words and sources than it is measured on."""

    trust: float = 0.3
    """How much of a frame's log-probabilities counts: neighbouring frames err together."""
    doubt: float = 0.1
    """The share of a frame's probability that is spread over all letters."""
    between: float = 0.3
    """What a way between two letters is worth beside a letter's probability."""
    enter: float = 1.6
    """The cost of beginning a letter, or a way."""
    jump: float = 4.0
    """The cost of one letter following another without a way between."""
    speed: float = 0.9
    """The speed at which letter and way are equally likely, palms a second."""
    slope: float = 2.0
    """How steeply the one becomes likelier than the other with the logarithm of speed."""
    lag_s: float = 0.25
    """How far behind the path is told."""
    least_s: float = 0.08
    """No letter is shorter."""


FLOW = Flow()
RATE_HZ = 30.0
"""The costs are for so many frames a second; others count by their time."""


@dataclass(frozen=True, slots=True, eq=False)
class Stay:
    """One letter stayed in: its mean probabilities (k,), and from when to when."""

    probabilities: Probabilities
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class _Path:
    """Stays so far, newest first, as a linked list: paths share their beginnings."""

    start: int
    end: int
    before: _Path | None


class FlowTrack:
    """Follows one word; ``take`` a frame at a time, then ``end`` it."""

    def __init__(self, labels: int, flow: Flow = FLOW) -> None:
        self._flow = flow
        self._gap = labels
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._scores = np.full(self._gap + 1, -np.inf)
        self._starts = [0] * (self._gap + 1)
        self._paths: list[_Path | None] = [None] * (self._gap + 1)
        self._sums: list[NDArray[np.float64]] = [np.zeros(self._gap)]
        self._times: list[float] = []
        self._told = 0

    def take(self, probabilities: Probabilities, speed: float, seconds: float) -> list[Stay]:
        """Take one frame in; return the letters that are settled now."""
        elapsed_s = seconds - self._times[-1] if self._times else 1 / RATE_HZ
        weight = min(3.0, max(0.2, elapsed_s * RATE_HZ))
        emitted = self._emitted(probabilities, speed) * weight
        if self._times:
            self._step()
        else:
            self._scores = np.zeros(self._gap + 1)
        self._scores += emitted
        self._scores -= self._scores.max()
        self._times.append(seconds)
        self._sums.append(self._sums[-1] + np.asarray(probabilities, np.float64) * weight)
        return self._settled(seconds - self._flow.lag_s)

    def now(self) -> Stay | None:
        """Return the letter that the best path is in, if it is in one."""
        best = int(self._scores.argmax())
        if not self._times or best == self._gap:
            return None
        return self._stay(max(self._starts[best], self._told), len(self._times))

    def end(self) -> list[Stay]:
        """Return what is left, the hand being gone, and begin anew."""
        left = self._settled(float("inf")) if self._times else []
        self.forget()
        return left

    def _emitted(self, probabilities: Probabilities, speed: float) -> NDArray[np.float64]:
        flow = self._flow
        known = np.asarray(probabilities, np.float64)
        mixed = (1 - flow.doubt) * known + flow.doubt / self._gap
        odds = flow.slope * np.log(max(speed, 0.05) / flow.speed)
        letter, way = -np.logaddexp(0, odds), -np.logaddexp(0, -odds)
        return np.append(
            flow.trust * np.log(mixed) + letter, flow.trust * np.log(flow.between) + way
        )

    def _step(self) -> None:
        """Let every state be stayed in, or entered from the best other one."""
        flow, gap, scores = self._flow, self._gap, self._scores
        frame = len(self._times)
        leader = int(scores[:gap].argmax())
        from_gap, from_letter = scores[gap] - flow.enter, scores[leader] - flow.jump
        into = max(from_gap, from_letter)
        origin = gap if from_gap >= from_letter else leader
        entered = np.flatnonzero(scores[:gap] < into)
        leaves = scores[leader] - flow.enter > scores[gap]
        grown = self._grown(origin, frame) if len(entered) else None
        left = self._grown(leader, frame) if leaves else None
        for state in entered:
            self._paths[state], self._starts[state] = grown, frame
        new = np.maximum(scores, into)
        new[gap] = scores[gap]
        if leaves:
            new[gap], self._paths[gap] = scores[leader] - flow.enter, left
        self._scores = new

    def _grown(self, state: int, frame: int) -> _Path | None:
        """Return the path of a state that is left at ``frame``."""
        if state == self._gap:
            return self._paths[state]
        return _Path(self._starts[state], frame, self._paths[state])

    def _settled(self, until_s: float) -> list[Stay]:
        best = int(self._scores.argmax())
        path = self._paths[best]
        if until_s == float("inf"):
            path = self._grown(best, len(self._times))
        stays = []
        while path is not None and path.start >= self._told:
            if self._times[path.end - 1] <= until_s:
                stays.append((path.start, path.end))
            path = path.before
        found = []
        for start, end in reversed(stays):
            self._told = end
            stay = self._stay(start, end)
            if stay.end_s - stay.start_s >= self._flow.least_s:
                found.append(stay)
        return found

    def _stay(self, start: int, end: int) -> Stay:
        total = self._sums[end] - self._sums[start]
        return Stay(total / total.sum(), self._times[start], self._times[end - 1])
