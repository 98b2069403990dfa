"""Retrain a model with people's corrections, and judge it on what it was not taught.

A correction head (review_head.py) is fitted in seconds on the shipped network; ``is_whole`` trains
the recipe from nothing instead. Neither sees the corrections held back.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.review_item import Corrections
from glyphcam.models.network import Network
from glyphcam.models.recognisers import Crop, Recogniser
from glyphcam.training.asl_rows import read_rows
from glyphcam.training.card import notes_on, write_card
from glyphcam.training.data_stamp import fingerprint, training_day
from glyphcam.training.datasets import data_folder
from glyphcam.training.export import Sample, export
from glyphcam.training.glyph_data import load_split
from glyphcam.training.recipe import REVIEW_QUEUE, TrainOptions
from glyphcam.training.review_data import (
    IS_JUDGED,
    is_held_back,
    read_corrections,
    taken,
    targets_of,
    with_hand,
)
from glyphcam.training.review_graph import with_head
from glyphcam.training.review_head import Head, Seen, fit_head
from glyphcam.training.review_trial import Trial, score
from glyphcam.training.run_recipe import Order, carry_out

_BATCH = 512
REPLAYED = 4_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What to retrain: the model in place is ``path``, the candidate goes into ``out``."""

    recogniser: Recogniser
    kind: str
    path: Path
    queue: Path
    out: Path
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Retrained:
    """The candidate, a copy of the model it would replace, and how both did."""

    candidate: Path
    kept: Path
    trial: Trial
    taught: int


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Inputs of n pictures with their truth: ``landmarks`` None where the network needs none."""

    patches: NDArray[np.uint8]
    landmarks: NDArray[np.float32] | None
    targets: NDArray[np.int64]
    name: str = ""


def retrain(wish: Wish, say: Callable[[str], None] = lambda line: None) -> Retrained:
    """Write a candidate into ``wish.out`` and judge it; the model in place is not touched."""
    found = read_corrections(wish.recogniser, wish.queue)
    is_held = is_held_back(found)
    if is_held.all():
        raise DataError(
            f"one correction of {wish.recogniser.name} is too few to learn from and judge by: "
            "answer some more in 'glyphcam review'"
        )
    if len(np.unique(found.sources)) == 1:
        say("all corrections are of one session: its last quarter judges, which flatters")
    wish.out.mkdir(parents=True, exist_ok=True)
    old = Network.load(wish.path, wish.recogniser)
    kept = wish.out / f"{wish.path.stem}.before.onnx"
    shutil.copyfile(wish.path, kept)
    taught = taken(found, ~is_held)
    say(f"{len(taught)} corrections teach, {int(is_held.sum())} are held back to judge")
    replayed, untouched = _known(wish.recogniser)
    path = _whole(wish, say) if wish.is_whole else _headed(wish, old, taught, replayed, untouched)
    new = Network.load(path, wish.recogniser)
    judged = _rows(wish.recogniser, old, taken(found, is_held))
    return Retrained(path, kept, _trial(old, new, untouched, judged), len(taught))


def _trial(old: Network, new: Network, untouched: _Rows, judged: _Rows) -> Trial:
    scores = [
        score(rows.name, _answers(old, rows), _answers(new, rows), rows.targets)
        for rows in (untouched, judged)
    ]
    return Trial(*scores)


def _whole(wish: Wish, say: Callable[[str], None]) -> Path:
    settings: Mapping[str, str] = {REVIEW_QUEUE: str(wish.queue), IS_JUDGED: "yes"}
    options = TrainOptions(out=wish.out, settings=settings)
    return carry_out(Order(wish.recogniser.name, wish.kind, options), say).path


def _headed(
    wish: Wish, old: Network, taught: Corrections, replayed: _Rows, untouched: _Rows
) -> Path:
    """Write the network with a head fitted to the corrections; its figures are measured anew."""
    own = _rows(wish.recogniser, old, taught)
    head = fit_head(_seen(old, own, taught.weights), _seen(old, replayed))
    graph = with_head(onnx.load(str(wish.path)), head)
    answers = head.correct(_answers(old, untouched), _embeddings(old, untouched))
    measured = {"accuracy": round(float((answers.argmax(axis=1) == untouched.targets).mean()), 5)}
    figures = {**old.stamp.figures, "corrections": float(len(taught))}
    if wish.recogniser.crop is not Crop.HAND:  # hands are left out source by source: not in seconds
        figures |= measured
    stamp = replace(
        old.stamp,
        data=fingerprint(replayed.targets, own.patches, own.targets),
        trained=training_day(),
        figures=figures,
    )
    path = export(
        graph,
        stamp,
        wish.out / wish.path.name,
        lambda sample: _corrected(old, head, sample),
        Sample(untouched.patches, untouched.landmarks),
    )
    told = f"A correction head of {len(taught)} reviewed pictures stands on the network."
    notes = notes_on(wish.path.with_suffix(".md"))
    write_card(path, stamp, "\n\n".join(filter(None, (notes, told))))
    return path


def _corrected(old: Network, head: Head, sample: Sample) -> NDArray[np.float64]:
    rows = _Rows(_given(sample.patches), sample.landmarks, np.zeros(0, np.int64))
    return head.correct(_answers(old, rows), _embeddings(old, rows))


def _given(patches: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    if patches is None:
        raise DataError("a corrected network is compared on patches, and there are none")
    return patches


def _seen(network: Network, rows: _Rows, weights: NDArray[np.floating] | None = None) -> Seen:
    counted = np.ones(len(rows.targets)) if weights is None else weights.astype(np.float64)
    return Seen(_answers(network, rows), _embeddings(network, rows), rows.targets, counted)


def _answers(network: Network, rows: _Rows) -> NDArray[np.float32]:
    return np.concatenate([network.probabilities(*part) for part in _parts(rows)])


def _embeddings(network: Network, rows: _Rows) -> NDArray[np.float32]:
    return np.concatenate([network.embedding(*part) for part in _parts(rows)])


def _parts(
    rows: _Rows,
) -> list[tuple[NDArray[np.uint8], NDArray[np.float32] | None]]:
    slices = [slice(start, start + _BATCH) for start in range(0, len(rows.patches), _BATCH)]
    points = rows.landmarks
    return [(rows.patches[s], None if points is None else points[s]) for s in slices]


def _rows(recogniser: Recogniser, network: Network, found: Corrections) -> _Rows:
    """Return the corrections as inputs; those without a hand are left out where one is needed."""
    if network.needs_landmarks:
        if found.landmarks is None:
            raise DataError(f"no correction of {recogniser.name} has a hand: review hands first")
        found = with_hand(found)
    points = found.landmarks if network.needs_landmarks else None
    name = "corrections held back"
    return _Rows(found.patches, points, targets_of(recogniser, found), name)


def _known(recogniser: Recogniser) -> tuple[_Rows, _Rows]:
    """Return what is replayed while learning, and the untouched set."""
    if recogniser.crop is Crop.HAND:
        # The shipped letter models learned every source: what is judged here is that they keep it.
        rows = read_rows(data_folder() / "asl")
        rows = rows.take(rows.has_patch)
        order = np.random.default_rng(0).permutation(len(rows.targets))
        replayed, rest = rows.take(order[:REPLAYED]), rows.take(order[REPLAYED:])
        return (
            _Rows(replayed.patches, replayed.landmarks, replayed.targets),
            _Rows(rest.patches, rest.landmarks, rest.targets, "hands it had learned"),
        )
    split = load_split(recogniser, data_folder())
    held, test = split.held.head(REPLAYED), split.test
    return (
        _Rows(held.patches, None, held.targets),
        _Rows(test.patches, None, test.targets, f"untouched: {test.name}"),
    )
