"""Handwriting in the ink form, split once and for all: by writer where known, else by hash."""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import Crop, Recogniser
from glyphcam.training.recipe import REVIEW_QUEUE, TrainOptions
from glyphcam.training.small_l import is_small_l

Patches = NDArray[np.uint8]
"""(n, 28, 28) uint8, light ink on black."""

Targets = NDArray[np.int64]
"""(n,) int64 index into the recogniser's labels."""


@dataclass(frozen=True, slots=True, eq=False)
class GlyphSet:
    """Patches (n, 28, 28) uint8 in the network's form with targets (n,) int64; where from."""

    name: str
    patches: Patches
    targets: Targets

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> GlyphSet:
        """Return the chosen rows under the same name."""
        return GlyphSet(self.name, self.patches[chosen], self.targets[chosen])

    def head(self, count: int) -> GlyphSet:
        """Return ``count`` rows spread evenly over all of them, or all where there are fewer."""
        size = len(self.targets)
        return self.rows(np.unique(np.linspace(0, size - 1, min(count, size)).astype(np.int64)))


@dataclass(frozen=True, slots=True, eq=False)
class GlyphSplit:
    """``train`` to learn from, ``held`` to calibrate on, ``tests`` that no choice looks at."""

    train: GlyphSet
    held: GlyphSet
    tests: tuple[GlyphSet, ...]

    @property
    def test(self) -> GlyphSet:
        """The first test, which the headline figures are of."""
        return self.tests[0]


@dataclass(frozen=True, slots=True)
class Piece:
    """One array of one file: ``part`` is train, test, or tenth (a hashed tenth is the test)."""

    name: str
    file: str
    pictures: str
    targets: str
    part: str
    writers: str | None = None
    first_label: int = 0


PIECES: Mapping[str, tuple[Piece, ...]] = MappingProxyType(
    {
        "digits": (
            Piece("mnist", "mnist.npz", "x_train", "y_train", "train"),
            Piece("mnist", "mnist.npz", "x_test", "y_test", "test"),
        ),
        "characters": (
            Piece("mnist", "mnist.npz", "x_train", "y_train", "train"),
            Piece("own tenth", "emnist_digits.npz", "x", "y", "tenth"),
            Piece("own tenth", "letters.npz", "x", "y", "tenth", first_label=10),
        ),
        "kannada": (
            Piece("eight writers", "kannada.npz", "x_train", "y_train", "train", "writer_train"),
            Piece("eight writers", "kannada.npz", "x_test", "y_test", "test"),
            Piece("ten writers", "kannada.npz", "x_extra", "y_extra", "test"),
            Piece("published", "kannada.npz", "x_test_published", "y_test_published", "test"),
        ),
        "fashion": (
            Piece("fashion", "fashion_mnist.npz", "x_train", "y_train", "train"),
            Piece("fashion", "fashion_mnist.npz", "x_test", "y_test", "test"),
        ),
    }
)
"""What each recogniser learns from and is judged by, of the shared data folder."""

WITH_PENS = ("characters",)
"""Who also learns from the pens of pens.py, where digits and letters are of one hand."""

_TENTHS, _HELD_SHARE = 10, 20


def load_split(recogniser: Recogniser, folder: Path) -> GlyphSplit:
    """Read the recogniser's pieces of ``folder``; DataError names a file that is not there."""
    train, held, tests = [], [], []
    # Where some pieces give a tenth away, confidence is tuned on pictures like that tenth.
    parts = {piece.part for piece in PIECES[recogniser.name]}
    tuned_on = "tenth" if "tenth" in parts else "train"
    for piece in PIECES[recogniser.name]:
        whole, writers = _read(piece, folder, recogniser)
        keys = hashes(whole.patches) if writers is None else hashes(writers)
        is_test = _tests(piece, keys)
        tunes = ~is_test & is_held(keys) & (piece.part == tuned_on)
        tests.append(whole.rows(is_test))
        held.append(whole.rows(tunes))
        train.append(whole.rows(~is_test & ~tunes))
    named = tuple(joined(name, _called(name, tests)) for name in _names(tests))
    learned = joined("train", train)
    if recogniser.crop is Crop.INK:  # goods are alike without being the same: a fifth would go
        learned = without_twins(learned, named)
    taught, judges = _pens(recogniser)
    return GlyphSplit(joined("train", [learned, *taught]), joined("held", held), named + judges)


