"""Exports: hand-made and scikit-learn graphs, the same bytes again, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from onnx import TensorProto, helper

from glyphcam.calibration.errors import ModelError
from glyphcam.models.network import Network
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import recogniser_named
from glyphcam.models.stamp import Stamp
from glyphcam.training.export import Sample, export, run
from glyphcam.training.sklearn_graph import pixels_graph, sklearn_graph

DIGITS = recogniser_named("digits")
STAMP = Stamp("digits", "svm", DIGITS.labels, PATCH_VERSION, 0.5, 1.0, "abc", "2026-11-20")


@pytest.fixture(scope="module")
def pipeline(digit_rows):
    pytest.importorskip("sklearn")
    from sklearn.decomposition import PCA
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline

    x, y = digit_rows
    nearest = make_pipeline(PCA(10, random_state=0), KNeighborsClassifier(3))
    return nearest.fit(flat(x), y.astype(np.int64))


def flat(x: np.ndarray) -> np.ndarray:
    return x.reshape(len(x), -1) / np.float32(255)


def test_a_scikit_learn_pipeline_is_exported_stamped_and_answers_the_same(
    pipeline, digit_rows, tmp_path
):
    x, _ = digit_rows
    path = export(
        sklearn_graph(pipeline),
        STAMP,
        tmp_path / "a.onnx",
        lambda s: pipeline.predict_proba(flat(s.patches)),
        Sample(patches=x),
    )
    network = Network.load(path)
    assert network.stamp == STAMP
    assert network.input_names == ("patch",)
    assert np.allclose(network.probabilities(x), pipeline.predict_proba(flat(x)), atol=1e-5)


def test_the_same_model_gives_the_same_bytes(pipeline, digit_rows, tmp_path):
    paths = [
        export(
            sklearn_graph(pipeline),
            STAMP,
            tmp_path / f"{name}.onnx",
            lambda s: pipeline.predict_proba(flat(s.patches)),
            Sample(patches=digit_rows[0]),
        )
        for name in "ab"
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p[:, ::-1], "labels differ from the source"),
        (lambda p: p + 1e-4, r"0 of 40 labels differ .* by up to 1.0e-04 \(allowed 1e-05\)"),
        (lambda p: p[:, :9], r"answers \(40, 10\), its source \(40, 9\)"),
        (lambda p: p * np.nan, "labels differ from the source"),
    ],
)
def test_a_graph_that_differs_from_its_source_is_not_written(
    pipeline, digit_rows, tmp_path, change, message
):
    path = tmp_path / "a.onnx"
    with pytest.raises(ModelError, match=message):
        export(
            sklearn_graph(pipeline),
            STAMP,
            path,
            lambda s: change(pipeline.predict_proba(flat(s.patches))),
            Sample(patches=digit_rows[0]),
        )
    assert not path.exists()


def test_a_graph_made_by_hand_has_its_parts_named_by_number(digit_rows):
    graph = pixels_graph()
    graph.graph.output[0].name = graph.graph.node[-1].output[0] = "whatever"
    from glyphcam.training.canonical import canonical

    model = canonical(graph)
    assert [i.name for i in model.graph.input] == ["patch"]
    assert [o.name for o in model.graph.output] == ["probabilities"]
    assert [n.name for n in model.graph.node] == ["n0", "n1", "n2"]
    x, _ = digit_rows
    assert np.allclose(run(model, Sample(patches=x)), flat(x))


def test_a_sample_is_spread_evenly_over_all_rows():
    few = Sample(landmarks=np.arange(100 * 63, dtype=np.float32).reshape(100, 21, 3)).head(5)
    assert few.landmarks is not None
    assert (few.landmarks[:, 0, 0] / 63).tolist() == [0, 24, 49, 74, 99]


def test_operators_from_elsewhere_are_not_written(digit_rows, tmp_path):
    node = helper.make_node("Own", ["patch"], ["probabilities"], domain="my.domain")
    graph = helper.make_graph(
        [node],
        "own",
        [helper.make_tensor_value_info("patch", TensorProto.UINT8, ["n", 28, 28])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", 10])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("my.domain", 1)])
    with pytest.raises(ModelError, match=r"operators from elsewhere \(my\.domain\)"):
        export(model, STAMP, tmp_path / "a.onnx", lambda s: s.patches, Sample(digit_rows[0]))
