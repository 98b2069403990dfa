"""The project's own pen strokes for digits and capitals, and how a hand would draw them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Stroke = NDArray[np.float32]
"""(n, 2) float32 x, y along the pen's way; y runs down, a character is 0 to 1 high."""

_PATHS = {
    "A": "0,1 .35,0 .7,1|.14,.63 .57,.63",
    "B": "0,0 0,1|0,0 .4,.02 .56,.22 .4,.45 0,.48|0,.48 .45,.5 .64,.74 .46,.98 0,1",
    "C": ".64,.17 .45,.01 .2,.05 .02,.35 .02,.65 .2,.95 .45,.99 .66,.82",
    "D": "0,0 0,1|0,0 .34,.03 .6,.25 .64,.5 .6,.75 .34,.97 0,1",
    "E": "0,0 0,1|0,0 .58,0|0,.49 .48,.49|0,1 .6,1",
    "F": "0,0 0,1|0,0 .58,0|0,.48 .48,.48",
    "G": ".64,.17 .45,.01 .2,.05 .02,.35 .02,.65 .2,.95 .45,.99 .66,.85 .66,.55|.4,.55 .7,.55",
    "H": "0,0 0,1|.62,0 .62,1|0,.5 .62,.5",
    "I": ".25,0 .25,1|0,0 .5,0|0,1 .5,1",
    "J": ".5,0 .5,.75 .38,.98 .15,.98 0,.78|.22,0 .75,0",
    "K": "0,0 0,1|.58,0 0,.56|.16,.42 .6,1",
    "L": "0,0 0,1 .58,1",
    "M": "0,1 .06,0 .42,.72 .78,0 .84,1",
    "N": "0,1 0,0 .62,1 .62,0",
    "O": ".36,0 .1,.12 0,.5 .1,.88 .36,1 .62,.88 .72,.5 .62,.12 .36,0",
    "P": "0,0 0,1|0,0 .42,.02 .6,.26 .42,.52 0,.54",
    "Q": ".36,0 .1,.12 0,.5 .1,.88 .36,1 .62,.88 .72,.5 .62,.12 .36,0|.42,.7 .78,1.08",
    "R": "0,0 0,1|0,0 .42,.02 .58,.25 .42,.48 0,.5|.22,.5 .62,1",
    "S": ".6,.14 .42,0 .18,.02 .04,.2 .14,.4 .48,.56 .6,.78 .46,.98 .18,1 0,.86",
    "T": "0,0 .7,0|.35,0 .35,1",
    "U": "0,0 0,.65 .1,.92 .32,1 .54,.92 .64,.65 .64,0",
    "V": "0,0 .34,1 .68,0",
    "W": "0,0 .2,1 .46,.3 .72,1 .92,0",
    "X": "0,0 .64,1|.64,0 0,1",
    "Y": "0,0 .32,.48 .64,0|.32,.48 .32,1",
    "Z": "0,0 .62,0 0,1 .64,1",
    "0": ".3,0 .08,.14 0,.5 .08,.86 .3,1 .52,.86 .6,.5 .52,.14 .3,0",
    "1": ".02,.22 .26,0 .26,1",
    "2": ".02,.24 .12,.05 .34,0 .54,.12 .54,.34 .3,.66 0,1 .6,1",
    "3": ".02,.12 .26,0 .5,.08 .54,.28 .4,.45 .2,.48|.2,.48 .5,.54 .6,.76 .46,.96 .22,1 0,.88",
    "4": ".44,1 .44,0 0,.66 .62,.66",
    "5": ".54,0 .08,0 .04,.44 .3,.38 .54,.52 .58,.76 .42,.97 .18,1 0,.9",
    "6": ".48,.02 .2,.2 .03,.55 .05,.84 .26,1 .5,.92 .56,.7 .42,.5 .2,.52 .05,.72",
    "7": "0,0 .58,0 .22,1",
    "8": ".3,.47 .08,.32 .1,.08 .3,0 .5,.08 .52,.32 .3,.47"
    "|.3,.47 .02,.66 .06,.92 .3,1 .54,.92 .58,.66 .3,.47",
    "9": ".54,.3 .4,.5 .16,.5 .03,.3 .1,.08 .32,0 .5,.08 .56,.3 .5,1",
}

_ROUND = frozenset("BCDGJOPQRSU0235689")
"""Characters whose ways are curves: their corners are rounded off."""


def _parsed(path: str) -> tuple[Stroke, ...]:
    return tuple(
        np.array([point.split(",") for point in stroke.split()], dtype=np.float32)
        for stroke in path.split("|")
    )


STROKES: Mapping[str, tuple[Stroke, ...]] = MappingProxyType(
    {label: _parsed(path) for label, path in _PATHS.items()}
)
"""Each character's strokes."""


def width_of(label: str) -> float:
    """Return how wide a character is, its height being 1."""
    return max(float(stroke[:, 0].max()) for stroke in STROKES[label])


def drawn(label: str, rng: np.random.Generator, unsteady: float = 0.025) -> list[Stroke]:
    """Return the character's strokes as a hand would draw them, no two times alike.

    The points wander by ``unsteady`` of the height; the whole leans and stretches a little.
    """
    lean, wide = rng.normal(0.0, 0.06), rng.uniform(0.92, 1.1)
    matrix = np.array([[wide, -lean], [0.0, 1.0]], np.float32)
    strokes = []
    for stroke in STROKES[label]:
        moved = (stroke + rng.normal(0, unsteady, stroke.shape)) @ matrix.T
        for _ in range(3 if label in _ROUND else 1):
            moved = _rounded(moved)
        strokes.append(moved.astype(np.float32))
    return strokes


def _rounded(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cut each corner off a quarter of the way along its two sides; the ends stay (Chaikin)."""
    if len(points) < 3:
        return points
    near = 0.75 * points[:-1] + 0.25 * points[1:]
    far = 0.25 * points[:-1] + 0.75 * points[1:]
    inner = np.stack([near, far], axis=1).reshape(-1, 2)[1:-1]
    return np.concatenate([points[:1], inner, points[-1:]])
