"""Rows that are no writing: specks and edges beside a word, low and read as nothing sure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_script import Script

_WORD, _FEW = 3, 2
"""Beside a row of three glyphs and more, rows of one or two are looked at."""

_LOW, _LOWER = 0.75, 0.5
"""A stray row is lower than the word by this much where it is unsure, or by this much else."""

_SURE = 0.9
"""What is read as surely as this is a small letter, however low."""


def without_strays(script: Script, twins: NDArray[np.intp], threshold: float) -> Script:
    """Return ``script`` without its stray rows, where its longest row is a word.

    ``twins`` (k,) gives each label's look-alike's column, or its own: what is surely O or 0 is no
    less sure for that. Glyphs under ``threshold`` are unsure.
    """
    shape = script.shape
    if len(shape) < 2 or max(shape) < _WORD:
        return script
    high = np.linalg.norm(script.quads[:, [3, 2]] - script.quads[:, [0, 1]], axis=2).mean(axis=1)
    sure = _confidences(script, twins)
    word_high = float(np.median(high[script.rows == int(np.argmax(shape))]))
    is_kept = np.ones(len(script.rows), np.bool_)
    for row, count in enumerate(shape):
        own = script.rows == row
        if 0 < count <= _FEW:
            share, mean = float(high[own].max()) / word_high, float(sure[own].mean())
            limit = _LOW if mean < threshold else _LOWER
            is_kept[own] = share >= limit or mean >= _SURE
    if is_kept.all():
        return script
    _, rows = np.unique(script.rows[is_kept], return_inverse=True)
    quads, gaps = script.quads[is_kept], script.gaps[is_kept]
    return Script(quads, script.probabilities[is_kept], rows.astype(np.intp), gaps)


def _confidences(script: Script, twins: NDArray[np.intp]) -> NDArray[np.float32]:
    """How sure each glyph (n,) is, its look-alike counted as itself."""
    own = script.probabilities
    both = own + np.where(twins != np.arange(len(twins)), own[:, twins], np.float32(0))
    return np.asarray(both.max(axis=1), np.float32)
