"""Marks that surely belong together become atoms; atoms stand in rows, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.glyph_marks import Box, Mark, Marks

_SMALL = 0.55
"""Atoms under this share of the writing's height seek a larger one to belong to."""

_DOT = 0.2
"""Under this share of the height a mark can only be the dot of a narrow letter."""

_ALONE = 0.33
"""Under this share they are specks where they find none."""

_FLAT = 4.0
"""So many times wider than high is a loose bar or a rest of a printed line, never a character."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """Marks read as one or, with a neighbour, as part of one.

    ``marks``: their indices in the label map; ``box`` (4,) sheet px, possibly narrower than the
    marks where a touching pair was cut; ``near``: it nearly touches the atom before it, so both
    may be one glyph; ``is_cut``: it was cut off the atom before it.
    """

    marks: frozenset[int]
    box: Box
    near: bool = False
    is_cut: bool = False

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return int(self.box[3] - self.box[1])

    @property
    def width(self) -> int:
        """Its width in pixels."""
        return int(self.box[2] - self.box[0])


def joined_box(boxes: list[Box]) -> Box:
    """Return the box round boxes (4,) each."""
    stack = np.stack(boxes)
    return np.concatenate([stack[:, :2].min(axis=0), stack[:, 2:].max(axis=0)])


def rows_of(found: Marks) -> list[list[Atom]]:
    """Return the rows of atoms, top to bottom, each from left to right."""
    atoms = [Atom(frozenset({mark.index}), mark.box) for mark in found.kept]
    atoms = _stacked(atoms, found.height)
    near = _near_groups(found)
    large = [atom for atom in atoms if not _is_part(atom, found.height)]
    for atom in atoms:
        if _is_part(atom, found.height):
            large = _adopted(large, atom, near, found.height)
    return [_marked_near(row, near) for row in _in_rows(large)]


def _stacked(atoms: list[Atom], height: float) -> list[Atom]:
    """Join what stands one over the other: dots, loose bars, the two strokes of a five."""
    done: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: -a.width):
        host = next((i for i, other in enumerate(done) if _is_stacked(atom, other, height)), None)
        if host is None:
            done.append(atom)
        else:
            done[host] = _union(done[host], atom)
    return done


def _is_stacked(one: Atom, other: Atom, height: float) -> bool:
    """Whether the narrower lies mostly over, under or inside the wider, and close to it."""
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    apart = max(one.box[1], other.box[1]) - min(one.box[3], other.box[3])
    total = max(one.box[3], other.box[3]) - min(one.box[1], other.box[1])
    is_over = shared > 0.55 * min(one.width, other.width)
    if max(one.height, one.width) < _DOT * height and other.width > 0.45 * other.height:
        return False  # a speck by a broad letter; only a stem has a dot
    return bool(is_over and apart < 0.3 * height and total < 1.5 * height)


def _union(one: Atom, other: Atom) -> Atom:
    return replace(one, marks=one.marks | other.marks, box=joined_box([one.box, other.box]))


def _near_groups(found: Marks) -> dict[int, int]:
    """Which group each mark falls in once every stroke is widened by about half its width."""
    stroke = float(np.median([mark.stroke for mark in found.kept])) if found.kept else 1.0
    reach = max(3, round(0.9 * stroke) | 1)
    shown = np.isin(found.labels, [mark.index for mark in found.kept]).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    _, groups = cv2.connectedComponents(cv2.dilate(shown, kernel))
    return {mark.index: _group_of(mark, found.labels, groups) for mark in found.kept}


def _group_of(mark: Mark, labels: NDArray[np.int32], groups: NDArray[np.int32]) -> int:
    x0, y0, x1, y1 = mark.box
    return int(groups[y0:y1, x0:x1][labels[y0:y1, x0:x1] == mark.index][0])


def _is_near(one: Atom, other: Atom, near: dict[int, int]) -> bool:
    return bool({near[index] for index in one.marks} & {near[index] for index in other.marks})


def _is_part(atom: Atom, height: float) -> bool:
    """Whether an atom is too small, or too flat, to be expected to stand by itself."""
    return max(atom.height, atom.width) < _SMALL * height or atom.width > _FLAT * atom.height


def _adopted(large: list[Atom], atom: Atom, near: dict[int, int], height: float) -> list[Atom]:
    """Give a part to the atom it nearly touches; with none, it stands alone or is a speck."""
    for index, host in enumerate(large):
        if _is_near(host, atom, near):
            return [*large[:index], _union(host, atom), *large[index + 1 :]]
    is_own = atom.height >= _ALONE * height and atom.width <= _FLAT * atom.height
    return [*large, atom] if is_own else large


def _in_rows(atoms: list[Atom]) -> list[list[Atom]]:
    """Put each atom, from left to right, in the row whose last atom it stands level with."""
    rows: list[list[Atom]] = []
    for atom in sorted(atoms, key=lambda a: a.box[0] + a.box[2]):
        level = [_level(row[-1], atom) for row in rows]
        if level and max(level) > 0.35:
            rows[int(np.argmax(level))].append(atom)
        else:
            rows.append([atom])
    return sorted(rows, key=lambda row: float(np.mean([a.box[1] + a.box[3] for a in row])))


def _level(one: Atom, other: Atom) -> float:
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return float(shared / min(one.height, other.height))


def _marked_near(row: list[Atom], near: dict[int, int]) -> list[Atom]:
    return [row[0], *(replace(b, near=_is_near(a, b, near)) for a, b in pairwise(row))]
