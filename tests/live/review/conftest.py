"""What the tests of the review page share: a queue filled, the page served, a browser on it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.review_store import ReviewStore
from glyphcam.models.recognisers import RECOGNISERS

ASL = RECOGNISERS["asl"].labels


@pytest.fixture(scope="module")  # its event loop would be in the way of other files' own
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs pip install playwright")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium: apt install chromium")
    with playwright.sync_playwright() as played:
        opened = played.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def fill(tmp_path, made):
    """Fills the queue with items of real labels: number n is read as the n-th label."""

    def fill_with(count: int, labels: tuple[str, ...] = ASL, **more: object) -> Path:
        with ReviewStore.open(tmp_path) as store:
            for number in range(count):
                rest = 0.55 / (len(labels) - 1)
                sure = np.full(len(labels), rest, np.float32)
                sure[number % len(labels)] = 0.45
                picture = np.full((120, 120, 3), number * 2 % 255, np.uint8)
                cv2.putText(picture, str(number), (20, 70), 0, 1.2, (255, 255, 255), 2)
                jpeg = np.asarray(cv2.imencode(".jpg", picture)[1]).tobytes()
                facts = {"labels": labels, "probabilities": sure, "picture": jpeg, **more}
                assert store.add(made(number, f"film {number // 20}", **facts))
        return tmp_path

    return fill_with


@pytest.fixture
def serve(tmp_path):
    """Serves the page of the queue in this process and returns its address."""
    import uvicorn

    from glyphcam.live.review_page import ReviewSettings
    from glyphcam.live.review_serve import make_review_app
    from glyphcam.live.serve_run import bound
    from glyphcam.live.serve_settings import ServeSettings

    with ExitStack() as stack:

        def run() -> str:
            listener = stack.enter_context(bound(ServeSettings(port=0)))
            port = listener.getsockname()[1]
            settings = ServeSettings(port=port, token="a-token")
            app = make_review_app(settings, ReviewSettings(tmp_path, "ann", has_links=False))
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
            thread = threading.Thread(target=server.run, args=([listener],))
            thread.start()
            stack.callback(thread.join)
            stack.callback(setattr, server, "should_exit", True)
            return f"http://127.0.0.1:{port}/review?token=a-token"

        yield run


@pytest.fixture
def open_page(browser, serve):
    """Opens the page, which must not complain about anything."""
    wrong: list[str] = []
    contexts = []

    def opened(address: str | None = None, **settings: object):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        page.goto(address or serve())
        page.wait_for_selector("#rv-desk:not([hidden]), #rv-over:not([hidden])")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
