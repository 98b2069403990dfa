"""A raw set to what a recogniser's networks are shown: every picture by the one road to a patch."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from os import cpu_count

import click
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.observation import Observation
from glyphcam.models.patch import PATCH_SIDE
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset, RawSet
from glyphcam.training.folder_set import UnreadablePicture
from glyphcam.training.label_codes import map_labels
from glyphcam.training.looks import Look, look_of

_SHOWN, _AHEAD, _BAR_FROM, _WORKERS = 5, 256, 500, 4


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Rows with something to read and what was seen; rows without; files that do not open."""

    rows: list[int]
    observations: list[Observation]
    missed: list[int]
    broken: list[str]


def prepare(raw: RawSet, recogniser: Recogniser, skips_unreadable: bool = False) -> Dataset:
    """Return ``raw`` in the form of ``recogniser``; DataError names labels or files at fault.

    Pictures with labels the recogniser does not read are left out and counted. Pictures of hands
    without a hand in them are counted in ``missed``. Unreadable files are a DataError that lists
    them, unless ``skips_unreadable``; then they are listed in ``notes``.
    """
    mapped = map_labels(raw, recogniser)
    seen = _see(raw, np.flatnonzero(mapped.targets >= 0).tolist(), look_of(recogniser.crop, raw))
    if seen.broken and not skips_unreadable:
        raise DataError(f"{_listing(seen.broken, raw.name)}: mend them, or --skip-unreadable")
    skipped = (f"skipped {_listing(seen.broken, raw.name)}",) if seen.broken else ()
    return Dataset(
        name=raw.name,
        patches=np.array([one.patch for one in seen.observations], np.uint8).reshape(
            -1, PATCH_SIDE, PATCH_SIDE
        ),
        targets=mapped.targets[seen.rows],
        groups=None if raw.groups is None else raw.groups[seen.rows],
        landmarks=_landmarks(seen),
        names=[raw.place(row) for row in seen.rows] if raw.places else (),
        missed=mapped.targets[seen.missed],
        missed_groups=None if raw.groups is None else raw.groups[seen.missed],
        left_out=mapped.left_out,
        notes=raw.notes + skipped,
    )


def _see(raw: RawSet, rows: Sequence[int], look: Look) -> _Seen:
    seen = _Seen([], [], [], [])
    is_hidden = len(rows) < _BAR_FROM or not sys.stderr.isatty()
    bar = click.progressbar(
        length=len(rows), label=raw.name[-30:], file=sys.stderr, hidden=is_hidden
    )
    with bar, ThreadPoolExecutor(min(_WORKERS, cpu_count() or 1), "look") as pool:
        for some in _chunks(rows):
            answers = pool.map(partial(_look_at, look), some)
            for row, answer in zip(some, answers, strict=True):
                _sort_in(seen, row, answer)
            bar.update(len(some))
    return _of_one_form(seen)


def _of_one_form(seen: _Seen) -> _Seen:
    """Where hands were found in some pictures, those too small to look for one in are misses."""
    has_points = [one.landmarks is not None for one in seen.observations]
    if all(has_points) or not any(has_points):
        return seen
    pairs = list(zip(seen.rows, seen.observations, has_points, strict=True))
    return _Seen(
        [row for row, _, is_hand in pairs if is_hand],
        [one for _, one, is_hand in pairs if is_hand],
        sorted(seen.missed + [row for row, _, is_hand in pairs if not is_hand]),
        seen.broken,
    )


def _sort_in(seen: _Seen, row: int, answer: Observation | UnreadablePicture | None) -> None:
    if isinstance(answer, UnreadablePicture):
        seen.broken.append(str(answer.path))
    elif answer is None:
        seen.missed.append(row)
    else:
        seen.rows.append(row)
        seen.observations.append(answer)


def _look_at(look: Look, row: int) -> Observation | UnreadablePicture | None:
    try:
        return look(row)
    except UnreadablePicture as error:
        return error


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """Some rows at a time, so that only so many pictures are in memory."""
    return (rows[start : start + _AHEAD] for start in range(0, len(rows), _AHEAD))


def _landmarks(seen: _Seen) -> NDArray[np.float32] | None:
    found = [one.landmarks for one in seen.observations if one.landmarks is not None]
    return np.stack(found) if found and len(found) == len(seen.observations) else None


def _listing(broken: Sequence[str], name: str) -> str:
    more = f" and {len(broken) - _SHOWN} more" if len(broken) > _SHOWN else ""
    return f"{len(broken)} unreadable picture(s) in {name}: {', '.join(broken[:_SHOWN])}{more}"
