"""What a grid search tries: a scikit-learn pipeline a kind and values of its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

from glyphcam.training.dataset import Dataset
from glyphcam.training.glyph_features import features_of

Grid = Mapping[str, Sequence[object]]
Matrix = NDArray[Any]
"""(n, d) rows of numbers."""

_TIPS = (4, 8, 12, 16, 20)


class PatchFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Pixels (n, 784) uint8 to numbers: ``pixels`` 0 to 1, or ``strokes`` deskewed directions."""

    def __init__(self, form: str = "pixels") -> None:
        self.form = form

    def fit(self, rows: Matrix, targets: Matrix | None = None) -> PatchFeatures:
        """Return itself: there is nothing to learn."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        """It is always ready."""
        return True

    def transform(self, rows: Matrix) -> NDArray[np.float32]:
        """Return float32 rows: (n, 784) pixels or (n, 392) strokes."""
        if self.form == "strokes":
            return features_of(rows.reshape(-1, 28, 28))
        return (rows / 255).astype(np.float32)


class HandFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Landmarks (n, 63) px to numbers: from the wrist, of one size, with distances of the tips."""

    def fit(self, rows: Matrix, targets: Matrix | None = None) -> HandFeatures:
        """Return itself: there is nothing to learn."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        """It is always ready."""
        return True

    def transform(self, rows: Matrix) -> NDArray[np.float32]:
        """Return float32 rows (n, 63 + 100): coordinates, and each tip's distance to each point."""
        points = rows.reshape(-1, 21, 3) - rows.reshape(-1, 21, 3)[:, :1]
        size = np.sqrt((points**2).sum(axis=2).mean(axis=1))[:, None, None]
        points = points / np.maximum(size, 1e-6)
        gaps = points[:, _TIPS, None] - points[:, None, 1:]  # (n, 5, 20, 3)
        reach = np.linalg.norm(gaps, axis=3).reshape(len(rows), -1)
        return np.hstack([points.reshape(len(rows), -1), reach]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Plan:
    """A pipeline to be fitted, what it is fitted on, and the grid of its settings."""

    pipeline: Callable[[], Pipeline]
    rows: Callable[[Dataset], Matrix]
    grid: Grid


def patch_rows(data: Dataset) -> Matrix:
    """Return the patches as rows (n, 784) uint8."""
    return data.patches.reshape(len(data), -1)


def landmark_rows(data: Dataset) -> Matrix:
    """Return the landmarks as rows (n, 63) float32; there must be some."""
    return np.asarray(data.landmarks).reshape(len(data), -1)


def _nearest_patches() -> Pipeline:
    steps = [("features", PatchFeatures()), ("pca", PCA(random_state=0))]
    return Pipeline([*steps, ("classifier", KNeighborsClassifier())])


def _margin_patches() -> Pipeline:
    steps = [("features", PatchFeatures()), ("pca", PCA(random_state=0))]
    return Pipeline([*steps, ("classifier", SVC())])


def _margin_hands() -> Pipeline:
    return Pipeline([("features", HandFeatures()), ("classifier", SVC())])


_NEAREST: Grid = MappingProxyType(
    {
        "features__form": ("pixels", "strokes"),
        "pca__n_components": (30, 50),
        "classifier__n_neighbors": (3, 5, 7),
        "classifier__weights": ("uniform", "distance"),
        "classifier__metric": ("euclidean", "manhattan"),
    }
)
_MARGIN: Grid = MappingProxyType(
    {
        "features__form": ("pixels", "strokes"),
        "pca__n_components": (30, 50),
        "classifier__C": (1.0, 5.0, 25.0),
        "classifier__gamma": ("scale", 0.02, 0.1),
    }
)
_HANDS: Grid = MappingProxyType(
    {"classifier__C": (1.0, 5.0, 25.0), "classifier__gamma": ("scale", 0.01, 0.03)}
)

PLANS: Mapping[tuple[str, str], Plan] = MappingProxyType(
    {
        ("asl", "svm"): Plan(_margin_hands, landmark_rows, _HANDS),
        **{
            (name, "knn"): Plan(_nearest_patches, patch_rows, _NEAREST)
            for name in ("asl", "characters", "digits", "kannada", "fashion")
        },
        ("digits", "svm"): Plan(_margin_patches, patch_rows, _MARGIN),
    }
)
"""What `glyphcam search` tries for a kind without epochs."""
