"""How well words are spelled by people no network has seen: `python benchmarks/spelling_bench.py`.

Each measured source of ../shared/data/asl spells words of the shipped list and random strings with
its own hands (spelling_clips.py): every letter held 0.3 to 1 s, blends of 0.2 to 0.4 s between. A
landmark network that was not shown the source reads them (spelling_folds.py; trained once, into
the cache) through the code of `glyphcam live`, from the landmarks on.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spelling_clips import WordClip, shape_of, word_clip
from spelling_edits import Edits, edits_of
from spelling_folds import Fold, fold_networks, unseen_confusions, write_confusions
from spelling_read import Read, Sitting
from tqdm import tqdm

from glyphcam.live.words import SHIPPED, Words, parts_of, shipped_words
from glyphcam.live.words_confusions import SHIPPED as CONFUSIONS
from glyphcam.models.cache import cache_folder
from glyphcam.models.network import Network
from glyphcam.models.observation import right_handed
from glyphcam.models.recognisers import RECOGNISERS

DATA = Path(os.environ.get("GLYPHCAM_DATA", Path(__file__).parents[2] / "shared" / "data"))
LABELS = RECOGNISERS["asl"].labels
WORDS_EACH, STRINGS_EACH = 10, 4
SHORTEST, LONGEST = 3, 9
WAYS = (
    "fluent, words",
    "fluent, strings",
    "fluent, words, nothing learned",
    "fluent, strings, nothing learned",
    "hold 0.3 s, words held 0.3 to 1 s",
    "hold 0.6 s, words held 0.7 to 1.2 s",
    "hold 0.6 s, words, nothing learned",
)

SURE_HOLD_S = (0.7, 1.2)
"""How long letters are held by one who waits for the ring."""

PARTS = (("common", "usual"), ("known",), ("names",))
"""The thirds that words are drawn from: parts of the shipped list."""


@dataclass(frozen=True, slots=True, eq=False)
class Hands:
    """Every hand there is: ``landmarks`` (n, 21, 3), ``letters`` (n,), ``sources`` (n,)."""

    landmarks: NDArray[np.float32]
    letters: NDArray[np.str_]
    sources: NDArray[np.str_]


def read_hands(data: Path) -> Hands:
    """Return the still letters' landmarks, left hands mirrored."""
    from glyphcam.training.landmark_set import hand_of, landmark_columns

    columns = landmark_columns(data / "asl")
    still = np.flatnonzero(np.isin(columns["letter"], LABELS))
    return Hands(
        np.stack([right_handed(hand_of(columns, row)) for row in map(int, still)]),
        columns["letter"][still].astype(np.str_),
        columns["source"][still].astype(np.str_),
    )


def clips_of(
    hands: Hands,
    source: str,
    random: np.random.Generator,
    hold_s: tuple[float, float] = (0.3, 1.0),
) -> list[WordClip]:
    """Return a source's words, a third frequent, a third rarer, a third names; then strings."""
    own = hands.sources == source
    shapes = {
        letter: [shape_of(points) for points in hands.landmarks[own & (hands.letters == letter)]]
        for letter in LABELS
    }
    shapes = {letter: found for letter, found in shapes.items() if found}
    texts = [_drawn(number, set(shapes), random) for number in range(WORDS_EACH)]
    for _ in range(STRINGS_EACH):
        letters = random.choice(sorted(shapes), random.integers(SHORTEST, LONGEST))
        texts.append("".join(letters))
    return [word_clip(text, source, shapes, random, hold_s) for text in texts]


def _drawn(number: int, known: set[str], random: np.random.Generator) -> str:
    """Draw a word, each third in turn, that the source has all letters of."""
    parts = dict(parts_of(SHIPPED.read_text("ascii")))
    words = [word for part in PARTS[number % len(PARTS)] for word in parts[part]]
    while True:
        word = str(random.choice(words))
        if SHORTEST <= len(word) <= LONGEST and set(word) <= known:
            return word


def measure(reads: Sequence[Read]) -> dict[str, object]:
    """Return the figures of clips that were read one way."""
    edits = [edits_of(read.word, read.text) for read in reads]
    raw = [edits_of(read.word, read.raw) for read in reads]
    letters = sum(len(read.word) for read in reads)
    delays = [delay for read in reads for delay in read.delays_s]
    by_source: dict[str, list[Edits]] = {}
    for read, edit in zip(reads, edits, strict=True):
        by_source.setdefault(read.source, []).append(edit)
    return {
        "clips": len(reads),
        "letters": letters,
        "letter_error_rate": _rate(edits),
        "letter_error_rate_raw": _rate(raw),
        "wrong": _share(raw, "wrong", letters),
        "junk": _share(raw, "extra", letters),
        "missed": _share(raw, "missed", letters),
        "words_right": round(float(np.mean([r.word == r.text for r in reads])), 4),
        "suggested": round(float(np.mean([r.word in r.suggestions for r in reads])), 4),
        "delay_median_s": round(float(np.median(delays)), 3) if delays else None,
        "delay_p95_s": round(float(np.percentile(delays, 95)), 3) if delays else None,
        "by_source": {source: _rate(found) for source, found in sorted(by_source.items())},
    }


