"""The review page in a real browser, with real keys."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_query import ANSWERED, Where
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.review_who import default_reviewer
from glyphcam.models.recognisers import RECOGNISERS

playwright = pytest.importorskip("playwright.sync_api", reason="needs pip install playwright")
pytest.importorskip("fastapi", reason="needs the extra 'web'")

ASL = RECOGNISERS["asl"].labels
GOODS = RECOGNISERS["fashion"].labels


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
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
def program(tmp_path):
    """Runs `glyphcam review` itself and returns its address; it must end with status 0."""
    command = [sys.executable, "-c", "from glyphcam.live.cli import main; main()", "review"]
    command += ["--no-browser", "--queue-dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        yield re.search(r"http://\S+", run.stdout.readline())[0]
        assert run.wait(20) == 0


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


def said_of(folder: Path, reviewer: str = "ann") -> dict[float, str]:
    """What the reviewer said, by the item's number."""
    with ReviewStore.open(folder) as store:
        return {
            one.item.seconds: answer.label or answer.verdict.name
            for one in store.items()
            for answer in one.answers
            if answer.reviewer == reviewer
        }


def wait_for_answers(page, count: int) -> None:
    page.wait_for_function(f"unsaved === 0 && answered === {count}")


def number_shown(page) -> float:
    return page.evaluate("now.seconds")


@pytest.mark.parametrize("count", [8, pytest.param(100, marks=pytest.mark.soak)])
def test_so_many_items_take_so_many_keys(fill, open_page, count) -> None:
    folder = fill(count)
    page = open_page()
    expected = {}
    for turn in range(count):
        number = number_shown(page)
        if turn % 4 == 3:
            expected[number] = ASL[(int(number) + 5) % len(ASL)]
            page.keyboard.press(expected[number].lower())
        else:
            expected[number] = ASL[int(number) % len(ASL)]
            page.keyboard.press("Enter")
        page.wait_for_function("last => !now || now.seconds !== last", arg=number)
    page.wait_for_selector("#rv-over:not([hidden])")
    wait_for_answers(page, count)
    assert "All looked at" in page.inner_text("#rv-over")
    assert said_of(folder) == expected


def test_every_key_does_what_the_page_says_of_it(fill, open_page) -> None:
    folder = fill(7)
    page = open_page()
    done: list[tuple[float, str]] = []
    for key, said in (
        ("s", "S"), ("u", "U"), ("-", "NOT_A_SIGN"), ("ArrowRight", "SKIP"), ("Space", "SKIP"),
        ("Shift+B", "B"),
    ):  # fmt: skip
        done.append((number_shown(page), said))
        page.keyboard.press(key)
        page.wait_for_function("last => now && now.seconds !== last", arg=done[-1][0])
    wait_for_answers(page, 4)
    assert said_of(folder) == dict(done)
    for key in ("Backspace", "ArrowLeft", "Control+z"):
        number, _ = done.pop()
        page.keyboard.press(key)
        page.wait_for_function("last => now && now.seconds === last", arg=number)
    page.wait_for_function("unsaved === 0")
    assert said_of(folder) == dict(done)


def test_where_s_and_u_are_no_labels_they_skip_and_undo(fill, open_page) -> None:
    folder = fill(3, GOODS, recogniser="fashion", is_hand=False)
    page = open_page()
    first = number_shown(page)
    page.keyboard.press("s")
    page.wait_for_function("last => now.seconds !== last", arg=first)
    second = number_shown(page)
    page.keyboard.press("9")
    page.wait_for_function("last => now.seconds !== last", arg=second)
    wait_for_answers(page, 1)
    assert said_of(folder) == {first: "SKIP", second: "Ankle boot"}
    page.keyboard.press("u")
    page.wait_for_function("last => now.seconds === last", arg=second)
    assert said_of(folder) == {first: "SKIP"}


def test_a_key_that_is_no_label_answers_nothing_and_says_so(fill, open_page) -> None:
    folder = fill(2)
    page = open_page()
    page.keyboard.press("j")
    page.wait_for_function("document.getElementById('rv-said').textContent.includes('no label')")
    assert said_of(folder) == {}


def test_a_key_that_is_held_down_is_one_answer(fill, open_page) -> None:
    folder = fill(3)
    page = open_page()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    wait_for_answers(page, 1)
    assert len(said_of(folder)) == 1


