"""What a hand that has come to rest shows, by the vote of its frames, until a letter is written.

The steadied answer keeps an old letter for a second where the new one is like it (R before U), and
is unsure of a letter that frames take now for this, now for that. Once the hand has moved on from
the letter before, its frames vote; when a letter has been written, the steadied answer alone counts
again, or a held letter that wavers would be written twice.
"""

from __future__ import annotations

from dataclasses import replace

from glyphcam.live.spell_rule import DELETE, MOVING, Look

HALF_LIFE_S = 0.3
"""After so long a frame's vote counts half: those of the way to the letter must not decide."""

OVERRULED_FROM = 0.7
"""So large a share of the votes goes before a steadied answer that is sure of another letter."""

GUESSED_FROM = 0.3
"""So large a share is a guess: a letter that two others look like has half of its frames."""

AHEAD = 1.5
"""So many times the votes of the leading label take its place."""

GAP_S = 0.3
"""A label that comes back within this was voted for all along."""


class RestVote:
    """Hears every look; the one it returns says what the frames voted for, where that counts."""

    def __init__(self) -> None:
        self._votes: dict[str, float] = {}
        self._since_s: dict[str, float] = {}
        self._seen_s: dict[str, float] = {}
        self._leader: str | None = None
        self._last_s = 0.0
        self._is_fresh = False
        self._lagging: str | None = None  # what the steadied answer said when it was overruled
        self._elected: str | None = None

    def wrote(self) -> None:
        """A letter was written: until the hand moves on, no frames vote."""
        self._is_fresh = False

    def heard(self, look: Look, written: str | None) -> Look:
        """Take one frame in; ``written`` is the word's last letter, None before its first."""
        leader = self._led(look)
        if look.answer is None and look.guess is None:
            self._is_fresh, self._elected = True, None
            return look
        if leader is None or look.is_card or look.answer in (DELETE, *MOVING):
            return look
        if not self._is_fresh:
            return self._stayed(look)
        share = self._votes[leader] / sum(self._votes.values())
        if look.answer is None:
            is_meant = share >= GUESSED_FROM and written is not None and leader != written
        else:
            is_meant = share >= OVERRULED_FROM and leader != look.answer
        self._elected, self._lagging = (leader, look.answer) if is_meant else (None, None)
        return replace(look, answer=leader, since_s=self._since_s[leader]) if is_meant else look

    def _stayed(self, look: Look) -> Look:
        """Return the look with the letter that was elected, until the steadied answer moves on."""
        if self._elected is None or look.answer not in (None, self._lagging):
            self._elected = None
            return look
        return replace(look, answer=self._elected)

    def _led(self, look: Look) -> str | None:
        """Count the frame's vote; return the label that leads."""
        self._count(look)
        best = max(self._votes, key=self._votes.__getitem__, default=None)
        held = self._votes.get(self._leader or "", 0.0)
        if best is None or self._votes[best] >= AHEAD * held:
            self._leader = best
        return self._leader

    def _count(self, look: Look) -> None:
        kept = 0.5 ** (max(0.0, look.seconds - self._last_s) / HALF_LIFE_S)
        self._votes = {label: share * kept for label, share in self._votes.items()}
        self._last_s = look.seconds
        if not look.is_seen:
            self._votes = {}
        if look.raw is None or not look.is_seen:
            return
        self._votes[look.raw] = self._votes.get(look.raw, 0.0) + 1
        if look.seconds - self._seen_s.get(look.raw, float("-inf")) > GAP_S:
            self._since_s[look.raw] = look.seconds
        self._seen_s[look.raw] = look.seconds