def _rate(edits: Sequence[Edits]) -> float:
    return round(sum(e.count for e in edits) / max(1, sum(e.letters for e in edits)), 4)


def _share(edits: Sequence[Edits], name: str, letters: int) -> float:
    return round(sum(getattr(edit, name) for edit in edits) / letters, 4)


def confusions_seen(reads: Sequence[Read], most: int = 12) -> dict[str, int]:
    """Return what was read for what most often, over the held letters."""
    pairs: Counter[str] = Counter()
    for read in reads:
        pairs.update(edits_of(read.word, read.raw).pairs)
    return dict(pairs.most_common(most))


def by_turn(reads: Sequence[Read]) -> list[float]:
    """Return the raw letter error rate of every source's first word, second word, and so on."""
    turns: dict[int, list[Edits]] = {}
    seen: Counter[str] = Counter()
    for read in reads:
        turns.setdefault(seen[read.source], []).append(edits_of(read.word, read.raw))
        seen[read.source] += 1
    return [_rate(edits) for _, edits in sorted(turns.items())]


def single_letters(folds: Sequence[Fold], hands: Hands) -> dict[str, float]:
    """Return each source's share of single frames read right: what spelling starts from."""
    found = {}
    for fold in folds:
        network = Network.load(fold.path)
        for source in fold.sources:
            own = hands.sources == source
            blank = np.zeros((int(own.sum()), 28, 28), np.uint8)
            answers = network.probabilities(blank, hands.landmarks[own]).argmax(axis=1)
            found[source] = round(
                float((np.array(LABELS)[answers] == hands.letters[own]).mean()), 4
            )
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the networks are kept, and the seed of the clips."""

    cache: Path
    seed: int


@dataclass(frozen=True, slots=True)
class Much:
    """How many words a source are read by holding, and how many texts again, nothing learned."""

    held: int
    again: int


def read_fold(
    number: int, fold: Fold, hands: Hands, words: Words, kept: Kept, much: Much
) -> dict[str, list[Read]]:
    """Read every clip of the sources one network never saw, by each way of reading."""
    network, confusions = Network.load(fold.path), unseen_confusions(kept.cache, number)
    listed, read = set(words.texts), {name: [] for name in WAYS}

    def sitting(is_learning: bool = True) -> Sitting:
        return Sitting(network, confusions, words, is_learning)

    for place, source in enumerate(fold.sources):
        random = np.random.default_rng([kept.seed, number, place])
        clips = clips_of(hands, source, random)
        learning, plain = sitting(), sitting(is_learning=False)
        for clip in clips:
            read[WAYS[clip.word not in listed]].append(learning.flowing(clip))
        for clip in [*clips[: much.again], *clips[WORDS_EACH:][: much.again]]:
            read[WAYS[2 + (clip.word not in listed)]].append(plain.flowing(clip))
        learning = sitting()
        for clip in clips[: much.held]:
            read[WAYS[4]].append(learning.held(clip, 0.3))
        learning, sure = sitting(), clips_of(hands, source, random, SURE_HOLD_S)
        for clip in sure[: much.held]:
            read[WAYS[5]].append(learning.held(clip, 0.6))
        for clip in sure[: much.again]:
            read[WAYS[6]].append(plain.held(clip, 0.6))
    return read


def figures_of(
    read: Mapping[str, Sequence[Read]], single: Mapping[str, float]
) -> dict[str, object]:
    """Return what is written to the file."""
    mean = round(float(np.mean(list(single.values()))), 4)
    return {
        "single_frames": {"mean": mean, "by_source": dict(single)},
        **{name: measure(reads) for name, reads in read.items() if reads},
        "read_for": dict(confusions_seen([*read[WAYS[0]], *read[WAYS[1]]])),
        "raw_by_word_of_the_sitting": by_turn(read[WAYS[0]]),
    }


def main() -> None:
    """Measure, print and write benchmarks/spelling.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=cache_folder() / "spelling-folds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--held", type=int, default=WORDS_EACH, help="words held by each source")
    parser.add_argument("--again", type=int, default=4, help="words and strings each, again")
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).with_name("spelling.json"))
    parser.add_argument("--write-confusions", action="store_true", help="write models' and end")
    chosen = parser.parse_args()
    if chosen.write_confusions:
        fold_networks(DATA, chosen.cache)
        return write_confusions(chosen.cache, CONFUSIONS)
    kept, much = Kept(chosen.cache, chosen.seed), Much(chosen.held, chosen.again)
    hands, words = read_hands(DATA), shipped_words()
    folds = fold_networks(DATA, chosen.cache)
    read: dict[str, list[Read]] = {}
    for number, fold in enumerate(tqdm(folds, desc="networks")):
        for name, found in read_fold(number, fold, hands, words, kept, much).items():
            read.setdefault(name, []).extend(found)
    figures = figures_of(read, single_letters(folds, hands))
    chosen.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    short = {
        k: {n: v for n, v in f.items() if n != "by_source"} if isinstance(f, dict) else f
        for k, f in figures.items()
    }
    print(json.dumps(short, indent=1))


if __name__ == "__main__":
    main()
