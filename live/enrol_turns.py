"""Which letter a guided enrolment asks for, how far it is, and what was last said of it."""

from __future__ import annotations

from glyphcam.live.enrol_hold import HoldGate
from glyphcam.live.enrol_samples import EnrolSamples

_SKIP = (ord("s"), ord("S"))
_AGAIN = (ord("r"), ord("R"))


class EnrolTurns:
    """Goes through ``letters`` in turn, ``count`` samples each; hands and cards build on it."""

    def __init__(self, samples: EnrolSamples, letters: tuple[str, ...], count: int) -> None:
        self._samples = samples
        self._letters = letters
        self._count = count
        self._at = 0
        self._gate = HoldGate(count)
        self._progress = 0.0
        self._said = ""
        self._is_warned = False

    @property
    def is_done(self) -> bool:
        """Whether every letter was shown or skipped."""
        return self._at >= len(self._letters)

    @property
    def letter(self) -> str:
        """The letter asked for now."""
        return self._letters[min(self._at, len(self._letters) - 1)]

    def press(self, code: int) -> None:
        """Skip this letter at ``s``, take the last one again at ``r``."""
        if code in _SKIP and not self.is_done:
            self._samples.forget(self.letter)
            self._go_to(self._at + 1, f"{self.letter} skipped")
        elif code in _AGAIN:
            self._go_to(max(self._at - 1, 0), "")
            self._samples.forget(self.letter)

    def _why(self) -> str:
        """Return what was last said, in brackets, to stand behind what is asked for."""
        return f" ({self._said})" if self._said else ""

    def _keys(self) -> str:
        """Return how far it is, and the keys."""
        place = f"{self._at + 1} of {len(self._letters)}"
        return f"{place}; s: skip it; r: the last one again; q: leave and keep what there is"

    def _refuse(self, said: str) -> None:
        """Say why nothing was kept, and let the letter begin anew."""
        self._said, self._is_warned = said, True
        self._samples.forget(self.letter)

    def _go_to(self, place: int, said: str) -> None:
        self._at, self._said, self._progress = place, said, 0.0
        self._is_warned = False
        self._gate = HoldGate(self._count)
