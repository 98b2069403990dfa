"""A network stream as a live source, from a server of this test's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np
import pytest

from glyphcam.live.camera import Camera
from glyphcam.live.camera_reader import Patience
from glyphcam.live.capture import Stream


class JpegStream(BaseHTTPRequestHandler):
    """Sends JPEG pictures without end, as a network camera does, until it is cut."""

    is_cut = threading.Event()
    connections = 0

    def do_GET(self) -> None:
        JpegStream.connections += 1
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        picture = np.full((48, 64, 3), 60 * JpegStream.connections, np.uint8)
        jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
        head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
        while not self.is_cut.wait(0.005):
            try:
                self.wfile.write(head + jpeg + b"\r\n")
            except OSError:
                return
        self.is_cut.clear()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    JpegStream.connections = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), JpegStream) as server:
        thread = threading.Thread(target=server.serve_forever, name="stream server")
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/camera.mjpg"
        server.shutdown()
        thread.join()


def test_a_stream_is_read_and_found_again_when_its_connection_is_cut(address: str) -> None:
    patience = Patience(stall_s=5.0, back_off_s=(0.01,))
    with Camera(Stream(address), "the stream", lambda: "no stream", patience) as source:
        assert next(source).image.mean() == pytest.approx(60, abs=3)
        JpegStream.is_cut.set()
        means = (frame.image.mean() for frame in source if frame.notice is None)
        assert next(mean for mean in means if mean > 100) == pytest.approx(120, abs=3)
