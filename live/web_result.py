"""What a page shows of a result: HTML for words and bars, and files for pictures and films."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glyphcam.live.answer_panel import percent
from glyphcam.live.frame import Picture
from glyphcam.live.kannada_digits import in_kannada
from glyphcam.models.prediction import Candidate


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """``words`` is HTML; ``picture`` (h, w, 3) uint8 BGR, which ``told`` describes in words.

    ``files`` are there to be saved.
    """

    words: str
    picture: Picture | None = None
    files: tuple[Path, ...] = ()
    told: str = ""


def trouble(sentence: str) -> Shown:
    """Return what is shown where something cannot be read."""
    return Shown(f'<div class="gc"><p class="wrong" role="alert">{html.escape(sentence)}</p></div>')


def answer(words: str, beside: str, is_unsure: bool = False) -> str:
    """Return an answer large, and what is said beside it."""
    mark = " is-unsure" if is_unsure else ""
    return (
        f'<p class="answer{mark}" role="status"><b>{html.escape(words)}</b>'
        f"<span>{html.escape(beside)}</span></p>"
    )


def bars(candidates: Sequence[Candidate], is_kannada: bool = False) -> str:
    """Return the candidates as bars with their per cent."""
    items = "".join(
        f"<li><span>{html.escape(in_kannada(c.label) if is_kannada else c.label)}</span>"
        f'<i style="--share:{c.probability:.1%}"></i><span>{percent(c.probability)}</span></li>'
        for c in candidates
    )
    return f'<ol class="bars{" kannada" if is_kannada else ""}">{items}</ol>'


def film(address: str) -> str:
    """Return a player of the film at ``address``, with its captions shown."""
    place = html.escape(address)
    return (
        f'<video controls preload="metadata" aria-label="The film with its readings drawn in" '
        f'src="{place}/video.mp4"><track kind="captions" srclang="en" label="letters" default '
        f'src="{place}/captions.vtt"></video>'
    )


def block(*parts: str) -> str:
    """Return HTML parts as one block in the pages' look."""
    return f'<div class="gc">{"".join(parts)}</div>'
