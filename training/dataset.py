"""A data set as networks see it, and the raw set a loader makes of files before that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand
from glyphcam.models.patch import Picture

Labels = NDArray[Any]
"""(n,) int64 codes as they stand in a file, or str label strings."""

Pictures = Sequence[Picture] | NDArray[np.uint8]
"""n pictures (h, w[, 3]) uint8: one array, or files each read when it is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class RawSet:
    """What a loader found: pictures as they are and labels as they are written.

    ``pictures`` gives n arrays (h, w[, 3]) uint8, perhaps reading each when it is asked for;
    ``labels`` (n,); ``groups`` (n,) str, the writer or source of each, or None; ``classes`` the
    label strings that integer labels count through, or None; ``places`` says where picture i came
    from, for messages, or is empty (then it is row i); ``part`` the part of the set this is.
    """

    name: str
    pictures: Pictures
    labels: Labels
    groups: NDArray[np.str_] | None = None
    classes: tuple[str, ...] | None = None
    places: Sequence[str] = ()
    part: str = "all"
    hands: Sequence[Hand] | None = None
    landmarks: NDArray[np.float32] | None = None
    notes: tuple[str, ...] = ()

    def place(self, row: int) -> str:
        """Return where picture ``row`` stands, for a message."""
        return self.places[row] if self.places else f"{self.name}, picture {row + 1}"

    def rows(self, chosen: NDArray[np.intp]) -> RawSet:
        """Return the chosen rows; pictures in files are still read only when asked for."""
        return replace(
            self,
            pictures=_chosen(self.pictures, chosen),
            labels=self.labels[chosen],
            groups=None if self.groups is None else self.groups[chosen],
            places=[self.place(int(row)) for row in chosen],
            hands=None if self.hands is None else [self.hands[int(row)] for row in chosen],
            landmarks=None if self.landmarks is None else self.landmarks[chosen],
        )


class _Chosen(Sequence[Picture]):
    """Some of the pictures of another sequence."""

    def __init__(self, pictures: Sequence[Picture], chosen: NDArray[np.intp]) -> None:
        self._pictures, self._chosen = pictures, chosen

    def __len__(self) -> int:
        return len(self._chosen)

    def __getitem__(self, index: int) -> Picture:  # type: ignore[override]
        return self._pictures[int(self._chosen[index])]


def _chosen(pictures: Pictures, chosen: NDArray[np.intp]) -> Pictures:
    return pictures[chosen] if isinstance(pictures, np.ndarray) else _Chosen(pictures, chosen)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Pictures in the form of one recogniser.

    ``patches`` (n, 28, 28) uint8; ``targets`` (n,) int64 columns of the recogniser's labels;
    ``groups`` (n,) str or None; ``landmarks`` (n, 21, 3) float32 or None; ``names`` where each
    picture came from; ``missed`` (m,) int64 targets of the pictures in which no hand was found,
    ``missed_groups`` (m,) their sources;
    ``left_out`` counts pictures of labels the recogniser does not read; ``notes`` what else a
    user should know.
    """

    name: str
    patches: NDArray[np.uint8]
    targets: NDArray[np.int64]
    groups: NDArray[np.str_] | None = None
    landmarks: NDArray[np.float32] | None = None
    names: Sequence[str] = ()
    missed: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    missed_groups: NDArray[np.str_] | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of pictures in which there was something to read."""
        return len(self.targets)

    def place(self, row: int) -> str:
        """Return where picture ``row`` came from."""
        return self.names[row] if self.names else f"{self.name}, picture {row + 1}"

    def rows(self, chosen: NDArray[Any]) -> Dataset:
        """Return the chosen rows, by number or by mask, without the misses."""
        index = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        return Dataset(
            name=self.name,
            patches=self.patches[index],
            targets=self.targets[index],
            groups=None if self.groups is None else self.groups[index],
            landmarks=None if self.landmarks is None else self.landmarks[index],
            names=[self.names[int(i)] for i in index] if self.names else (),
            notes=self.notes,
        )


def merge(sets: Sequence[Dataset]) -> Dataset:
    """Return the sets one after another; groups of sets without any are the set's file name."""
    if len(sets) == 1:
        return sets[0]
    left_out: dict[str, int] = {}
    for each in sets:
        for label, count in each.left_out.items():
            left_out[label] = left_out.get(label, 0) + count
    return Dataset(
        name=" + ".join(each.name for each in sets),
        patches=np.concatenate([each.patches for each in sets]),
        targets=np.concatenate([each.targets for each in sets]),
        groups=np.concatenate([_groups(each) for each in sets]),
        landmarks=_landmarks(sets),
        names=[each.place(row) for each in sets for row in range(len(each))],
        missed=np.concatenate([each.missed for each in sets]),
        missed_groups=np.concatenate([_missed_groups(each) for each in sets]),
        left_out=left_out,
        notes=tuple(note for each in sets for note in each.notes),
    )


def _groups(each: Dataset) -> NDArray[np.str_]:
    return np.full(len(each), Path(each.name).name) if each.groups is None else each.groups


def _missed_groups(each: Dataset) -> NDArray[np.str_]:
    if each.missed_groups is not None:
        return each.missed_groups
    return np.full(len(each.missed), Path(each.name).name)


def _landmarks(sets: Sequence[Dataset]) -> NDArray[np.float32] | None:
    found = [each.landmarks for each in sets if each.landmarks is not None]
    return np.concatenate(found) if len(found) == len(sets) else None
