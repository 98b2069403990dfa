"""A card's reading over time: frames that see the same number of glyphs vote together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_script import Script

_HALF_LIFE_S = 0.22
"""After this long half of a frame's weight is left."""

_LEAST_WEIGHT, _LEAST_S = 3.2, 0.25
"""A layout is told once four frames have it at 30 a second, or, of a slow camera, two frames that
are so far apart.
"""

_SETTLED_S = 0.18
"""Nothing is told before: a card that comes into view shows parts of its word first, and its
outline is looked for anew twice in this time.
"""

_LEAD = 1.25
"""Another layout must outweigh the one shown by this factor to take its place."""


@dataclass(slots=True, eq=False)
class _Vote:
    """The weight behind one layout, the weighted sums of what its frames said, and the last."""

    weight: float
    probabilities: NDArray[np.float32]
    gaps: NDArray[np.float32]
    last: Script
    since_s: float

    def fade(self, keep: float) -> None:
        self.weight *= keep
        self.probabilities = self.probabilities * np.float32(keep)
        self.gaps = self.gaps * np.float32(keep)

    def add(self, script: Script) -> None:
        self.weight += 1.0
        self.probabilities = self.probabilities + script.probabilities
        self.gaps = self.gaps + script.gaps
        self.last = script

    def is_told(self, seconds: float) -> bool:
        is_slow = self.weight > 1.0 and seconds - self.since_s >= _LEAST_S
        return self.weight >= _LEAST_WEIGHT or is_slow

    def mean(self) -> Script:
        return Script(
            self.last.quads,
            self.probabilities / np.float32(self.weight),
            self.last.rows,
            self.gaps > 0.5 * self.weight,
        )


class ScriptSmoother:
    """Steadies one card's script, one update a frame."""

    def __init__(self) -> None:
        self._votes: dict[tuple[int, ...], _Vote] = {}
        self._shown: tuple[int, ...] | None = None
        self._last_s = 0.0
        self._since_s = np.inf

    def update(self, script: Script | None, seconds: float) -> Script | None:
        """Return the steadied script at ``seconds``, None until two frames agree on a layout.

        ``script`` is None in a frame whose card could not be read.
        """
        keep = 0.5 ** (max(seconds - self._last_s, 0.0) / _HALF_LIFE_S)
        self._last_s = seconds
        for vote in self._votes.values():
            vote.fade(keep)
        self._votes = {shape: vote for shape, vote in self._votes.items() if vote.weight > 0.02}
        if script is not None and len(script.rows):
            self._since_s = min(self._since_s, seconds)
            self._add(script, seconds)
        return self._best(seconds)

    def _add(self, script: Script, seconds: float) -> None:
        vote = self._votes.get(script.shape)
        if vote is None:
            zeros = np.zeros(len(script.gaps), np.float32)
            vote = _Vote(0.0, np.zeros_like(script.probabilities), zeros, script, seconds)
            self._votes[script.shape] = vote
        vote.add(script)

    def _best(self, seconds: float) -> Script | None:
        if not self._votes:
            self._shown = None
            return None
        best = max(self._votes, key=lambda shape: self._votes[shape].weight)
        shown = self._votes.get(self._shown) if self._shown is not None else None
        if shown is None or self._votes[best].weight > _LEAD * shown.weight:
            is_early = seconds - self._since_s < _SETTLED_S
            if is_early or not self._votes[best].is_told(seconds):
                return shown.mean() if shown is not None else None
            self._shown = best
        return self._votes[self._shown].mean() if self._shown is not None else None
