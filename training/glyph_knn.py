"""Train the nearest-neighbour readers: direction features, few points, votes by nearness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.pipeline import Pipeline

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.temperature import log_loss
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.export import Sample
from glyphcam.training.glyph_condense import border_points
from glyphcam.training.glyph_data import GlyphSet, read_split, some
from glyphcam.training.glyph_features import features_of
from glyphcam.training.glyph_knn_graph import Voters, knn_graph
from glyphcam.training.glyph_ledger import Fitted, written
from glyphcam.training.glyph_looks import varied
from glyphcam.training.glyph_projection import Discriminants
from glyphcam.training.recipe import Trained, TrainOptions


@dataclass(frozen=True, slots=True)
class Plan:
    """How many numbers a point has, how many points stay, how many pictures teach at most."""

    width: int = 48
    points: int = 25_000
    pictures: int = 60_000
    is_upright: bool = True


PLANS: Mapping[str, Plan] = MappingProxyType(
    {
        "characters": Plan(width=56, points=40_000, pictures=120_000),
        "digits": Plan(points=20_000),
        "kannada": Plan(points=20_000),
        "fashion": Plan(width=64, points=30_000, is_upright=False),
    }
)


_NEIGHBOURS = (3, 5, 7, 9)
DOUBTS = (0.0002, 0.0004, 0.0007, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.01)
NEAR = 0.01
"""Log losses of 3,000 rows that are a hundredth apart are the same."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """A vote falls by e every ``reach`` of squared distance beyond the nearest's."""

    reach: float

    def __call__(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the votes (n, k) of neighbours at ``distances`` (n, k), nearest first."""
        squares = distances**2
        return np.asarray(np.exp((squares.min(axis=1, keepdims=True) - squares) / self.reach))


def pipeline(width: int = 48, neighbours: int = 5, reach: float = 1000.0) -> Pipeline:
    """Return the scikit-learn pipeline over features (n, 392): project, then ask neighbours."""
    voters = KNeighborsClassifier(neighbours, weights=Nearness(reach), algorithm="brute")
    return Pipeline([("discriminants", Discriminants(width)), ("neighbours", voters)])


GRID: Mapping[str, list[object]] = MappingProxyType(
    {
        "neighbours__n_neighbors": [3, 5, 7],
        "neighbours__weights": ["uniform", "distance", Nearness(1000.0)],
        "neighbours__metric": ["euclidean", "manhattan"],
    }
)
"""What `glyphcam search` tries."""


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Fit ``recogniser``'s neighbours and write ``<recogniser>-<kind>.onnx`` into options.out."""
    cv2.setNumThreads(1)
    plan = PLANS[recogniser.name]
    split = read_split(recogniser, options)
    learned = some(split.train, plan.pictures // (6 if options.is_small else 1), options.seed)
    features = features_of(learned.patches, plan.is_upright)
    discriminants = Discriminants(plan.width).fit(features, learned.targets)
    points = np.rint(discriminants.transform(features)).clip(-127, 127)
    kept = border_points(points, learned.targets, plan.points, options.seed)
    held = features_of(split.held.patches, plan.is_upright)
    voters = tuned(points[kept], learned.targets[kept], discriminants.transform(held), split.held)
    graph = knn_graph(discriminants, voters, len(recogniser.labels), plan.is_upright)
    fitted = Fitted(
        recogniser=recogniser,
        kind=kind,
        split=split,
        hard=varied(recogniser, split.held.head(4000), options.seed),
        graph=graph,
        source=_source(discriminants, voters, recogniser, plan),
        parameters={**asdict(plan), "neighbours": voters.neighbours, "reach": voters.reach},
    )
    return written(fitted, options)


def tuned(
    points: NDArray[np.float32], targets: NDArray[np.int64], held: NDArray[np.float32], at: GlyphSet
) -> Voters:
    """Choose neighbours, reach and doubt by held-out rows (n, width): by the least log loss.

    Of those within NEAR of it, which is less than the rows can tell apart, the one whose
    confidences are most honest: on goods that halves the error of the confidences.
    """
    squares, labels = nearest(points, targets, held, max(_NEIGHBOURS))
    choices = [
        Voters(points, targets, neighbours, float(reach), doubt)
        for neighbours in _NEIGHBOURS
        for reach in np.geomspace(50.0, 5000.0, 19)
        for doubt in DOUBTS
    ]
    classes = int(at.targets.max()) + 1
    losses = np.array(
        [log_loss(votes(squares, labels, one, classes), at.targets) for one in choices]
    )
    near = np.flatnonzero(losses <= losses.min() * (1 + NEAR))
    return min(
        (choices[place] for place in near),
        key=lambda one: expected_calibration_error(
            votes(squares, labels, one, classes), at.targets
        ),
    )


def votes(
    squares: NDArray[np.float64], labels: NDArray[np.int64], voters: Voters, classes: int
) -> NDArray[np.float64]:
    """Return shares (n, classes) of neighbours at squared distances (n, k), nearest first."""
    near, names = squares[:, : voters.neighbours], labels[:, : voters.neighbours]
    weights = np.exp((near[:, :1] - near) / voters.reach)
    sums = (weights[:, :, None] * np.eye(classes)[names]).sum(axis=1)
    shares = sums / sums.sum(axis=1, keepdims=True)
    return (shares + voters.doubt) / (1.0 + voters.doubt * classes)


def nearest(
    points: NDArray[np.float32], targets: NDArray[np.int64], rows: NDArray[np.float32], count: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return squared distances and labels (n, count) of the nearest points, by scikit-learn."""
    search = NearestNeighbors(n_neighbors=count, algorithm="brute").fit(points)
    distances, places = search.kneighbors(rows)
    return distances.astype(np.float64) ** 2, targets[places]


def _source(
    discriminants: Discriminants, voters: Voters, recogniser: Recogniser, plan: Plan
) -> Callable[[Sample], NDArray[np.float64]]:
    """Return the model itself: features, scikit-learn's neighbours, votes."""

    def answer(sample: Sample) -> NDArray[np.float64]:
        if sample.patches is None:
            raise DataError("a glyph model reads patches, and the sample has none: give --data")
        rows = discriminants.transform(features_of(sample.patches, plan.is_upright))
        squares, labels = nearest(voters.points, voters.targets, rows, voters.neighbours)
        return votes(squares, labels, voters, len(recogniser.labels))

    return answer
