"""Many requests through one network run: what goes to the same model goes together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_shelf import ServedModel
from glyphcam.live.serve_wire import Answer

RUN = 256
"""Patches in one network run; more bring nothing but memory."""

Rows = NDArray[np.float32]
"""(n, k) float32 calibrated probabilities."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """One request: ``patches`` (n, 28, 28) uint8 for ``model``, and how its rows are told.

    ``landmarks`` (n, 21, 3) float32 where the model needs them; ServeError 422 where they lack.
    """

    model: ServedModel
    patches: NDArray[np.uint8]
    landmarks: NDArray[np.float32] | None
    tell: Callable[[Rows], Answer]

    def __post_init__(self) -> None:
        if self.model.network.needs_landmarks and self.landmarks is None:
            raise ServeError(
                422,
                f"{self.model.name} reads hand landmarks too: give 'landmarks', 21 points of x, y, "
                f"z from the wrist for each patch, or choose another model",
            )


def answer_together(wanted: Sequence[Wanted | Answer]) -> list[Answer]:
    """Return an answer to each, in order; what is an answer already stays as it is."""
    told = {i: one for i, one in enumerate(wanted) if isinstance(one, Answer)}
    groups: dict[str, list[int]] = {}
    for i, one in enumerate(wanted):
        if isinstance(one, Wanted):
            groups.setdefault(one.model.name, []).append(i)
    for places in groups.values():
        group = [one for i in places if isinstance(one := wanted[i], Wanted)]
        parts = np.split(_rows(group), np.cumsum([len(one.patches) for one in group])[:-1])
        for i, one, part in zip(places, group, parts, strict=True):
            told[i] = one.tell(part)
    return [told[i] for i in range(len(wanted))]


def _rows(group: Sequence[Wanted]) -> Rows:
    """Return the probabilities of all patches of the group, whose model is one."""
    network = group[0].model.network
    patches = _joined([one.patches for one in group])
    points = [one.landmarks for one in group if one.landmarks is not None]
    landmarks = _joined(points) if network.needs_landmarks else None
    runs = [
        network.probabilities(
            patches[i : i + RUN], None if landmarks is None else landmarks[i : i + RUN]
        )
        for i in range(0, len(patches), RUN)
    ]
    return _joined(runs)


_Kind = TypeVar("_Kind", np.uint8, np.float32)


def _joined(parts: Sequence[NDArray[_Kind]]) -> NDArray[_Kind]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
