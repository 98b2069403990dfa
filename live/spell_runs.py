"""Stretches of one sure answer, found as the frames come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from glyphcam.live.spell_rule import DELETE, LEAD_S, MOVING, OVERRULE_S, RULE, Look, SpellRule

_GLIMPSE_S = 0.1
"""A frame or three of another answer do not begin the raw answer anew."""


@dataclass(frozen=True, slots=True)
class Run:
    """One answer standing from ``start_s`` to ``end_s``, with its mean confidence so far.

    ``count`` is of how many frames; ``number`` tells a run from the one before; ``is_open``
    whether the last frame still said so.
    """

    label: str
    start_s: float
    end_s: float
    confidence: float
    is_card: bool = False
    count: int = 1
    number: int = 0
    is_open: bool = True

    @property
    def length_s(self) -> float:
        """How long it has stood."""
        return self.end_s - self.start_s


class RunWatch:
    """Follows the answers; the run it returns is the newest, grown with every frame."""

    def __init__(self, rule: SpellRule = RULE) -> None:
        self._rule = rule
        self._run: Run | None = None
        self.before: Run | None = None
        """The run before the newest: over."""
        self._raw = _RawSince()

    def update(self, look: Look) -> Run | None:
        """Take one frame in; return the newest run, which may be over, or None before the first.

        A run ends where the first frame says otherwise. It begins where the frames' own answers
        did: the steadied answer comes a quarter of a second after them.
        """
        look = self._raw.overruled(look)
        led_since_s = self._raw.update(look)
        led_since_s = led_since_s if look.since_s is None else look.since_s
        run = self._run
        if look.answer is None:
            self._close(look.seconds)
        elif run is not None and self._goes_on(run, look):
            mean = (run.confidence * run.count + look.confidence) / (run.count + 1)
            self._run = replace(
                run, end_s=look.seconds, confidence=mean, count=run.count + 1, is_open=True
            )
        else:
            begun = self._begun(look, led_since_s)
            self._close(begun.start_s)
            self.before, self._run = self._run, begun
        return self._run

    def again(self, seconds: float) -> None:
        """Begin the run anew at ``seconds``: the same answer stands for another letter."""
        if self._run is not None and self._run.is_open:
            run = self._run
            self._close(seconds)
            self.before = self._run
            self._run = Run(
                run.label, seconds, seconds, run.confidence, run.is_card, number=run.number + 1
            )

    def _close(self, seconds: float) -> None:
        if self._run is not None and self._run.is_open:
            end_s = max(self._run.start_s, seconds)
            self._run = replace(self._run, end_s=end_s, is_open=False)

    def _goes_on(self, run: Run, look: Look) -> bool:
        is_near = run.is_open or look.seconds - run.end_s <= self._rule.flicker_s
        return run.label == look.answer and is_near

    def _begun(self, look: Look, led_since_s: float) -> Run:
        run = self._run
        start_s = max(led_since_s, look.seconds - LEAD_S)
        if run is not None:
            start_s = max(start_s, run.start_s if run.is_open else run.end_s)
        number = 0 if run is None else run.number + 1
        label = look.answer or ""
        return Run(label, start_s, look.seconds, look.confidence, look.is_card, number=number)


class _RawSince:
    """Since when each label has been what the frames themselves say, glimpses forgiven."""

    def __init__(self) -> None:
        self._since_s: dict[str, float] = {}
        self._seen_s: dict[str, float] = {}
        self._sure = Run("", 0.0, 0.0, 0.0)  # the last label that frames were sure of

    def overruled(self, look: Look) -> Look:
        """Return the look with the frames' own letter, where they have been sure of it so long."""
        if (
            look.answer is None
            or look.raw is None
            or look.answer == look.raw
            or not look.is_raw_sure
        ):
            return look
        is_special = look.answer in (DELETE, *MOVING) or look.is_card
        sure = self._sure
        is_led = sure.label == look.raw and look.seconds - sure.start_s >= OVERRULE_S
        if is_special or not is_led:
            return look
        return replace(look, answer=look.raw)

    def update(self, look: Look) -> float:
        """Take one frame in; return since when its steadied answer has been read."""
        if look.raw is not None:
            if look.seconds - self._seen_s.get(look.raw, float("-inf")) > _GLIMPSE_S:
                self._since_s[look.raw] = look.seconds
            self._seen_s[look.raw] = look.seconds
            if look.is_raw_sure:
                is_new = look.raw != self._sure.label
                is_late = look.seconds - self._sure.end_s > _GLIMPSE_S
                start_s = look.seconds if is_new or is_late else self._sure.start_s
                self._sure = Run(look.raw, start_s, look.seconds, 0.0)
        if look.answer is None or look.raw != look.answer:
            return look.seconds
        return self._since_s[look.answer]
