"""Measure the shipped glyph models on their tests and on strangers' pens: benchmarks/glyphs.json.

Run it from the project's root: ``python benchmarks/glyphs.py``.
"""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS, Recogniser
from glyphcam.models.shelf import SHELF
from glyphcam.training.glyph_data import PIECES, GlyphSet, data_folder, load_tests
from glyphcam.training.glyph_ledger import figures
from glyphcam.training.glyph_strangers import strangers

RESULTS = Path(__file__).with_suffix(".json")

_BATCH, _TIMED = 128, 400


@dataclass(frozen=True, slots=True)
class Result:
    """One model on one set; ``is_stranger`` where no picture of the set taught it its pens."""

    recogniser: str
    kind: str
    data: str
    is_stranger: bool
    n: int
    accuracy: float
    accuracy_merged: float
    ece: float
    kilobytes: int
    p50_ms: float


def main() -> None:
    """Measure every glyph model on the shelf and write the results."""
    cv2.setNumThreads(1)
    results = [result for name in PIECES for result in measured(RECOGNISERS[name], data_folder())]
    RESULTS.write_text(json.dumps([asdict(one) for one in results], indent=1) + "\n")


def measured(recogniser: Recogniser, folder: Path) -> list[Result]:
    """Return the results of the recogniser's models on its tests and on strangers."""
    tests, others = load_tests(recogniser, folder), strangers(recogniser, folder)
    sets = [(one, False) for one in tests] + [(one, True) for one in others]
    paths = [SHELF / f"{recogniser.name}-{kind}.onnx" for kind in recogniser.kinds]
    networks = [Network.load(path, recogniser) for path in paths if path.is_file()]
    return [
        _result(network, recogniser, one, is_stranger)
        for network in networks
        for one, is_stranger in sets
    ]


def _result(
    network: Network, recogniser: Recogniser, glyphs: GlyphSet, is_stranger: bool
) -> Result:
    starts = range(0, len(glyphs.targets), _BATCH)
    parts = [network.probabilities(glyphs.patches[start : start + _BATCH]) for start in starts]
    numbers = figures(recogniser, np.concatenate(parts), glyphs.targets)
    return Result(
        recogniser=recogniser.name,
        kind=network.stamp.kind,
        data=glyphs.name,
        is_stranger=is_stranger,
        n=len(glyphs.targets),
        accuracy=numbers["accuracy"],
        accuracy_merged=numbers["accuracy_merged"],
        ece=numbers["ece"],
        kilobytes=round(network.path.stat().st_size / 1000),
        p50_ms=round(_p50_ms(network, glyphs), 3),
    )


def _p50_ms(network: Network, glyphs: GlyphSet) -> float:
    """Return the median milliseconds for one picture, on the session's one thread."""
    times = []
    for row in range(min(_TIMED, len(glyphs.targets))):
        start = time.perf_counter()
        network.probabilities(glyphs.patches[row : row + 1])
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main()
