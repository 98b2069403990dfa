"""Schemathesis over the OpenAPI page: what it makes up is answered, and never with a 5xx."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

if importlib.util.find_spec("schemathesis") is None:
    pytest.skip("schemathesis is not installed", allow_module_level=True)

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
)


def run(server: Any, folder: Path, examples: int, phases: str) -> subprocess.CompletedProcess[str]:
    """Run it as its users do, always with the same requests."""
    return subprocess.run(
        [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
            *("run", f"{server.url}/openapi.json", "--checks", ",".join(CHECKS)),
            *("--phases", phases, "--max-examples", str(examples), "--seed", "7"),
            *("--suppress-health-check", "all", "--no-color", "--generation-database", "none"),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=900,
    )


def test_what_schemathesis_makes_up_is_answered(server: Any, tmp_path: Path) -> None:
    told = run(server, tmp_path, 3, "examples,fuzzing")
    assert told.returncode == 0, told.stdout
    assert server.is_alive()


@pytest.mark.soak
def test_all_that_schemathesis_makes_up_is_answered(server: Any, tmp_path: Path) -> None:
    told = run(server, tmp_path, 60, "examples,coverage,fuzzing")
    assert told.returncode == 0, told.stdout
    assert server.is_alive()


def test_the_page_describes_every_route_of_programs(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/predict", "/predict/patch", "/invocations", "/models", "/metrics"} <= set(paths)
    assert "/v2/models/{name}/infer" in paths
    for methods in paths.values():
        for told in methods.values():
            assert "4XX" in told["responses"]
