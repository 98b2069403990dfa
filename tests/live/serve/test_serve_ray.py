"""The Ray Serve recipe in Ray's own local mode: the deployment in this process, no cluster."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glyphcam.live.serve_wire import Job
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
serve = pytest.importorskip("ray.serve", reason="Ray Serve is not installed: glyphcam[ray]")

RECIPE = Path(__file__).parents[3] / "docs" / "ray_serve.py"

Digits = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def replica() -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("ray_serve", RECIPE)
    assert spec is not None
    assert spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    sys.modules["ray_serve"] = recipe  # where Ray looks for the class it is given
    spec.loader.exec_module(recipe)
    yield serve.run(recipe.app, _local_testing_mode=True)
    del sys.modules["ray_serve"]


@pytest.mark.filterwarnings("default")
def test_a_replica_gives_the_networks_answers_to_requests_that_wait_together(
    replica: Any, digits: Digits
) -> None:
    pictures = digits[0][:40]
    network = Network.shipped(RECOGNISERS["digits"])
    jobs = [
        Job("patches", json.dumps({"inputs": [picture.tolist()]}).encode()) for picture in pictures
    ]
    waiting = [replica.ask.remote(job) for job in jobs]
    told = [json.loads(response.result(timeout_s=60).body)["labels"][0] for response in waiting]
    rows = network.probabilities(pictures)
    assert told == [network.stamp.labels[i] for i in rows.argmax(axis=1)]


@pytest.mark.filterwarnings("default")
def test_a_replica_refuses_in_the_one_form(replica: Any) -> None:
    answer = replica.ask.remote(Job("patches", b'{"inputs": [[1]]}')).result(timeout_s=60)
    assert answer.status == 422
    assert "784 whole numbers" in json.loads(answer.body)["error"]
