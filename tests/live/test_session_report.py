"""The report: one page with film, timeline, unsure moments and suspected confusions."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from glyphcam.live.session_confusions import confusions
from glyphcam.live.session_event import Answer, event_of
from glyphcam.live.session_facts import KeepChoice
from glyphcam.live.session_report import write_report
from glyphcam.models.prediction import Candidate

VOID = {"meta", "img"}


class Balance(HTMLParser):
    """Counts open elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        pass

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def page_of(folder) -> str:
    path = folder.path / "report.html"
    write_report(folder, path)
    return path.read_text()


def test_a_report_has_film_figures_timeline_and_pictures(record) -> None:
    page = page_of(record("AA  BBcc"))
    assert 'src="video.mp4"' in page
    assert page.count("data:image/jpeg;base64,") == 1
    assert "<b>C?</b> at 3.0 s, for 1.0 s" in page
    assert re.search(r"<b>2</b><span>letters</span>", page)
    Balance().feed(page)
    assert "http" not in page.split("<script>")[0].replace("http-equiv", "")


def test_a_session_without_pictures_shows_its_landmarks(record) -> None:
    page = page_of(record("AAbb", KeepChoice(has_video=False, has_landmarks=True)))
    assert "No pictures were kept of this session." in page
    assert "<video" not in page
    assert page.count("<img") == 1


def test_what_came_from_outside_cannot_run_in_the_page(record, facts) -> None:
    folder = record("AA")
    evil = "<script>alert(1)</script>"
    folder.facts.write_text(replace(facts, who=evil, source=evil).to_json())
    page = page_of(folder)
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page


def test_letters_whose_runner_up_was_close_are_suspected(steps) -> None:
    close = Answer((Candidate("M", 0.55), Candidate("A", 0.4)), 0.6)
    clear = Answer((Candidate("A", 0.95), Candidate("M", 0.03)), 0.6)
    events = [
        replace(event_of(step, step.frame.seconds, True, False), raw=close if n > 9 else clear)
        for n, step in enumerate(steps("A"))
    ]
    [found] = confusions(events)
    assert (found.label, found.other, found.frames) == ("A", "M", 5)
    assert confusions(events, least_frames=6) == ()
