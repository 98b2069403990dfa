"""What the server's front and its workers say to each other: jobs there, answers back, in bytes.

One message is a length, a JSON list of heads, and the bodies one after another. Nothing is pickled.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson

_LENGTHS = struct.Struct("<II")

HEAD_BYTES = _LENGTHS.size
"""How many bytes say how long a message is."""

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Job:
    """``do`` is the trade asked for; ``words`` what was asked in the address; ``body`` as it came.

    Jobs of one trade that ``is_batched`` may be handed to a worker together.
    """

    do: str
    body: bytes = b""
    words: Mapping[str, str] = field(default_factory=dict)
    is_batched: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the client; ``note`` carries a number the body is to be understood by."""

    body: bytes
    status: int = 200
    media: str = JSON
    note: int = 0


def lengths(head: bytes) -> tuple[int, int]:
    """Return the bytes of the JSON heads and of the bodies that follow ``head``."""
    first, second = _LENGTHS.unpack(head)
    return first, second


def pack_jobs(jobs: Sequence[Job]) -> bytes:
    """Return the message that hands over ``jobs``."""
    return _packed([{"do": job.do, "words": dict(job.words)} for job in jobs], jobs)


def pack_answers(answers: Sequence[Answer]) -> bytes:
    """Return the message that hands ``answers`` back, in the order of their jobs."""
    heads = [{"status": a.status, "media": a.media, "note": a.note} for a in answers]
    return _packed(heads, answers)


def unpack_jobs(heads: bytes, bodies: bytes) -> list[Job]:
    """Return the jobs of a message."""
    return [Job(head["do"], body, head["words"]) for head, body in _parts(heads, bodies)]


def unpack_answers(heads: bytes, bodies: bytes) -> list[Answer]:
    """Return the answers of a message."""
    return [
        Answer(body, head["status"], head["media"], head["note"])
        for head, body in _parts(heads, bodies)
    ]


_Part = TypeVar("_Part", Job, Answer)


def _packed(heads: list[dict[str, Any]], parts: Sequence[_Part]) -> bytes:
    for head, part in zip(heads, parts, strict=True):
        head["size"] = len(part.body)
    written = orjson.dumps(heads)
    bodies = sum(len(part.body) for part in parts)
    return b"".join([_LENGTHS.pack(len(written), bodies), written, *(p.body for p in parts)])


def _parts(heads: bytes, bodies: bytes) -> list[tuple[dict[str, Any], bytes]]:
    at, parts = 0, []
    for head in orjson.loads(heads):
        parts.append((head, bodies[at : at + head["size"]]))
        at += head["size"]
    return parts
