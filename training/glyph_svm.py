"""Train the support vector reader of digits: direction features, an RBF kernel, margins summed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.temperature import fit_temperature
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.export import Sample
from glyphcam.training.glyph_data import read_split, some
from glyphcam.training.glyph_features import features_of
from glyphcam.training.glyph_ledger import Fitted, written
from glyphcam.training.glyph_looks import varied
from glyphcam.training.glyph_projection import Discriminants
from glyphcam.training.glyph_svm_graph import Machine, machine_of, svm_graph
from glyphcam.training.recipe import Trained, TrainOptions

_WIDTH, _C, _GAMMA = 48, 4.0, 1e-4
_SMALL = 6_000


def pipeline(width: int = _WIDTH) -> Pipeline:
    """Return the scikit-learn pipeline over features (n, 392): project, then part by margins."""
    return Pipeline([("discriminants", Discriminants(width)), ("svm", SVC(C=_C, gamma=_GAMMA))])


GRID: Mapping[str, list[object]] = MappingProxyType(
    {"svm__C": [1.0, 4.0, 16.0], "svm__gamma": [5e-5, 1e-4, 2e-4]}
)
"""What `glyphcam search` tries; gamma is per squared unit of whole-number points."""


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Fit ``recogniser``'s machine and write ``<recogniser>-<kind>.onnx`` into options.out."""
    cv2.setNumThreads(1)
    split = read_split(recogniser, options)
    learned = some(split.train, _SMALL, options.seed) if options.is_small else split.train
    features = features_of(learned.patches)
    discriminants = Discriminants(_WIDTH).fit(features, learned.targets)
    # Whole numbers of one byte: the file's points are then the machine's own.
    points = np.rint(discriminants.transform(features)).clip(-127, 127)
    svm = SVC(C=_C, gamma=_GAMMA, cache_size=1000).fit(points, learned.targets)
    machine = machine_of(svm, 1.0)
    answer = _source(discriminants, machine)
    temperature = fit_temperature(answer(Sample(split.held.patches)), split.held.targets)
    warm = machine_of(svm, temperature)
    fitted = Fitted(
        recogniser=recogniser,
        kind=kind,
        split=split,
        hard=varied(recogniser, split.held.head(4000), options.seed),
        graph=svm_graph(discriminants, warm, len(recogniser.labels)),
        source=_source(discriminants, warm),
        parameters={"C": _C, "gamma": _GAMMA, "width": _WIDTH, "vectors": len(warm.vectors)},
        temperature=temperature,
    )
    return written(fitted, options)


def _source(
    discriminants: Discriminants, machine: Machine
) -> Callable[[Sample], NDArray[np.float64]]:
    """Return the machine itself: features, scikit-learn's decision function, margins summed."""

    def answer(sample: Sample) -> NDArray[np.float64]:
        if sample.patches is None:
            raise DataError("a glyph model reads patches, and the sample has none: give --data")
        return machine.probabilities(discriminants.transform(features_of(sample.patches)))

    return answer