def load_tests(recogniser: Recogniser, folder: Path) -> tuple[GlyphSet, ...]:
    """Read only what the recogniser is judged by, for `folder`'s pieces; as in load_split."""
    tests = []
    for piece in PIECES[recogniser.name]:
        if piece.part == "train":
            continue
        whole, _ = _read(piece, folder, recogniser)
        tests.append(whole.rows(_tests(piece, hashes(whole.patches))))
    named = tuple(joined(name, _called(name, tests)) for name in _names(tests))
    return named + _pens(recogniser)[1]


def _pens(recogniser: Recogniser) -> tuple[tuple[GlyphSet, ...], tuple[GlyphSet, ...]]:
    """Return the pens to learn from and to be judged by, none for who does without.

    Their bars are the bars of NIST's forms: without_twins would take them for the same pictures.
    """
    if recogniser.name not in WITH_PENS:
        return (), ()
    from glyphcam.training.pens import pens

    taught, judged = pens(recogniser)
    return (taught,), (judged,)


def read_split(recogniser: Recogniser, options: TrainOptions) -> GlyphSplit:
    """Return the split a recipe was asked for, of ``options.data`` where it names any.

    ``is_full`` learns the tests as well: its figures on them are then no measure.
    """
    if options.data:
        from glyphcam.training.glyph_given import given_split

        split = given_split(recogniser, options.data, options.skips_unreadable)
    else:
        split = load_split(recogniser, data_folder())
    if REVIEW_QUEUE in options.settings:
        from glyphcam.training.review_data import with_glyphs

        split = with_glyphs(split, recogniser, options.settings)
    if not options.is_full:
        return split
    return GlyphSplit(joined("all", [split.train, *split.tests]), split.held, split.tests)


def _names(sets: list[GlyphSet]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in sets if len(one.targets)))


def _called(name: str, sets: list[GlyphSet]) -> list[GlyphSet]:
    return [one for one in sets if one.name == name]


def is_held(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which rows (n,) are kept for calibration, by their hashes: one in twenty."""
    return np.asarray((keys // _TENTHS) % _HELD_SHARE == 0)


def data_folder() -> Path:
    """Return the folder GLYPHCAM_DATA names, or the one beside the project."""
    return Path(os.environ.get("GLYPHCAM_DATA", "../shared/data"))


def hashes(rows: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return a stable hash (n,) of each row: the same picture or writer, the same side."""
    return np.array([zlib.crc32(np.ascontiguousarray(row).tobytes()) for row in rows], np.int64)


def joined(name: str, sets: Sequence[GlyphSet]) -> GlyphSet:
    """Return the rows of all sets as one."""
    return GlyphSet(
        name,
        np.concatenate([one.patches for one in sets]),
        np.concatenate([one.targets for one in sets]),
    )


def some(train: GlyphSet, count: int, seed: int) -> GlyphSet:
    """Return ``count`` rows by chance, in order, or all where there are fewer."""
    rows = np.random.default_rng(seed).permutation(len(train.targets))[:count]
    return train.rows(np.sort(rows))


def without_twins(train: GlyphSet, tests: Sequence[GlyphSet], likeness: float = 0.975) -> GlyphSet:
    """Drop training rows that are a test picture again: NIST's forms are in several sets.

    Likeness is the cosine of two pictures of one label. Between MNIST and EMNIST 1 to 2 % of
    rows are above 0.97, true twins by eye; between MNIST rows next to none but bars are.
    """
    is_twin = np.zeros(len(train.targets), bool)
    for target in np.unique(train.targets):
        rows = np.flatnonzero(train.targets == target)
        for test in tests:
            others = _directions(test.patches[test.targets == target])
            if len(others):
                is_twin[rows] |= (_directions(train.patches[rows]) @ others.T).max(1) > likeness
    return train.rows(~is_twin)


def _directions(patches: Patches) -> NDArray[np.float32]:
    flat = patches.reshape(len(patches), 784).astype(np.float32)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)


def _read(
    piece: Piece, folder: Path, recogniser: Recogniser
) -> tuple[GlyphSet, NDArray[np.generic] | None]:
    path = folder / piece.file
    if not path.is_file():
        raise DataError(f"no {path}: name the folder with GLYPHCAM_DATA, or give --data")
    with np.load(path, allow_pickle=False) as arrays:
        patches = np.stack(
            [to_patch(picture, recogniser.crop) for picture in arrays[piece.pictures]]
        )
        targets = arrays[piece.targets].astype(np.int64) + piece.first_label
        writers = arrays[piece.writers] if piece.writers else None
    kept = ~is_small_l(patches, targets, recogniser)
    whole = GlyphSet(piece.name, patches, targets).rows(kept)
    return whole, None if writers is None else writers[kept]


def _tests(piece: Piece, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    if piece.part == "tenth":
        return np.asarray(keys % _TENTHS == 0)
    return np.full(len(keys), piece.part == "test")
