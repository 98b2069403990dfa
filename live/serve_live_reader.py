"""The worker's part of the live page: each client's own reader, and the frames it is shown."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np
import orjson

from glyphcam.live.card_overlay import card_drawer
from glyphcam.live.frame import Frame
from glyphcam.live.json_lines import step_record
from glyphcam.live.open_reader import open_reader, title_of
from glyphcam.live.overlay import Overlay
from glyphcam.live.reader import Reader
from glyphcam.live.reading import Reading, Step
from glyphcam.live.serve_live_queue import LiveQueue
from glyphcam.live.serve_picture import safe_picture
from glyphcam.live.serve_shelf import ServeShelf
from glyphcam.live.serve_still import top_five
from glyphcam.live.serve_wire import Answer, Job
from glyphcam.live.view import View

_MOST_READERS = 16
"""A client that left without a word is forgotten once so many newer ones have come."""

_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 80]


@dataclass(slots=True, eq=False)
class _Client:
    """One client's reader, with its own tracker and smoother, and its own overlay."""

    reader: Reader
    overlay: Overlay
    view: View = field(default_factory=View)
    queue: LiveQueue | None = None

    def close(self) -> None:
        """Queue what waits, where there is a queue."""
        if self.queue is not None:
            self.queue.close()


class LiveReaders:
    """Reads frames of many clients, each with what was seen before of its own alone.

    ``queue`` is the folder of the review queue that doubtful readings go to, None for nowhere.
    """

    def __init__(self, shelf: ServeShelf, pixels: int, queue: Path | None = None) -> None:
        self._shelf = shelf
        self._pixels = pixels
        self._queue = queue
        self._clients: OrderedDict[str, _Client] = OrderedDict()

    def read(self, job: Job) -> Answer:
        """Return one frame's JSON and, if wanted, the drawn JPEG behind it; ``note`` parts them."""
        began_s = perf_counter()
        still = safe_picture(job.body, self._pixels)
        client = self._client(job)
        frame = Frame(still.image, int(job.words["frame"]), float(job.words["seconds"]))
        reading = client.reader.read(frame)
        if client.queue is not None:
            client.queue.take(frame, reading)
        drawn = _jpeg(client.overlay(frame, reading)) if job.words.get("picture") == "1" else b""
        spent_ms = round((perf_counter() - began_s) * 1000, 1)
        told = orjson.dumps({**_told(frame, reading), "ms": spent_ms})
        return Answer(told + drawn, note=len(told))

    def leave(self, job: Job) -> Answer:
        """Forget a client."""
        for key in [key for key in self._clients if key.partition(" ")[0] == job.words["client"]]:
            self._clients.pop(key).close()
        return Answer(b"")

    def _client(self, job: Job) -> _Client:
        words = job.words
        choice = self._shelf.choice(words.get("recogniser"), words.get("model"))
        key = f"{words['client']} {choice.recogniser} {choice.model}"
        if key not in self._clients:
            view = View(is_mirrored=words.get("mirror") == "1")
            drawer = card_drawer(choice.recogniser)
            overlay = Overlay(view, title_of(choice), drawer)
            queue = None if self._queue is None else LiveQueue(self._queue, choice)
            self._clients[key] = _Client(open_reader(choice), overlay, view, queue)
            if len(self._clients) > _MOST_READERS:
                self._clients.popitem(last=False)[1].close()
        self._clients.move_to_end(key)
        return self._clients[key]


def _told(frame: Frame, reading: Reading) -> dict[str, object]:
    height, width = frame.image.shape[:2]
    hand = None if reading.region is None else reading.region.hand
    points = [] if hand is None else np.round(hand.landmarks[:, :2], 1).tolist()
    return {
        **step_record(Step(frame, reading, frame.image)),
        "top": top_five(reading),
        "hint": reading.hint,
        "landmarks": points,
        "size": [width, height],
    }


def _jpeg(picture: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", picture, _JPEG)[1].tobytes()
