"""What condensing costs: the neighbours of glyphs with all points against those shipped.

Run it from the project's root: ``python benchmarks/knn_points.py`` (ten minutes on one core);
results in benchmarks/knn_points.json.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from glyphcam.models.recognisers import RECOGNISERS, Recogniser
from glyphcam.training.figures import merged_columns
from glyphcam.training.glyph_condense import border_points
from glyphcam.training.glyph_data import data_folder, load_split, some
from glyphcam.training.glyph_features import features_of
from glyphcam.training.glyph_knn import PLANS, nearest
from glyphcam.training.glyph_projection import Discriminants

RESULTS = Path(__file__).with_suffix(".json")

_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """Accuracy, look-alikes merged, of five equal votes with ``points`` of ``pictures``."""

    recogniser: str
    pictures: int
    points: int
    accuracy_all: float
    accuracy_kept: float


def main() -> None:
    """Measure every glyph recogniser and write the results."""
    cv2.setNumThreads(1)
    costs = [cost_of(RECOGNISERS[name]) for name in PLANS]
    RESULTS.write_text(json.dumps([asdict(cost) for cost in costs], indent=1) + "\n")


def cost_of(recogniser: Recogniser) -> Cost:
    """Return what keeping the plan's points alone costs ``recogniser``."""
    plan, split = PLANS[recogniser.name], load_split(recogniser, data_folder())
    learned = some(split.train, plan.pictures, seed=0)
    features = features_of(learned.patches, plan.is_upright)
    discriminants = Discriminants(plan.width).fit(features, learned.targets)
    points = np.rint(discriminants.transform(features)).clip(-127, 127)
    rows = discriminants.transform(features_of(split.test.patches, plan.is_upright))
    alike = merged_columns(recogniser)

    def accuracy(chosen: np.ndarray) -> float:
        _, names = nearest(points[chosen], learned.targets[chosen], rows, _NEIGHBOURS)
        votes = np.eye(len(recogniser.labels))[names].sum(axis=1)
        return round(float((alike[votes.argmax(axis=1)] == alike[split.test.targets]).mean()), 5)

    kept = border_points(points, learned.targets, plan.points, seed=0)
    return Cost(
        recogniser=recogniser.name,
        pictures=len(points),
        points=len(kept),
        accuracy_all=accuracy(np.arange(len(points))),
        accuracy_kept=accuracy(kept),
    )


if __name__ == "__main__":
    main()