def test_the_buttons_do_the_same_by_mouse_and_by_tab(fill, open_page) -> None:
    folder = fill(4)
    page = open_page()
    first = number_shown(page)
    page.click("#rv-top li:nth-child(2) button")
    page.wait_for_function("last => now.seconds !== last", arg=first)
    second = number_shown(page)
    page.focus("#rv-no")
    page.keyboard.press("Enter")
    page.wait_for_function("last => now.seconds !== last", arg=second)
    wait_for_answers(page, 2)
    found = said_of(folder)
    assert found[second] == "NOT_A_SIGN"
    assert found[first] != ASL[int(first)]


def test_a_second_reviewer_is_not_told_what_the_first_said(fill, open_page, serve) -> None:
    folder = fill(2)
    with ReviewStore.open(folder) as store:
        for one in store.items():
            store.answer(one.item_id, "bob", Verdict.LABEL, "T")
    page = open_page()
    assert "Nothing waits" in page.inner_text("#rv-over") or page.is_visible("#rv-over")
    page.click("#rv-filters")
    page.check("[name=second]")
    page.wait_for_selector("#rv-desk:not([hidden])")
    assert "bob" not in page.inner_text("#rv-desk")
    page.click("#rv-yes")
    page.keyboard.press("t")
    page.wait_for_selector("#rv-over:not([hidden])")
    wait_for_answers(page, 2)
    page.wait_for_function("document.getElementById('rv-over').textContent.includes('agree on 1')")
    with ReviewStore.open(folder) as store:
        assert [(a.items, a.agreed) for a in store.agreements("asl")] == [(2, 1)]


def test_the_filter_chooses_a_letter_and_a_session(fill, open_page) -> None:
    fill(30)
    page = open_page()
    page.click("#rv-filters")
    page.select_option("[name=label]", ASL[4])
    page.wait_for_function(f"now && now.label === '{ASL[4]}' && waiting.length === 1")
    page.select_option("[name=source]", "film 1")
    page.wait_for_function("now && now.place === 'film 1' && waiting.length === 0")
    page.keyboard.press("Escape")
    assert page.inner_text("#rv-count").endswith("1 to go")


def test_a_picture_that_is_missing_is_said_and_the_patch_shown(fill, open_page) -> None:
    folder = fill(1)
    with ReviewStore.open(folder) as store:
        store.forget_pictures(Where())
    page = open_page()
    assert "not kept" in page.inner_text("#rv-missing")
    assert page.evaluate("document.getElementById('rv-picture').naturalWidth") == 224


def test_finish_ends_the_program(fill, program, open_page) -> None:
    folder = fill(1)
    page = open_page(program)
    page.keyboard.press("Enter")
    wait_for_answers(page, 1)
    page.click("#rv-done")
    page.wait_for_function("document.body.textContent.includes('may be closed')")
    [number] = said_of(folder, default_reviewer())
    assert number == 0.0  # and the fixture sees the program end with status 0


def test_an_empty_queue_says_how_to_fill_it(open_page) -> None:
    page = open_page()
    assert "glyphcam live --queue" in page.inner_text("#rv-over")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_text_has_contrast_and_nothing_hangs_over_the_edge(fill, open_page, width, scheme) -> None:
    fill(5)
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.click("#rv-more summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [found for found in page.evaluate(LOW_CONTRAST) if found] == []
    assert page.evaluate(NAMELESS) == []


LOW_CONTRAST = """() => {
  const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((v) => {
    v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c; }
    return 'rgb(255, 255, 255)'; };
  return [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() &&
    [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) &&
    !e.matches('style, script, option, .hidden')).map((e) => {
      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05) < 4.5 ? e.textContent.trim().slice(0, 30) : ''; });
}"""
"""WCAG 2.1: small text needs 4.5 to 1."""

NAMELESS = """() => [...document.querySelectorAll('button, select, input, img, progress')]
  .filter((e) => e.checkVisibility() && !(e.textContent.trim() || e.getAttribute('aria-label') ||
  e.labels?.length || e.hasAttribute('alt'))).map((e) => e.outerHTML)"""


def test_another_sites_page_and_a_stranger_get_nothing(fill, serve) -> None:
    import httpx

    folder = fill(1)
    address = serve()
    root, token = re.match(r"(http://[^/]+)/review\?(token=.+)", address).groups()
    assert httpx.get(f"{root}/review/state").status_code == 401
    assert httpx.get(f"{root}/review?{token}", headers={"Host": "evil.example"}).status_code == 421
    answer = {"item": 1, "verdict": "LABEL", "label": "A", "reviewer": "x"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        sent = httpx.post(f"{root}/review/answer?{token}", json=answer, headers=headers)
        assert sent.status_code == 403
    with ReviewStore.open(folder) as store:
        assert store.count(Where(ANSWERED)) == 0
