"""The Ray Serve recipe in Ray's own local mode: the deployment in one process, no cluster.

A process of its own, because Ray leaves threads behind and tasks that never end.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

if importlib.util.find_spec("ray") is None:
    pytest.skip("Ray Serve is not installed: glyphcam[ray]", allow_module_level=True)

DOCS = Path(__file__).parents[3] / "docs"

ASK = """
import json, sys
from ray import serve
from ray_serve import app
from glyphcam.live.serve_wire import Job

replica = serve.run(app, _local_testing_mode=True)
waiting = [replica.ask.remote(Job("patches", line.encode())) for line in sys.stdin]
answers = [response.result(timeout_s=60) for response in waiting]
print(json.dumps([[answer.status, json.loads(answer.body)] for answer in answers]))
"""


def test_a_replica_answers_requests_that_wait_together_as_the_server_does(
    digits: tuple[np.ndarray, np.ndarray],
) -> None:
    pictures = digits[0][:20]
    lines = [json.dumps({"inputs": [picture.tolist()]}) for picture in pictures]
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        input="\n".join([*lines, '{"inputs": [[1]]}']),
        env={**os.environ, "PYTHONPATH": str(DOCS), "RAY_USAGE_STATS_ENABLED": "0"},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert told.returncode == 0, told.stderr
    *answers, refused = json.loads(told.stdout.splitlines()[-1])
    network = Network.shipped(RECOGNISERS["digits"])
    rows = network.probabilities(pictures)
    labels = [body["labels"][0] for _, body in answers]
    assert labels == [network.stamp.labels[i] for i in rows.argmax(axis=1)]
    assert refused[0] == 422
    assert "784 whole numbers" in refused[1]["error"]
