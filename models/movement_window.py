"""A window of time over a followed hand, as the movement network is shown it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STEPS = 24
"""How many moments of a window the network sees: 15 frames a second of 1.6 s, 60 of 0.4 s."""

LENGTHS_S = (0.45, 0.6, 0.8, 1.1, 1.5, 2.0, 2.7, 3.6)
"""A movement is looked for in windows of these lengths, each a third longer than the last.

Slow hands take 3 s over a Z and quick ones 0.4 s over a J (the clips: 0.9 to 3 s); one network
over all lengths knows no speed.
"""

Track = NDArray[np.float32]
"""(f, 21, 3) float32 landmarks of one hand, picture pixels, a right hand or mirrored to be one."""

Window = NDArray[np.float32]
"""(STEPS, 21, 3) float32, as a Track, evenly spaced in time."""


def windows(
    seconds: NDArray[np.float64], track: Track, end_s: float, lengths_s: Sequence[float]
) -> NDArray[np.float32]:
    """Return (n, STEPS, 21, 3) float32: the windows of ``lengths_s`` that end at ``end_s``.

    ``seconds`` (f,) rise; between two frames the hand moves straight on, before the first it rests.
    """
    spans = np.asarray(lengths_s, np.float64)[:, None]
    moments = (end_s - spans * np.linspace(1, 0, STEPS)).ravel()  # (n * STEPS,)
    after = np.clip(np.searchsorted(seconds, moments), 1, len(seconds) - 1)
    gaps = seconds[after] - seconds[after - 1]
    share = np.clip((moments - seconds[after - 1]) / np.maximum(gaps, 1e-9), 0, 1)
    share = share[:, None, None].astype(np.float32)
    found = track[after - 1] * (1 - share) + track[after] * share
    return found.reshape(len(spans), STEPS, 21, 3).astype(np.float32)
