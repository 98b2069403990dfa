"""How much `glyphcam serve` answers, how late, and whether its memory stays flat.

    python benchmarks/serve_bench.py [--seconds 8] [--requests 100000] [--workers N] [--out FILE]

The server runs as the command does; the load comes from this, a second process, at 127.0.0.1 alone.
Patches are MNIST's test pictures where the data is present, noise where it is not.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from serve_load import Found, as_fast_as_it_goes, at_a_rate, request

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data" / "mnist.npz"
BATCH = 256
SINGLE_CONNECTIONS, BATCH_CONNECTIONS = 32, 6
MODELS = ("digits-cnn", "digits-knn", "digits-svm")


def main() -> None:
    """Measure what the options ask for, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="for each part")
    parser.add_argument("--requests", type=int, default=0, help="so many, and the memory they cost")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--out", type=Path, default=HERE / "serve.json")
    options = parser.parse_args()
    with server(options.workers) as (port, process):
        if options.requests:
            write_part(options.out, "memory", memory(port, process, options.requests))
        else:
            write_part(options.out, "load", load(port, process, options.seconds))


@contextmanager
def server(workers: int) -> Iterator[tuple[int, int]]:
    """Run `glyphcam serve` at any free port; yield the port and the process's number."""
    command = [sys.executable, "-c", "from glyphcam.live.cli import main; main()", "serve"]
    command += ["--port", "0", "--no-pages"]
    command += ["--workers", str(workers)] if workers else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r":(\d+)", process.stdout.readline())
        if found is None:
            sys.exit("the server did not start")
        port = int(found[1])
        _wait_until_ready(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def load(port: int, process: int, seconds: float) -> dict[str, Any]:
    """Return rates and times of single patches and of batches, by road and model.

    ``core_us_per_patch`` is the processor time that a patch costs the server's front and its
    workers: the machine's other work makes the rates smaller, but hardly this.
    """
    parts: dict[str, Any] = {}
    for model in MODELS:
        single = single_requests(model)
        road = Road(port, process, SINGLE_CONNECTIONS, 1)
        parts[f"single, JSON, {model}"] = _measured(road, single, seconds)
        for name, requests in (
            ("JSON", batch_json(model)),
            ("binary tensors", batch_binary(model)),
        ):
            key = f"{BATCH} at once, {name}, {model}"
            road = Road(port, process, BATCH_CONNECTIONS, BATCH)
            parts[key] = _measured(road, requests, seconds)
    return parts


@dataclass(frozen=True, slots=True)
class Road:
    """One way of asking: over how many connections, with how many patches ``each`` request."""

    port: int
    process: int
    connections: int
    each: int


def _measured(road: Road, requests: Sequence[bytes], seconds: float) -> dict[str, Any]:
    each, connections = road.each, road.connections
    as_fast_as_it_goes(road.port, requests, connections, 1.0)
    before = core_seconds(road.process)
    full = as_fast_as_it_goes(road.port, requests, connections, seconds)
    after = core_seconds(road.process)
    half = at_a_rate(road.port, requests, connections * 4, seconds, full.rate_hz / 2)
    count = len(full.taken_s) * each
    found = {
        "patches_per_s": round(full.rate_hz * each),
        "core_us_per_patch": {
            "front": round((after[0] - before[0]) / count * 1e6, 1),
            "workers": round((sum(after[1:]) - sum(before[1:])) / count * 1e6, 1),
        },
        "p50_ms": full.percentile_ms(50),
        "p99_ms": full.percentile_ms(99),
        "refused": full.refused + half.refused,
        "at_half_load": {
            "patches_per_s": round(half.rate_hz * each),
            "p50_ms": half.percentile_ms(50),
            "p99_ms": half.percentile_ms(99),
        },
    }
    print(found, flush=True)
    return found


def memory(port: int, process: int, count: int) -> dict[str, Any]:
    """Return the memory of the server and its workers after every tenth of ``count`` requests."""
    requests = single_requests("digits-cnn")
    as_fast_as_it_goes(port, requests, SINGLE_CONNECTIONS, 60, 2000)
    sizes, answered = [resident_mb(process)], Found()
    for _ in range(10):
        part = as_fast_as_it_goes(port, requests, SINGLE_CONNECTIONS, 600, count // 10)
        answered.taken_s += part.taken_s
        answered.spent_s += part.spent_s
        answered.refused += part.refused
        sizes.append(resident_mb(process))
        print(f"{len(answered.taken_s)} answered, {sizes[-1]} MB", flush=True)
    return {
        "requests": len(answered.taken_s),
        "refused": answered.refused,
        "per_s": round(answered.rate_hz),
        "server_and_workers_mb": sizes,
        "growth_mb": round(sizes[-1] - sizes[0], 1),
    }


def resident_mb(process: int) -> float:
    """Return the memory of a process and its children, in MB; Linux alone."""
    family = _family(process)
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family)
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def core_seconds(process: int) -> list[float]:
    """Return the processor time of a process and of each of its children; Linux alone."""
    ticks = os.sysconf("SC_CLK_TCK")
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2] for one in _family(process)]
    return [sum(map(int, stat.split()[11:13])) / ticks for stat in stats]


