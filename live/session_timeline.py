"""The timeline of a session as SVG: what was read when, coloured by confidence."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from glyphcam.live.session_event import Event
from glyphcam.live.session_summary import unsure_moments
from glyphcam.live.spelled import Spelled, Word, answer_runs

WIDTH, TOP, HEIGHT = 1000.0, 22.0, 44.0
AXIS_Y = TOP + HEIGHT + 16

TICKS_S = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
MOST_TICKS = 12

STEPS = ((0.95, "#1a7f4b"), (0.85, "#5a9e3a"), (0.7, "#b7a51f"), (0.5, "#d07f1e"), (0.0, "#b5452c"))
"""From this confidence on this colour; told apart by lightness too."""


def colour_of(confidence: float) -> str:
    """Return the colour of a confidence between 0 and 1."""
    return next(colour for least, colour in STEPS if confidence >= least or least == 0.0)


def timeline_svg(events: Sequence[Event], words: Sequence[Word], seconds: float) -> str:
    """Return the timeline, 1000 wide; parts carry their second as ``data-s`` to be clicked on."""
    span_s = max(seconds, 0.001)
    parts = [
        *_answers(events, span_s),
        *_unsure(events, span_s),
        *_word_labels(words, span_s),
        *_axis(span_s),
    ]
    return (
        f'<svg id="timeline" viewBox="0 0 {WIDTH:.0f} {AXIS_Y + 8:.0f}" '
        f'data-span="{span_s:.3f}" role="img" aria-label="what was read when">'
        f"{''.join(parts)}"
        f'<line id="now" x1="0" x2="0" y1="{TOP - 4:.0f}" y2="{TOP + HEIGHT + 4:.0f}"/></svg>'
    )


def _answers(events: Sequence[Event], span_s: float) -> Iterator[str]:
    for run in answer_runs(events):
        x, width = _extent(run.start_s, run.end_s, span_s)
        yield (
            f'<g data-s="{run.start_s:.3f}"><title>{_told(run)}</title>'
            f'<rect x="{x:.1f}" y="{TOP}" width="{width:.1f}" height="{HEIGHT}" '
            f'fill="{colour_of(run.confidence)}"/>{_letter(run, x, width)}</g>'
        )


def _letter(run: Spelled, x: float, width: float) -> str:
    if width < 9 * len(run.label):
        return ""
    middle = x + width / 2
    return f'<text class="in" x="{middle:.1f}" y="{TOP + 29}">{html.escape(run.label)}</text>'


def _told(run: Spelled) -> str:
    label = html.escape(run.label)
    return f"{label} {run.confidence:.0%}, {run.start_s:.1f} to {run.end_s:.1f} s"


def _unsure(events: Sequence[Event], span_s: float) -> Iterator[str]:
    for moment in unsure_moments(events, least_s=0.0):
        x, width = _extent(moment.start_s, moment.end_s, span_s)
        yield (
            f'<rect class="unsure" data-s="{moment.start_s:.3f}" x="{x:.1f}" y="{TOP}" '
            f'width="{width:.1f}" height="{HEIGHT}"><title>unsure, perhaps '
            f"{html.escape(moment.label)}</title></rect>"
        )


def _word_labels(words: Sequence[Word], span_s: float) -> Iterator[str]:
    for word in words:
        x, width = _extent(word.start_s, word.end_s, span_s)
        label = html.escape(word.text)
        yield f'<text class="word" x="{x + width / 2:.1f}" y="{TOP - 8}">{label}</text>'


def _axis(span_s: float) -> Iterator[str]:
    step_s = next((step for step in TICKS_S if span_s / step <= MOST_TICKS), TICKS_S[-1])
    for count in range(int(span_s / step_s) + 1):
        at_s = count * step_s
        x, _ = _extent(at_s, at_s, span_s)
        anchor = "start" if count == 0 else "middle"
        said = f"{at_s:g} s" if span_s < 120 else f"{at_s / 60:g} min"
        yield f'<text class="tick" x="{x:.1f}" y="{AXIS_Y}" text-anchor="{anchor}">{said}</text>'


def _extent(start_s: float, end_s: float, span_s: float) -> tuple[float, float]:
    """Return x and width; what is short is still seen."""
    return start_s / span_s * WIDTH, max(1.5, (end_s - start_s) / span_s * WIDTH)
