"""The review page in a real browser, with real keys."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_query import Where
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.review_who import default_reviewer
from glyphcam.models.recognisers import RECOGNISERS

pytest.importorskip("fastapi", reason="needs the extra 'web'")

ASL = RECOGNISERS["asl"].labels
GOODS = RECOGNISERS["fashion"].labels


@pytest.fixture
def program(tmp_path):
    """Runs `glyphcam review` itself and returns its address; it must end with status 0."""
    command = [sys.executable, "-c", "from glyphcam.live.cli import main; main()", "review"]
    command += ["--no-browser", "--queue-dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        yield re.search(r"http://\S+", run.stdout.readline())[0]
        assert run.wait(20) == 0


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
