"""A list of words to read spelling by: how likely each is, as arrays to compare signs with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import SettingError

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST = 14
"""Letters of the longest word that is looked for."""

SHIPPED = Path(__file__).with_name("words_en.txt")

_WEIGHTS = {"common": 0.40, "usual": 0.25, "known": 0.20, "names": 0.15}
"""How much of what is spelled is of each part of the shipped list; within one all are alike."""

OWN_WEIGHT = 0.5
"""How much of what is spelled is of the person's own list."""

_SILENT = "'\u2019-."
"""What is written in a word and not spelled."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """n words: ``codes`` (n, LONGEST) int8, 0 for A, -1 after the end; ``lengths`` (n,) int;
    ``log_prior`` (n,) float32, natural; ``texts`` in the same order.
    """

    texts: tuple[str, ...]
    codes: NDArray[np.int8]
    lengths: NDArray[np.int64]
    log_prior: NDArray[np.float32]


def shipped_words(own: Path | None = None) -> Words:
    """Return the shipped list, a person's own words before it; SettingError where those are no
    list.
    """
    groups: list[tuple[float, Sequence[str]]] = [
        (_WEIGHTS[name], words) for name, words in parts_of(SHIPPED.read_text("ascii"))
    ]
    if own is not None:
        rest = 1 - OWN_WEIGHT
        groups = [(OWN_WEIGHT, own_words(own)), *((rest * w, words) for w, words in groups)]
    return words_of(groups)


def own_words(path: Path) -> tuple[str, ...]:
    """Return the words of a list of one's own, one a line; SettingError says what is wrong."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise SettingError(f"--words {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingError(f"--words {path} is not UTF-8 text: save it as UTF-8") from error
    words = [
        _spelled(line, number, path)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    if not words:
        raise SettingError(f"--words {path} holds no word: write one a line")
    return tuple(dict.fromkeys(words))


def parts_of(text: str) -> list[tuple[str, list[str]]]:
    """Return the parts of a list, each under its line ``# name``."""
    parts = [part.split("\n", 1) for part in text.split("# ")[1:]]
    return [(name.strip(), words.split()) for name, words in parts]


def words_of(groups: Iterable[tuple[float, Sequence[str]]]) -> Words:
    """Return words of groups, each of a weight that its words share; the first group keeps one."""
    priors: dict[str, float] = {}
    for weight, words in groups:
        for word in words:
            priors.setdefault(word, weight / len(words))
    texts = tuple(priors)
    joined = np.frombuffer("".join(word.ljust(LONGEST, "@") for word in texts).encode(), np.uint8)
    codes = (joined.reshape(-1, LONGEST).astype(np.int8) - ord("A")).astype(np.int8)
    lengths = (codes >= 0).sum(axis=1)
    return Words(texts, codes, lengths, np.log(np.fromiter(priors.values(), np.float32)))


def _spelled(line: str, number: int, path: Path) -> str:
    """Return a line as it is spelled: capital, without accents, points and hyphens."""
    plain = unicodedata.normalize("NFKD", line.strip()).upper()
    word = "".join(c for c in plain if not unicodedata.combining(c) and c not in _SILENT)
    if not word or set(word) - set(ALPHABET) or len(word) > LONGEST:
        raise SettingError(
            f"--words {path}, line {number}: {line.strip()[:40]!r} is no word of 1 to {LONGEST} "
            f"letters A to Z"
        )
    return word
