"""The websocket of the live page: real clips, sent as a browser sends them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_limits import LIMITS
from glyphcam.live.serve_live import LiveClient
from glyphcam.live.serve_wire import Answer, Job

websockets = pytest.importorskip("websockets", reason="websockets is not installed")


def frames_of(data: Path, name: str, count: int) -> Iterator[bytes]:
    """The first frames of a clip as JPEG, not mirrored, as the page sends them."""
    clip = cv2.VideoCapture(str(data / "clips" / name))
    for _ in range(count):
        is_read, image = clip.read()
        if not is_read:
            return
        yield cv2.imencode(".jpg", image)[1].tobytes()
    clip.release()


@dataclass(slots=True)
class Told:
    """What one client was answered."""

    records: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)


async def ask_in_turn(url: str, frames: list[bytes], *, has_picture: bool = True) -> Told:
    """Send each frame when the one before is answered."""
    told = Told()
    async with websockets.connect(url, max_size=None) as socket:
        for frame in frames:
            await socket.send(frame)
            told.records.append(json.loads(await socket.recv()))
            if has_picture:
                told.pictures.append(await socket.recv())
    return told


def address(server: Any, query: str = "recogniser=asl") -> str:
    return f"ws://127.0.0.1:{server.port}/live?{query}"


def test_each_frame_is_answered_with_its_reading_and_its_drawing(server: Any, data: Path) -> None:
    frames = list(frames_of(data, "still_L_1.mp4", 12))
    told = asyncio.run(ask_in_turn(address(server), frames))
    assert [record["frame"] for record in told.records] == list(range(12))
    assert told.records[-1]["label"] == "L"
    assert told.records[-1]["top"][0][0] == "L"
    assert len(told.records[-1]["landmarks"]) == 21
    assert told.records[-1]["size"] == [200, 200]
    drawn = cv2.imdecode(np.frombuffer(told.pictures[-1], np.uint8), cv2.IMREAD_COLOR)
    shown = cv2.imdecode(np.frombuffer(frames[-1], np.uint8), cv2.IMREAD_COLOR)
    assert drawn.shape == shown.shape
    assert np.abs(drawn.astype(int) - shown).mean() > 2, "nothing was drawn"


def test_two_clients_at_once_are_each_read_by_a_reader_of_their_own(
    server: Any, data: Path
) -> None:
    async def run() -> list[Told]:
        clips = ("still_L_1.mp4", "still_O_1.mp4")
        url = address(server, "recogniser=asl&picture=0")
        asked = (
            ask_in_turn(url, list(frames_of(data, clip, 15)), has_picture=False) for clip in clips
        )
        return await asyncio.gather(*asked)

    both = asyncio.run(run())
    assert [told.records[-1]["label"] for told in both] == ["L", "O"]
    seen = [{record["label"] for record in told.records} - {None} for told in both]
    assert not seen[0] & seen[1]


def test_the_newest_frame_wins_and_overtaken_ones_get_no_answer(server: Any, data: Path) -> None:
    frames = list(frames_of(data, "lolzorus_SIGN.mp4", 60))

    async def run() -> list[int]:
        answered = []
        async with websockets.connect(address(server, "picture=0&recogniser=asl")) as socket:
            for frame in frames:
                await socket.send(frame)
            while not answered or answered[-1] != len(frames) - 1:
                answered.append(json.loads(await asyncio.wait_for(socket.recv(), 30))["frame"])
        return answered

    answered = asyncio.run(run())
    assert answered == sorted(set(answered))
    assert len(answered) < len(frames)


def test_a_client_that_takes_nothing_does_not_hold_up_another(server: Any, data: Path) -> None:
    frames = list(frames_of(data, "lolzorus_SIGN.mp4", 40))

    async def run() -> Told:
        async with websockets.connect(address(server), max_queue=1) as lazy:
            for frame in frames:
                await lazy.send(frame)
            return await asyncio.wait_for(ask_in_turn(address(server), frames[:10]), 60)

    told = asyncio.run(run())
    assert len(told.pictures) == 10


def test_what_is_asked_for_can_be_changed_on_the_way(server: Any, data: Path) -> None:
    frame = next(frames_of(data, "lolzorus_SIGN.mp4", 1))

    async def run() -> tuple[dict[str, Any], dict[str, Any]]:
        async with websockets.connect(address(server, "recogniser=asl&picture=0")) as socket:
            await socket.send(frame)
            first = json.loads(await socket.recv())
            await socket.send(json.dumps({"recogniser": "fashion"}))
            await socket.send(frame)
            return first, json.loads(await socket.recv())

    first, second = asyncio.run(run())
    assert len(first["landmarks"]) == 21
    assert second["landmarks"] == []
    assert (first["frame"], second["frame"]) == (0, 1)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("no json", 400),
        ("[" * 5000, 400),
        ('{"recogniser": 7}', 422),
        (b"no picture", 415),
        (b"", 422),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_one_form(
    server: Any, sent: str | bytes, status: int
) -> None:
    async def run() -> tuple[dict[str, Any], int]:
        async with websockets.connect(address(server)) as socket:
            for _ in range(5):
                await socket.send(sent)
                told = json.loads(await socket.recv())
                if isinstance(sent, str):
                    break
            try:
                while True:
                    told = json.loads(await socket.recv())
            except websockets.ConnectionClosed:
                return told, socket.close_code

    told, code = asyncio.run(run())
    assert set(told) == {"error", "code", "status"}
    assert told["status"] == (status if isinstance(sent, str) else 422)
    assert code == 1008
    assert server.is_alive()


def test_a_frame_over_the_limit_closes_the_socket(server: Any) -> None:
    async def run() -> int:
        async with websockets.connect(address(server)) as socket:
            await socket.send(bytes(3 * 1024 * 1024))
            with pytest.raises(websockets.ConnectionClosed):
                await socket.recv()
            return socket.close_code

    assert asyncio.run(run()) == 1009


def test_more_clients_than_there_is_room_for_are_sent_away(server: Any) -> None:
    async def run() -> dict[str, Any]:
        sockets = [await websockets.connect(address(server)) for _ in range(9)]
        try:
            return json.loads(await sockets[-1].recv())
        finally:
            await asyncio.gather(*(socket.close() for socket in sockets))

    assert asyncio.run(run())["status"] == 429


def test_another_sites_page_cannot_open_it(server: Any) -> None:
    async def run() -> None:
        await websockets.connect(address(server), origin="http://evil.example")

    with pytest.raises(websockets.InvalidStatus, match="403"):
        asyncio.run(run())


class Silent:
    """A socket on which nothing ever comes."""

    async def receive(self) -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}


def test_a_client_that_sends_nothing_is_sent_away() -> None:
    limits = replace(LIMITS, live_idle_s=0.01)

    async def never(job: Job) -> Answer:
        return Answer(b"")

    with pytest.raises(ServeError, match="no frame came for too long"):
        asyncio.run(LiveClient(Silent(), never, {}, limits).run())
