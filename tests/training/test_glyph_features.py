"""Fixed features: a glyph stands upright in them, and a graph is the only code that makes them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.training.glyph_features import FEATURES, feature_graph, features_of


def slanted(slant: float) -> np.ndarray:
    """A cross-barred stem leaning by ``slant`` pixels a row."""
    picture = np.zeros((28, 28), np.uint8)
    cv2.line(picture, (14, 4), (14, 23), 255, 2)
    cv2.line(picture, (9, 12), (19, 12), 255, 2)
    lean = np.float32([[1, slant, -13.5 * slant], [0, 1, 0]])
    return cv2.warpAffine(picture, lean, (28, 28))


def test_there_is_one_row_of_numbers_a_patch() -> None:
    patches = np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8)
    assert features_of(patches).shape == (5, FEATURES)


def test_a_row_does_not_depend_on_the_others() -> None:
    patches = np.random.default_rng(0).integers(0, 256, (9, 28, 28)).astype(np.uint8)
    assert features_of(patches)[4] == pytest.approx(features_of(patches[4:5])[0], abs=1e-5)


def test_leaning_hardly_changes_upright_features() -> None:
    straight, leaning = np.array([slanted(0.0)]), np.array([slanted(-0.5)])
    change = [
        np.linalg.norm(features_of(straight, upright) - features_of(leaning, upright))
        for upright in (True, False)
    ]
    assert change[0] < 0.5 * change[1]


def test_an_empty_patch_gives_finite_numbers() -> None:
    assert np.isfinite(features_of(np.zeros((1, 28, 28), np.uint8))).all()


def test_the_graph_takes_bytes_and_scales_inside() -> None:
    graph = feature_graph().graph
    assert graph.input[0].type.tensor_type.elem_type == 2  # uint8 in onnx.proto