def _family(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = [word for task in tasks for word in (task / "children").read_text().split()]
    return [process, *sorted(map(int, children))]


def single_requests(model: str) -> list[bytes]:
    """Return 256 requests of one patch each, as JSON."""
    path = _path(model)
    return [request(path, orjson.dumps({"inputs": [p.ravel().tolist()]})) for p in _patches(256)]


def batch_json(model: str) -> list[bytes]:
    """Return eight requests of 256 patches each, as JSON."""
    path, patches = _path(model), _patches(8 * BATCH).reshape(8, BATCH, 784)
    return [request(path, orjson.dumps({"inputs": each.tolist()})) for each in patches]


def batch_binary(model: str) -> list[bytes]:
    """Return eight requests of 256 patches each, as raw tensors of the Open Inference Protocol."""
    return [_binary(model, each) for each in _patches(8 * BATCH).reshape(8, BATCH, 28, 28)]


def _binary(model: str, patches: NDArray[np.uint8]) -> bytes:
    tensor = {
        "name": "patch",
        "datatype": "UINT8",
        "shape": list(patches.shape),
        "parameters": {"binary_data_size": patches.size},
    }
    output = {"name": "probabilities", "parameters": {"binary_data": True}}
    head = orjson.dumps({"inputs": [tensor], "outputs": [output]})
    length = f"Inference-Header-Content-Length: {len(head)}\r\n"
    return request(f"/v2/models/{model}/infer", head + patches.tobytes(), length)


def _path(model: str) -> str:
    recogniser, _, kind = model.partition("-")
    return f"/predict/patch?recogniser={recogniser}&model={kind}"


def _patches(count: int) -> NDArray[np.uint8]:
    if DATA.is_file():
        found: NDArray[np.uint8] = np.load(DATA, allow_pickle=False)["x_test"][:count]
        return found
    return np.random.default_rng(7).integers(0, 256, (count, 28, 28)).astype(np.uint8)


def _wait_until_ready(port: int) -> None:
    from urllib.error import URLError
    from urllib.request import urlopen

    for _ in range(300):
        try:
            urlopen(f"http://127.0.0.1:{port}/ready", timeout=5).close()
            return
        except URLError:
            time.sleep(0.2)
    sys.exit("the server did not get ready")


def write_part(path: Path, part: str, found: dict[str, Any]) -> None:
    """Put one part into the JSON file and leave the other as it is."""
    about = {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_at_end": os.getloadavg()[0],
    }
    before = json.loads(path.read_text()) if path.is_file() else {}
    path.write_text(json.dumps(before | {part: {"machine": about, **found}}, indent=1) + "\n")
    print(f"written to {path}")


if __name__ == "__main__":
    main()
