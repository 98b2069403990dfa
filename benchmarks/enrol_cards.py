"""What enrolling one's handwriting gives: `python benchmarks/enrol_cards.py`.

The card photos hold each letter of a writer once, so the samples to enrol and those to test are
made of that one cell by different distortions (turn, slant, size, a wave through the strokes), as
a hand varies from one writing to the next. The gain is therefore an upper bound, and says so.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import cv2
import numpy as np
from card_cells import Cell, read_cells
from numpy.typing import NDArray

from glyphcam.calibration.learn_user import learn
from glyphcam.live.enrol_network import answers_of
from glyphcam.models.network import Network
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import RECOGNISERS, Crop

DATA = Path(os.environ.get("GLYPHCAM_DATA", Path(__file__).parents[2] / "shared" / "data"))
COUNTS = (3,)
TESTED = 2
SIDE = 96


def main() -> None:
    """Measure, print and write benchmarks/enrol-cards.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "-o", "--out", type=Path, default=Path(__file__).with_name("enrol-cards.json")
    )
    out = parser.parse_args().out
    cells = read_cells(DATA / "cards")
    network = Network.shipped(RECOGNISERS["characters"])
    found = {
        "writers": len({cell.writer for cell in cells}),
        "cells": len(cells),
        "test": "distorted copies of the enrolled cells: an upper bound",
        "samples": {str(count): _measured(network, cells, count) for count in COUNTS},
    }
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


def _measured(network: Network, cells: tuple[Cell, ...], count: int) -> dict[str, float]:
    before, after = [], []
    for writer in sorted({cell.writer for cell in cells}):
        own = [cell for cell in cells if cell.writer == writer]
        samples, sample_targets = _varied(network, own, range(count))
        tested, targets = _varied(network, own, range(100, 100 + TESTED))
        shown, asked = answers_of(network, samples, None), answers_of(network, tested, None)
        neighbours = learn(shown.probabilities, shown.embeddings, sample_targets)
        mixed = neighbours.mix(asked.probabilities, asked.embeddings)
        before.append(float((asked.probabilities.argmax(axis=1) == targets).mean()))
        after.append(float((mixed.argmax(axis=1) == targets).mean()))
    return {
        "mean_before": round(float(np.mean(before)), 4),
        "mean": round(float(np.mean(after)), 4),
        "worst_before": round(min(before), 4),
        "worst": round(min(after), 4),
        "writers_made_worse": int(sum(a < b for a, b in zip(after, before, strict=True))),
    }


def _varied(
    network: Network, cells: list[Cell], seeds: range
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    labels = network.stamp.labels
    patches = [to_patch(distorted(_ink(cell), seed), Crop.INK) for cell in cells for seed in seeds]
    targets = [labels.index(cell.label) for cell in cells for _ in seeds]
    return np.stack(patches), np.array(targets, np.int64)


def _ink(cell: Cell) -> NDArray[np.uint8]:
    """Return the cell (SIDE, SIDE) uint8, light ink on black."""
    gray = cv2.resize(cell.ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    strength = np.clip((0.8 - gray) / 0.4, 0, 1)
    return (strength * 255).astype(np.uint8)


def distorted(ink: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Return ink (s, s) written a little differently: turned, slanted, sized, waved."""
    random = np.random.default_rng(seed * 7919 + int(ink.sum()) % 7919)
    turn, slant = random.normal(0, 0.08), random.normal(0, 0.12)
    wide, high = random.normal(1, 0.08, 2)
    shape = np.array([[wide, slant - turn], [turn, high]])
    middle = np.array([SIDE / 2, SIDE / 2])
    warp = np.concatenate([shape, (middle - shape @ middle)[:, None]], axis=1)
    moved = cv2.warpAffine(ink, warp, (SIDE, SIDE))
    wave = cv2.GaussianBlur(random.normal(0, 1, (2, SIDE, SIDE)).astype(np.float32)[0], (0, 0), 10)
    other = cv2.GaussianBlur(random.normal(0, 1, (SIDE, SIDE)).astype(np.float32), (0, 0), 10)
    rows, columns = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    reach = 2.5 / max(float(wave.std()), 1e-6)
    return cv2.remap(moved, columns + wave * reach, rows + other * reach, cv2.INTER_LINEAR)


if __name__ == "__main__":
    main()
