"""What each recogniser learns from and is judged by when no --data is given: the shared folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset, merge
from glyphcam.training.datasets import load
from glyphcam.training.glyph_data import hashes
from glyphcam.training.small_l import is_small_l

_TENTHS = 10

LEARNED_FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "asl": ("asl",),
        "characters": ("mnist.npz", "emnist_digits.npz", "letters.npz"),
        "digits": ("mnist.npz",),
        "kannada": ("kannada.npz",),
        "fashion": ("fashion_mnist.npz",),
    }
)
"""The files of the data folder that each recogniser learns from."""


def test_set(recogniser: Recogniser, folder: Path) -> Dataset:
    """Return the data ``recogniser`` is judged by; DataError where the folder has it not.

    The hands are those the ASL models were trained on: their honest figures, each source left
    out in turn, are in the stamp.
    """
    return _SETS[recogniser.name](recogniser, folder)


JUDGED_BY: Mapping[str, str] = MappingProxyType(
    {
        "asl": "ASL sources, each left out of training in turn",
        "characters": "a tenth of EMNIST's digits and capitals, left out by hash",
        "digits": "MNIST's test",
        "kannada": "Kannada digits of eight unseen writers",
        "fashion": "Fashion-MNIST's test",
    }
)
"""What the figures of a recogniser's models are measured on, in words."""


def is_data_folder(recogniser: Recogniser, path: Path) -> bool:
    """Return whether ``path`` is laid out as the shared folder, with the recogniser's files."""
    return all((path / name).exists() for name in LEARNED_FILES[recogniser.name])


def train_set(recogniser: Recogniser, folder: Path) -> Dataset:
    """Return what ``recogniser`` learns from, none of it in test_set (but for hands)."""
    return _LEARNED[recogniser.name](recogniser, folder)


def headline_set(recogniser: Recogniser, folder: Path) -> Dataset:
    """Return the one test the figures of a stamp are of; DataError where it is not there."""
    return _HEADLINES.get(recogniser.name, _SETS[recogniser.name])(recogniser, folder)


def _part(name: str, part: str = "test") -> Callable[[Recogniser, Path], Dataset]:
    return lambda recogniser, folder: load([folder / name], recogniser, part)


def _kannada(recogniser: Recogniser, folder: Path) -> Dataset:
    file = folder / "kannada.npz"
    return load([file, f"{file}::extra", f"{file}::test_published"], recogniser, "test")


def _emnist(recogniser: Recogniser, folder: Path, is_test: bool) -> Dataset:
    both = load([folder / "emnist_digits.npz", folder / "letters.npz"], recogniser)
    whole = both.rows(~is_small_l(both.patches, both.targets, recogniser))
    return whole.rows(np.asarray((hashes(whole.patches) % _TENTHS == 0) == is_test))


def _characters(recogniser: Recogniser, folder: Path) -> Dataset:
    """The tenth of EMNIST's digits and capitals that training leaves out by hash."""
    return _emnist(recogniser, folder, True)


def _learned_characters(recogniser: Recogniser, folder: Path) -> Dataset:
    mnist = load([folder / "mnist.npz"], recogniser, "train")
    return merge([mnist, _emnist(recogniser, folder, False)])


_SETS: Mapping[str, Callable[[Recogniser, Path], Dataset]] = MappingProxyType(
    {
        "asl": _part("asl"),
        "characters": _characters,
        "digits": _part("mnist.npz"),
        "kannada": _kannada,
        "fashion": _part("fashion_mnist.npz"),
    }
)

_LEARNED: Mapping[str, Callable[[Recogniser, Path], Dataset]] = MappingProxyType(
    {
        "asl": _part("asl"),
        "characters": _learned_characters,
        "digits": _part("mnist.npz", "train"),
        "kannada": _part("kannada.npz", "train"),
        "fashion": _part("fashion_mnist.npz", "train"),
    }
)

_HEADLINES: Mapping[str, Callable[[Recogniser, Path], Dataset]] = MappingProxyType(
    {"kannada": _part("kannada.npz")}
)
