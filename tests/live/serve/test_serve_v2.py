"""The Open Inference Protocol, asked by the client that Triton's own users have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

triton = pytest.importorskip("tritonclient.http", reason="tritonclient is not installed")

Digits = tuple[np.ndarray, np.ndarray]


@pytest.fixture
def triton_client(server: Any) -> Iterator[object]:
    client = triton.InferenceServerClient(f"127.0.0.1:{server.port}")
    yield client
    client.close()


def patch_input(patches: np.ndarray, *, binary: bool) -> object:
    given = triton.InferInput("patch", patches.shape, "UINT8")
    given.set_data_from_numpy(patches, binary_data=binary)
    return given


@pytest.mark.parametrize("binary_in", [True, False])
@pytest.mark.parametrize("binary_out", [True, False])
def test_tensors_go_in_and_come_back_raw_or_as_json(
    triton_client: Any, digits: Digits, binary_in: bool, binary_out: bool
) -> None:
    patches = digits[0][:20]
    network = Network.shipped(RECOGNISERS["digits"])
    outputs = [
        triton.InferRequestedOutput(name, binary_data=binary_out)
        for name in ("probabilities", "embedding")
    ]
    given = [patch_input(patches, binary=binary_in)]
    told = triton_client.infer("digits-cnn", given, outputs=outputs, request_id="7")
    assert np.allclose(told.as_numpy("probabilities"), network.probabilities(patches), atol=1e-5)
    assert np.allclose(told.as_numpy("embedding"), network.embedding(patches), atol=1e-4)
    assert told.get_response()["id"] == "7"
    assert told.get_response()["model_version"] == "1"


def test_classes_come_with_their_labels(triton_client: Any, digits: Digits) -> None:
    patches, labels = digits[0][:30], digits[1][:30]
    output = triton.InferRequestedOutput("probabilities", class_count=2)
    given = [patch_input(patches, binary=True)]
    told = triton_client.infer("digits", given, outputs=[output])
    first = [row[0].decode().split(":") for row in told.as_numpy("probabilities")]
    assert [int(label) for _, _, label in first] == labels.tolist()
    assert all(index == label for _, index, label in first)


def test_a_model_of_hands_takes_both_its_inputs(triton_client: Any) -> None:
    generator = np.random.default_rng(5)
    patches = generator.integers(0, 256, (3, 28, 28)).astype(np.uint8)
    landmarks = generator.normal(0, 40, (3, 21, 3)).astype(np.float32)
    points = triton.InferInput("landmarks", landmarks.shape, "FP32")
    points.set_data_from_numpy(landmarks)
    both = [points, patch_input(patches, binary=True)]
    told = triton_client.infer("asl", both)
    rows = Network.shipped(RECOGNISERS["asl"]).probabilities(patches, landmarks)
    assert np.allclose(told.as_numpy("probabilities"), rows, atol=1e-5)


def test_the_server_and_its_models_tell_of_themselves(triton_client: Any) -> None:
    client = triton_client
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("asl", "1")
    assert not client.is_model_ready("asl", "2")
    about = client.get_model_metadata("asl-fused")
    assert {given["name"]: given["shape"] for given in about["inputs"]} == {
        "patch": [-1, 28, 28],
        "landmarks": [-1, 21, 3],
    }
    index = client.get_model_repository_index()
    assert {"digits-svm", "asl-landmark-knn"} <= {model["name"] for model in index}


def test_a_refusal_reaches_the_client_as_its_sentence(triton_client: Any) -> None:
    wrong = triton.InferInput("patch", [1, 14, 14], "UINT8")
    wrong.set_data_from_numpy(np.zeros((1, 14, 14), np.uint8))
    with pytest.raises(triton.InferenceServerException, match="UINT8 of the shape"):
        triton_client.infer("digits", [wrong])


def tensor(**changes: object) -> dict[str, object]:
    whole = {"name": "patch", "datatype": "UINT8", "shape": [1, 28, 28], "data": [0] * 784}
    return {**whole, **changes}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({}, "needs the input patch"),
        ({"inputs": 3}, "list of objects"),
        ({"inputs": [tensor(), tensor()]}, "name of its own"),
        ({"inputs": [tensor(name="picture")]}, "no input 'picture'"),
        ({"inputs": [tensor(datatype="FP32")]}, "must be UINT8"),
        ({"inputs": [tensor(shape=[-1, 28, 28])]}, "must be UINT8"),
        ({"inputs": [tensor(shape=[True, 28, 28])]}, "must be UINT8"),
        ({"inputs": [tensor(data=[0] * 783)]}, "needs 784 numbers"),
        ({"inputs": [tensor(data=[300] * 784)]}, "0 to 255"),
        ({"inputs": [tensor(data=["a"] * 784)]}, "needs 784 numbers"),
        ({"inputs": [tensor(data=None)]}, "has no data"),
        ({"inputs": [tensor(parameters={"binary_data_size": 784})]}, "its shape has others"),
        ({"inputs": [tensor(parameters={"binary_data_size": -1})]}, "whole number"),
        ({"inputs": [tensor(parameters={"shared_memory_region": "x"})]}, "shared memory"),
        ({"inputs": [tensor()], "outputs": [{"name": "logits"}]}, "gives probabilities"),
        ({"inputs": [tensor()], "id": 7}, "'id' must be a word"),
    ],
)
def test_tensors_that_are_wrong_are_refused_in_one_sentence(
    client: httpx.Client, asked: object, sentence: str
) -> None:
    answer = client.post("/v2/models/digits-cnn/infer", json=asked)
    assert answer.status_code == 422
    assert sentence in answer.json()["error"]


@pytest.mark.parametrize("length", ["abc", "-1", "999999", "5"])
def test_a_wrong_length_of_the_json_part_is_refused(client: httpx.Client, length: str) -> None:
    headers = {"Inference-Header-Content-Length": length}
    answer = client.post("/v2/models/digits-cnn/infer", json={"inputs": []}, headers=headers)
    assert answer.status_code == 400
