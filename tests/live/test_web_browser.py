"""The pages in a headless browser with a film as its webcam, driven as a person would."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx
import pytest

from glyphcam.live.annotate_film import annotate_film
from glyphcam.live.annotate_plan import plan
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.web_shell import LINKS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 60_000
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SEVEN = ((0.3, 0.25), (0.7, 0.25), (0.45, 0.8))

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")


@pytest.fixture(scope="module")
def home(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one recorded session, of a signer who holds up L."""
    folder = tmp_path_factory.mktemp("home")
    planned = plan([data / "clips" / "still_L_1.mp4"], folder / "sessions", ReaderChoice("asl"))
    annotate_film(planned.jobs[0], lambda ahead: None)
    return folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    """The address of `glyphcam serve`, run as a person runs it."""
    words = ["serve", "--port", "0", "--workers", "1"]
    code = f"from glyphcam.live.cli import main; main({words!r})"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=home, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        try:
            assert found is not None
            yield found[0]
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium with the clip WORLD as its webcam, over and over."""
    from playwright.sync_api import sync_playwright

    film = tmp_path_factory.mktemp("webcam") / "world.mjpeg"
    write_mjpeg(data / "clips" / "seeeeeeel_WORLD.mp4", film)
    webcam = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *webcam])
        yield opened
        opened.close()


def write_mjpeg(clip: Path, film: Path) -> None:
    """Write a clip as JPEGs one after another, each twice: the webcam gives 30 a second of 15."""
    source = cv2.VideoCapture(str(clip))
    with film.open("wb") as out:
        while (frame := source.read()[1]) is not None:
            out.write(cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes() * 2)
    source.release()


@pytest.fixture(scope="module")
def asked(browser: Any) -> list[str]:
    """Every address that any page of these tests asked for."""
    return []


@pytest.fixture
def open_page(browser: Any, server: str, asked: list[str]) -> Iterator[Callable[..., Any]]:
    """Opens a page by its path, at a size, and notes whatever it asks for."""
    contexts = []

    def opened(path: str, viewport: dict[str, int] = DESK, **kinds: Any) -> Any:
        context = browser.new_context(viewport=viewport, **kinds)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def strokes(page: Any) -> Callable[[tuple[float, float]], tuple[float, float]]:
    """Return how a place on the sheet, 0 to 1, becomes a place on the page."""
    box = page.locator("#sheet").bounding_box()
    return lambda xy: (box["x"] + xy[0] * box["width"], box["y"] + xy[1] * box["height"])


def draw_with_mouse(page: Any, corners: tuple[tuple[float, float], ...]) -> None:
    place = strokes(page)
    page.mouse.move(*place(corners[0]))
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*place(corner), steps=8)
    page.mouse.up()


def wait_for_words(page: Any, words: str) -> None:
    page.wait_for_function(
        "words => document.getElementById('words').innerText === words", arg=words
    )


def upload(page: Any, path: Path, recogniser: str | None = None) -> Any:
    """Give a Gradio page a file and press its button; return the answer once it is there."""
    page.wait_for_selector("#read")
    page.set_input_files("input[type=file]", path)
    page.get_by_text(path.name).first.wait_for()
    if recogniser is not None:
        page.get_by_label("Read it as").click()
        page.get_by_role("option", name=recogniser, exact=True).click()
    page.click("#read")
    return page.locator(".answer, .wrong").first


def test_live_reads_the_letters_of_the_word_that_is_signed(open_page) -> None:
    page = open_page("/")
    page.click("#go")
    page.wait_for_function("/W.?O.?R.?L.?D/.test(glyphcam.text)")
    assert "ms from camera to answer" in page.inner_text("#pace")
    page.click("#go")
    assert page.inner_text("#pace") == "The camera is off."


def test_a_digit_drawn_with_the_mouse_is_read_undone_and_cleared(open_page) -> None:
    page = open_page("/pages/draw")
    draw_with_mouse(page, SEVEN)
    wait_for_words(page, "7")
    assert re.fullmatch(r"\d\d % sure", page.inner_text("#share"))
    assert page.get_attribute("#patch", "src").startswith("data:image/png")
    draw_with_mouse(page, ((0.1, 0.9), (0.12, 0.92)))
    page.click("#undo")
    wait_for_words(page, "7")
    page.check("#dark")
    wait_for_words(page, "7")
    page.click("#clear")
    wait_for_words(page, "")


def test_a_finger_on_a_phone_draws_and_the_page_does_not_scroll(open_page) -> None:
    page = open_page("/pages/draw", PHONE, has_touch=True, is_mobile=True)
    touch = page.context.new_cdp_session(page)
    place = strokes(page)
    for kind, corner in zip(("touchStart", "touchMove", "touchMove"), SEVEN, strict=True):
        x, y = place(corner)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_for_words(page, "7")
    assert page.evaluate("scrollY") == 0


def test_keys_alone_draw_a_one(open_page) -> None:
    page = open_page("/pages/draw")
    page.focus("#sheet")
    for key in ("ArrowUp",) * 7 + (" ",) + ("ArrowDown",) * 14 + (" ",):
        page.keyboard.press(key)
    wait_for_words(page, "1")
    assert page.locator("#patch").get_attribute("src").startswith("data:image/png")
    page.keyboard.press("Control+z")
    wait_for_words(page, "")
    assert page.inner_text("#share") == "nothing drawn yet"


def test_a_photo_of_a_hand_is_read(open_page, data: Path) -> None:
    photo = sorted((data / "asl_frames").glob("*/L/*.jpg"))[0]
    page = open_page("/pages/upload")
    answer = upload(page, photo)
    answer.wait_for()
    assert answer.locator("b").inner_text() == "L"
    assert page.locator(".bars li").count() == 5


def test_a_file_that_is_no_photo_gets_one_sentence(open_page, tmp_path: Path) -> None:
    (tmp_path / "hand.jpg").write_bytes(b"GIF89a no picture at all")
    page = open_page("/pages/upload")
    upload(page, tmp_path / "hand.jpg").wait_for()
    assert "picture" in page.get_by_role("alert").first.inner_text()


def test_explain_shows_what_a_model_looked_at(open_page, data: Path) -> None:
    photo = sorted((data / "asl_frames").glob("*/L/*.jpg"))[0]
    page = open_page("/pages/explain")
    answer = upload(page, photo)
    answer.wait_for()
    assert answer.locator("b").inner_text() == "L"
    page.get_by_alt_text("what spoke for L and against it").wait_for()


def test_a_session_plays_and_its_report_says_what_was_read(open_page, home: Path) -> None:
    page = open_page("/pages/sessions")
    page.click("text=still_L_1")
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    assert page.locator("p.text").inner_text() == "L"


@pytest.mark.soak
def test_a_film_comes_back_with_its_readings_and_captions(open_page, data: Path) -> None:
    page = open_page("/pages/upload")
    answer = upload(page, data / "clips" / "lolzorus_SIGN.mp4", "American Sign Language letters")
    answer.wait_for()
    assert answer.locator("b").inner_text() == "SIGN"
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    cues = "Array.from(document.querySelector('video').textTracks[0].cues, c => c.text).join()"
    page.wait_for_function(f"{cues}.includes('SIGN')")


def test_gradio_serves_no_file_outside_its_folder_and_forwards_nothing(server: str) -> None:
    for path in ("/etc/passwd", "../../../../etc/passwd", "setup.cfg", "sessions"):
        answer = httpx.get(f"{server}/pages/gradio_api/file={path}")
        assert answer.status_code in (403, 404)
    assert httpx.get(f"{server}/pages/gradio_api/proxy=https://a.test/").status_code >= 400


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.name)
def test_a_page_fits_phone_and_desk_light_and_dark(link, open_page, asked: list[str]) -> None:
    page = open_page(link.path, PHONE)
    page.wait_for_selector("h1")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for viewport in (PHONE, DESK):
            page.set_viewport_size(viewport)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.evaluate(FAINT) == []
    assert nameless(page) == []
    assert page.locator("h1").count() == page.locator("main").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    assert [
        url for url in asked if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url)
    ] == []


SPOKEN = {"button", "link", "textbox", "combobox", "checkbox", "slider", "radio", "image"}


def nameless(page: Any) -> list[str]:
    """Return what a screen reader would come upon without a word for it."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        node["role"]["value"]
        for node in tree
        if not node.get("ignored")
        and node["role"]["value"] in SPOKEN
        and not node.get("name", {}).get("value", "").strip()
    ]


FAINT = Path(__file__).with_name("faint_text.js").read_text("utf-8")
"""Returns the texts whose contrast is below WCAG's AA: 4.5, or 3 for large ones."""
