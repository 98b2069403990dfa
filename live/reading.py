"""What was read in one frame: where, what at once, what steadied, and what to tell the person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.spell_state import Spelling
from glyphcam.models.hand import Hand
from glyphcam.models.prediction import Prediction

Quad = NDArray[np.float32]
"""(4, 2) float32 corners x, y in picture pixels: top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """The place that was read: a hand's square with its hand, or a card's four corners."""

    quad: Quad
    hand: Hand | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """One glyph on a card: its place, its own prediction, and the label it is given.

    ``label`` differs from the prediction's where the neighbours on the card settled it
    (``is_settled``); ``alternative`` is the look-alike a lone glyph may just as well be.
    """

    quad: Quad
    prediction: Prediction
    label: str
    is_settled: bool = False
    alternative: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """``raw`` is this frame's own answer, ``steady`` the one smoothed over time.

    For cards ``glyphs`` are in reading order and ``text`` is the whole steadied reading; ``hint``
    is one short sentence for the person, such as "hold still". ``candidates`` are the labels that
    hold the truth as often as was asked (``--sets``), likeliest first; empty where not asked.
    ``others`` are the places of further cards whose glyphs are told as well.
    ``spelling`` is what has been spelled so far, None where nothing is spelled.
    """

    region: Region | None = None
    raw: Prediction | None = None
    steady: Prediction | None = None
    glyphs: tuple[Glyph, ...] = ()
    text: str | None = None
    hint: str | None = None
    candidates: tuple[str, ...] = ()
    spelling: Spelling | None = None
    others: tuple[Region, ...] = ()


NOTHING = Reading()
"""Nothing to read was in the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One turn of the loop: the frame, what was read in it, and the picture as drawn."""

    frame: Frame
    reading: Reading
    picture: Picture
