"""How often and how late the websocket /live answers: a clip sent at 30 frames a second.

    python benchmarks/serve_live.py [--clients 1] [--seconds 10] [--clip FILE] [--out FILE]

The last of the clients is also measured beside one that sends and takes no answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import websockets
from serve_bench import HERE, core_seconds, server, write_part

CLIP = HERE.parent.parent / "shared" / "data" / "clips" / "lolzorus_SIGN.mp4"
RATE_HZ = 30


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--clip", type=Path, default=CLIP)
    parser.add_argument("--out", type=Path, default=HERE / "serve.json")
    options = parser.parse_args()
    frames = jpegs(options.clip)
    with server(0) as (port, process):
        before_s = sum(core_seconds(process))
        found = asyncio.run(measure(port, frames, options.clients, options.seconds))
        spent_s = sum(core_seconds(process)) - before_s
        beside = asyncio.run(measure(port, frames, 1, options.seconds, is_one_lazy=True))
    answers = options.seconds * sum(one["answers_per_s"] for one in found)
    parts = {
        f"clients at once: {options.clients}": found,
        "core_ms_per_answer": round(spent_s / answers * 1000, 1),
        "one, beside a client that takes nothing": beside,
    }
    print(json.dumps(parts, indent=1))
    write_part(options.out, "live", parts)


def jpegs(clip: Path) -> list[bytes]:
    """Return the clip's frames as a browser sends them."""
    source, frames = cv2.VideoCapture(str(clip)), []
    while True:
        is_read, image = source.read()
        if not is_read:
            return frames
        frames.append(cv2.imencode(".jpg", image)[1].tobytes())


async def measure(
    port: int, frames: Sequence[bytes], count: int, seconds: float, *, is_one_lazy: bool = False
) -> list[dict[str, Any]]:
    """Return what each of ``count`` clients was answered in ``seconds``."""
    url = f"ws://127.0.0.1:{port}/live?recogniser=asl&mirror=1"
    async with websockets.connect(url, max_queue=1) as lazy:
        busy = asyncio.create_task(_send(lazy, frames, seconds, {})) if is_one_lazy else None
        told = await asyncio.gather(*(_client(url, frames, seconds) for _ in range(count)))
        if busy is not None:
            busy.cancel()
    return list(told)


async def _client(url: str, frames: Sequence[bytes], seconds: float) -> dict[str, Any]:
    sent: dict[int, float] = {}
    delays: list[float] = []
    labels: list[str] = []
    async with websockets.connect(url, max_size=None) as socket:
        await socket.send(frames[0])  # opens the reader: not counted
        await socket.recv()
        await socket.recv()
        receiver = asyncio.create_task(_receive(socket, sent, delays, labels))
        await _send(socket, frames, seconds, sent)
        receiver.cancel()
    return {
        "answers_per_s": round(len(delays) / seconds, 1),
        "delay_p50_ms": round(float(np.percentile(delays, 50)) * 1000),
        "delay_p95_ms": round(float(np.percentile(delays, 95)) * 1000),
        "labels_seen": "".join(dict.fromkeys(label for label in labels if label)),
    }


async def _send(
    socket: Any, frames: Sequence[bytes], seconds: float, sent: dict[int, float]
) -> None:
    began_s = time.monotonic()
    for at in range(round(seconds * RATE_HZ)):
        await asyncio.sleep(max(0.0, began_s + at / RATE_HZ - time.monotonic()))
        sent[at + 1] = time.monotonic()
        await socket.send(frames[at % len(frames)])


async def _receive(
    socket: Any, sent: dict[int, float], delays: list[float], labels: list[str]
) -> None:
    while True:
        told = json.loads(await socket.recv())
        await socket.recv()  # the drawn frame: the delay is until it is there
        delays.append(time.monotonic() - sent[told["frame"]])
        labels.append(told["label"])


if __name__ == "__main__":
    main()
