"""Thousands of files made to hurt: each is read or refused with a 4xx, and the server lives."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

KINDS = ("JPEG", "PNG", "WEBP", "BMP")
COUNT = 2400
"""How many files there are; every twentieth is sent in the ordinary run."""


def picture(generator: np.random.Generator, kind: str) -> bytes:
    """A small picture of a dark square on paper, or of noise, in any of the kinds and modes."""
    side = int(generator.integers(16, 80))
    pixels = np.full((side, side, 3), 235, np.uint8)
    pixels[side // 3 : side // 2, side // 4 : side // 2] = 30
    if generator.random() < 0.3:
        pixels = generator.integers(0, 256, pixels.shape).astype(np.uint8)
    image = Image.fromarray(pixels)
    modes = {"JPEG": ("L", "RGB", "CMYK"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")}
    mode = str(generator.choice(modes.get(kind, ("RGB",))))
    stream = io.BytesIO()
    (image if mode == "I;16" else image.convert(mode)).save(stream, kind)
    return stream.getvalue()


def cut(generator: np.random.Generator, content: bytes) -> bytes:
    return content[: int(generator.integers(0, len(content)))]


def flipped(generator: np.random.Generator, content: bytes) -> bytes:
    changed = bytearray(content)
    for place in generator.integers(0, len(content), int(generator.integers(1, 40))):
        changed[place] = int(generator.integers(0, 256))
    return bytes(changed)


def flipped_head(generator: np.random.Generator, content: bytes) -> bytes:
    """Only the first bytes changed, where sizes and depths stand."""
    return flipped(generator, content[:64]) + content[64:]


def doubled(generator: np.random.Generator, content: bytes) -> bytes:
    start, end = sorted(generator.integers(0, len(content), 2))
    return content[:end] + content[start:]


def grown(generator: np.random.Generator, content: bytes) -> bytes:
    return content + generator.bytes(int(generator.integers(1, 5000)))


def extreme(generator: np.random.Generator, content: bytes) -> bytes:
    """Four bytes anywhere in the head are the largest or smallest of numbers."""
    place = int(generator.integers(0, min(120, len(content) - 4)))
    number = generator.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
    order = "<I" if generator.random() < 0.5 else ">I"
    return content[:place] + struct.pack(order, int(number)) + content[place + 4 :]


def chunked(generator: np.random.Generator, content: bytes) -> bytes:
    """A PNG whose head says anything and whose checks are right, so that the rest is believed."""
    width, height = (int(2 ** generator.uniform(0, 31)) for _ in range(2))
    depth, colour, lace = (int(generator.integers(0, 20)) for _ in range(3))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lace % 3)
    text = b"zTXt" + b"k\0\0" + zlib.compress(bytes(500_000))
    parts = [b"IHDR" + head, text, b"IDAT" + zlib.compress(generator.bytes(2000)), b"IEND"]
    framed = [
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def disguised(generator: np.random.Generator, content: bytes) -> bytes:
    """Something else behind a picture's first bytes."""
    starts = (
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x10\x00\x00\x00WEBP",
        b"BM",
        b"GIF89a",
    )
    rest = (b"PK\x03\x04", b"\x7fELF", b"<script>", b"%PDF-1.7", b"\x93NUMPY", b"\x80\x04pickle")
    return starts[generator.integers(5)] + rest[generator.integers(6)] + generator.bytes(300)


def random_bytes(generator: np.random.Generator, content: bytes) -> bytes:
    return generator.bytes(int(generator.integers(0, 3000)))


HURTS = (
    cut, flipped, flipped_head, doubled, grown, extreme, chunked, disguised, random_bytes,
)  # fmt: skip


def corpus(seed: int = 11) -> Iterator[bytes]:
    """COUNT hostile files, the same every time."""
    for i in range(COUNT):
        generator = np.random.default_rng((seed, i))
        content = picture(generator, KINDS[i % len(KINDS)])
        yield HURTS[i // len(KINDS) % len(HURTS)](generator, content)


def send_all(client: httpx.Client, files: Iterator[bytes]) -> Counter[int]:
    """Send each file, as a form or as base64, to be read as whatever it may be."""
    told: Counter[int] = Counter()
    names = ("asl", "characters", "fashion", "auto")
    for i, content in enumerate(files):
        params = {"recogniser": names[i % 4]}
        if i % 3:
            answer = client.post("/predict", params=params, files={"file": ("x", content)})
        else:
            encoded = base64.b64encode(content).decode()
            answer = client.post("/predict", params=params, json={"image": encoded})
        assert answer.status_code < 500, (i, answer.text)
        assert set(answer.json()) >= ({"error", "code"} if answer.is_error else {"label"})
        assert "Traceback" not in answer.text
        told[answer.status_code] += 1
    return told


def test_every_twentieth_of_the_hostile_files_is_read_or_refused(
    server: Any, client: httpx.Client
) -> None:
    told = send_all(client, islice(corpus(), 3, None, 20))
    assert sum(told.values()) == COUNT // 20
    assert told[415] > 10
    assert told[422] > 10
    assert server.is_alive()
    assert "glyphcam_worker_restarts 0.0" in client.get("/metrics").text


@pytest.mark.soak
def test_all_hostile_files_are_read_or_refused(server: Any, client: httpx.Client) -> None:
    told = send_all(client, corpus())
    assert sum(told.values()) == COUNT >= 2000
    assert server.is_alive()
    assert "glyphcam_worker_restarts 0.0" in client.get("/metrics").text
