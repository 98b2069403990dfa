"""Labels of foreign sets to a recogniser's columns: strings by name, integers by a known code."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import RawSet

_DIGITS, _CAPITALS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL = _CAPITALS.lower()

CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "0-9": tuple(_DIGITS),
        "A-Z": tuple(_CAPITALS),
        "sign-mnist": tuple(_CAPITALS),
        "emnist-letters": ("", *_CAPITALS),
        "emnist-digits": tuple(_DIGITS),
        "emnist-mnist": tuple(_DIGITS),
        "emnist-byclass": tuple(_DIGITS + _CAPITALS + _SMALL),
        "emnist-bymerge": tuple(_DIGITS + _CAPITALS + "abdefghnqrt"),
        "emnist-balanced": tuple(_DIGITS + _CAPITALS + "abdefghnqrt"),
    }
)
"""What the integers of well-known sets stand for; chosen by ``PATH::NAME`` or by the name."""

NAME_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "a_z": "A-Z",
        "a-z": "A-Z",
        "az_handwritten": "A-Z",
        "sign_mnist": "sign-mnist",
        "sign-mnist": "sign-mnist",
        **{name: name for name in CODES if name.startswith("emnist")},
    }
)
"""Parts of file names that tell the code, in lower case."""


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """``targets`` (n,) int64, -1 where the label is none of the recogniser's; those counted."""

    targets: NDArray[np.int64]
    left_out: Mapping[str, int]


def map_labels(raw: RawSet, recogniser: Recogniser) -> Mapped:
    """Return each picture's column; DataError names the first label that means nothing.

    Strings are matched without regard to case, unless the set itself tells cases apart; digits of
    any script count as digits. Strings the
    recogniser does not read are left out and counted (J in a set of ASL letters); an integer
    outside its code is a fault. DataError where nothing is left.
    """
    words = _words(raw, recogniser)
    is_cased = _has_both_cases(set(words))
    columns = {word: column_of(word, recogniser, is_cased) for word in set(words)}
    targets = np.array([columns[word] for word in words], np.int64)
    left_out = Counter(word for word in words if columns[word] < 0)
    if not (targets >= 0).any():
        raise DataError(
            f"{raw.name} has no label that '{recogniser.name}' reads: it has "
            f"{_few(sorted(set(words)))}, wanted are {_few(recogniser.labels)}"
        )
    return Mapped(targets, dict(sorted(left_out.items())))


@lru_cache(maxsize=4096)
def column_of(word: str, recogniser: Recogniser, is_cased: bool = False) -> int:
    """Return the column of the label written ``word``, or -1."""
    if is_cased and word.islower():
        return -1
    plain = _plain(word)
    for column, label in enumerate(recogniser.labels):
        if plain in (_plain(label), _plain(label.split("/")[0])):
            return column
    return -1


def codes_of(raw: RawSet, recogniser: Recogniser) -> tuple[str, ...]:
    """Return what the integers of ``raw`` stand for.

    In this order: the set's own classes, the code its name tells, all capitals where the
    recogniser reads only some of them and the integers reach beyond its own labels (Sign-MNIST
    counts J), and else the recogniser's own labels.
    """
    if raw.classes is not None:
        return raw.classes
    hint = hinted_code(raw.name)
    if hint is not None:
        return CODES[hint]
    labels = recogniser.labels
    is_gappy = set(labels) < set(_CAPITALS)
    if is_gappy and raw.labels.size and int(raw.labels.max()) >= len(labels):
        return CODES["A-Z"]
    return labels


def hinted_code(name: str) -> str | None:
    """Return the code named by ``PATH::CODE`` or told by the file's name, or None."""
    path, _, word = name.partition("::")
    if word in CODES:
        return word
    stem = path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].lower().replace(" ", "_")
    return next((code for hint, code in NAME_HINTS.items() if hint in stem), None)


def _words(raw: RawSet, recogniser: Recogniser) -> list[str]:
    if raw.labels.dtype.kind in "US":
        return [str(word) for word in raw.labels]
    return _spelt(raw, codes_of(raw, recogniser))


def _has_both_cases(words: set[str]) -> bool:
    singles = {word for word in words if len(word) == 1}
    return any(word.islower() and word.upper() in singles for word in singles)


def _spelt(raw: RawSet, codes: tuple[str, ...]) -> list[str]:
    wrong = np.flatnonzero((raw.labels < 0) | (raw.labels >= len(codes)))
    if wrong.size:
        row = int(wrong[0])
        raise DataError(
            f"{raw.place(row)} has the label {raw.labels[row]}, out of range 0 to "
            f"{len(codes) - 1} ({_few(codes)}); {wrong.size} such label(s) in all"
        )
    return [codes[int(code)] for code in raw.labels]


def _plain(word: str) -> str:
    folded = word.strip().casefold()
    if len(folded) == 1 and unicodedata.digit(folded, None) is not None:
        return str(unicodedata.digit(folded))
    return "".join(character for character in folded if character.isalnum())


def _few(words: Sequence[str], count: int = 12) -> str:
    shown = ", ".join(words[:count])
    return shown + (f", ... ({len(words)})" if len(words) > count else "")
