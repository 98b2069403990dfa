"""Pictures and patches over HTTP, against the readers and networks they are read by."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.picture import load_picture
from glyphcam.live.picture_record import picture_record
from glyphcam.models.checksum import sha256
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

Digits = tuple[np.ndarray, np.ndarray]


def hand_picture(data: Path) -> Path:
    return sorted((data / "asl_frames" / "lolzorus" / "L").glob("*.jpg"))[0]


def card_picture(data: Path) -> Path:
    return sorted((data / "cards").glob("*.jpg"))[0]


def test_a_picture_is_read_over_http_as_the_command_reads_it(
    client: httpx.Client, data: Path
) -> None:
    for path, recogniser in ((hand_picture(data), "asl"), (card_picture(data), "characters")):
        still = load_picture(path)
        reading = open_reader(ReaderChoice(recogniser)).read_picture(still.image)
        expected = picture_record(path, reading, still.shrink)
        with path.open("rb") as file:
            answer = client.post(f"/predict?recogniser={recogniser}", files={"file": file})
        assert answer.status_code == 200
        told = answer.json()
        assert told["model"] == f"{recogniser}-{RECOGNISERS[recogniser].kinds[0]}"
        for name in expected.keys() - {"image", "top"}:
            assert told[name] == expected[name], name
        assert told["top"][:3] == expected["top"]
        assert told["image"] == path.name


def test_a_form_base64_and_a_bare_body_are_the_same_picture(
    client: httpx.Client, data: Path
) -> None:
    content = hand_picture(data).read_bytes()
    encoded = base64.b64encode(content).decode()
    answers = [
        client.post("/predict", data={"recogniser": "asl"}, files={"image": ("x.jpg", content)}),
        client.post("/predict", json={"image": encoded, "recogniser": "asl"}),
        client.post(
            "/predict", json={"image": f"data:image/jpeg;base64,{encoded}", "recogniser": "asl"}
        ),
        client.post(
            "/v1/predict?recogniser=asl", content=content, headers={"content-type": "image/jpeg"}
        ),
    ]
    told = [answer.json() | {"image": ""} for answer in answers]
    assert told[0]["label"] == "L"
    assert told == [told[0]] * 4


def test_auto_says_which_of_its_models_answered(client: httpx.Client, data: Path) -> None:
    with hand_picture(data).open("rb") as hand, card_picture(data).open("rb") as card:
        shown = [client.post("/predict", files={"file": file}).json() for file in (hand, card)]
    assert [told["model"] for told in shown] == ["asl-fused", "characters-cnn"]


def test_patches_get_the_networks_own_answers_and_its_checksum(
    client: httpx.Client, digits: Digits
) -> None:
    pictures, labels = digits
    network = Network.shipped(RECOGNISERS["digits"])
    rows = network.probabilities(pictures)
    told = client.post("/predict/patch", json={"inputs": pictures.tolist()}).json()
    assert told["labels"] == [network.stamp.labels[i] for i in rows.argmax(axis=1)]
    assert np.allclose(told["confidences"], rows.max(axis=1), atol=1e-4)
    assert told["unsure"] == (rows.max(axis=1) < network.stamp.threshold).tolist()
    assert told["sha256"] == sha256(network.path)
    assert np.mean([int(label) for label in told["labels"]] == labels) > 0.98
    sums = [sum(probability for _, probability in top) for top in told["top"]]
    assert all(len(top) == 5 for top in told["top"])
    assert min(sums) > 0.9


def test_every_shape_of_patches_is_read_alike(client: httpx.Client, digits: Digits) -> None:
    few = digits[0][:4]
    flat = few.reshape(4, 784)
    columns = client.post("/predict/patch", json={"inputs": few.tolist()}).json()
    shapes = (
        {"inputs": flat.tolist()},
        {"instances": few.tolist()},
        {"inputs": flat.astype(float).tolist()},
        {"dataframe_split": {"columns": list(range(784)), "data": flat.tolist()}},
    )
    for asked in shapes:
        assert client.post("/predict/patch", json=asked).json() == columns
        records = client.post("/invocations", json=asked).json()
        assert [row["label"] for row in records["predictions"]] == columns["labels"]
        assert [row["top"] for row in records["predictions"]] == columns["top"]


def test_a_model_kind_can_be_chosen_in_the_address_or_beside_the_patches(
    client: httpx.Client, digits: Digits
) -> None:
    patches = digits[0][:2].tolist()
    address = client.post("/predict/patch?recogniser=kannada&model=knn", json={"inputs": patches})
    beside = client.post(
        "/predict/patch", json={"inputs": patches, "recogniser": "kannada", "model": "knn"}
    )
    assert address.json()["model"] == "kannada-knn"
    assert address.json() == beside.json()


def test_a_model_of_hands_takes_landmarks_beside_the_patch(client: httpx.Client) -> None:
    generator = np.random.default_rng(5)
    patches = generator.integers(0, 256, (3, 28, 28)).astype(np.uint8)
    landmarks = generator.normal(0, 40, (3, 21, 3)).astype(np.float32)
    asked = {"inputs": patches.tolist(), "landmarks": landmarks.tolist()}
    told = client.post("/predict/patch?recogniser=asl", json=asked).json()
    network = Network.shipped(RECOGNISERS["asl"])
    rows = network.probabilities(patches, landmarks)
    assert told["labels"] == [network.stamp.labels[i] for i in rows.argmax(axis=1)]
    without = client.post("/predict/patch?recogniser=asl", json={"inputs": patches.tolist()})
    assert without.status_code == 422
    assert "landmarks" in without.json()["error"]


def test_clients_at_once_get_each_their_own_answer(client: httpx.Client, digits: Digits) -> None:
    pictures, _ = digits
    network = Network.shipped(RECOGNISERS["digits"])
    expected = [network.stamp.labels[i] for i in network.probabilities(pictures).argmax(axis=1)]

    def ask(i: int) -> str:
        asked = {"inputs": [pictures[i].tolist()]}
        return str(client.post("/predict/patch", json=asked).json()["labels"][0])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(200))) == expected[:200]


def test_the_models_are_listed_with_labels_figures_and_checksum(client: httpx.Client) -> None:
    told = {model["name"]: model for model in client.get("/models").json()["models"]}
    assert {name.partition("-")[0] for name in told} == set(RECOGNISERS)
    digits = told["digits-cnn"]
    assert digits["labels"] == list("0123456789")
    assert digits["inputs"] == {"patch": ["n", 28, 28]}
    assert digits["sha256"] == sha256(Network.shipped(RECOGNISERS["digits"]).path)


def test_the_metrics_count_by_route_and_never_by_address(client: httpx.Client) -> None:
    for i in range(5):
        client.get(f"/no-such-{i}")
    client.get("/health")
    text = client.get("/metrics").text
    assert 'glyphcam_requests_total{route="/health",status="200"}' in text
    assert "no-such" not in text
    assert "glyphcam_batched_jobs" in text


@pytest.mark.parametrize("path", ["/docs", "/v1/docs"])
def test_the_page_of_the_interface_loads_nothing_from_elsewhere(
    client: httpx.Client, path: str
) -> None:
    page = client.get(path).text
    assert "/predict/patch" in page
    assert "<script" not in page
    assert "https://" not in page
    assert "default-src 'self'" in client.get(path).headers["content-security-policy"]


def test_only_the_recognisers_asked_for_are_served(serve: Any, tmp_path: Path) -> None:
    words = ("--recognisers", "kannada", "--workers", "1")
    zero = {"inputs": [[0] * 784]}
    with serve(tmp_path, *words) as served, served.client() as client:
        names = [model["name"] for model in client.get("/models").json()["models"]]
        other = client.post("/predict/patch?recogniser=digits", json=zero)
        own = client.post("/predict/patch", json=zero)
    assert names == ["kannada-cnn", "kannada-knn"]
    assert (other.status_code, other.json()["code"]) == (404, "unknown_model")
    assert own.json()["model"] == "kannada-cnn"
