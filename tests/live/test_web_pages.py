"""The pages without a browser: what they show, what they serve, and what they do not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from glyphcam.live.demo_strokes import STROKES
from glyphcam.live.web_kept import KEPT_S, MOST, KeptFilms
from glyphcam.live.web_pages import PageSettings, mount_plain
from glyphcam.live.web_shell import LINKS
from glyphcam.models.network import Network
from glyphcam.models.shelf import shipped

GRADIO = ("Upload", "Explain")
"""Pages tested in a browser (test_web_browser.py): without one they are empty."""

BLANK_VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 8


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A browser without scripts, on an app with one session."""
    root = tmp_path_factory.mktemp("sessions")
    app = FastAPI()
    mount_plain(app, PageSettings(sessions=root))
    app.state.root = root
    with TestClient(app) as opened:
        yield opened


@pytest.fixture
def session(client: TestClient, record) -> Iterator[Path]:
    """A recorded session among those of the app; a secret lies beside it."""
    made = record("AABB")
    path: Path = client.app.state.root / "2026-11-20_10-00-00_asl"
    shutil.copytree(made.path, path)
    (client.app.state.root / "secret.txt").write_text("secret")
    yield path
    shutil.rmtree(path)


def strokes_of(label: str) -> list[list[list[float]]]:
    return [(stroke * 0.6 + 0.2).tolist() for stroke in STROKES[label]]


@pytest.mark.parametrize(
    "link", [one for one in LINKS if one.name not in GRADIO], ids=lambda link: link.name
)
def test_every_link_leads_to_a_page_that_names_nothing_outside(client, link) -> None:
    answer = client.get(link.path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    loaded = re.findall(r"""(?:src|href|url\()\s*[=(]?\s*["'](https?://[^"']+)""", answer.text)
    assert [one for one in loaded if "127.0.0.1" not in one and "testserver" not in one] == []
    assert "lang=" in answer.text


def test_the_front_leads_to_the_first_page(client) -> None:
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/pages/live")


@pytest.mark.parametrize(
    "served, offered",
    [(("asl", "characters"), ["asl", "characters", "auto"]), (("digits",), ["digits"])],
)
def test_live_offers_what_the_websocket_serves(
    served: tuple[str, ...], offered: list[str], tmp_path: Path
) -> None:
    app = FastAPI()
    mount_plain(app, PageSettings(tmp_path, recognisers=served))
    with TestClient(app) as browser:
        page = browser.get("/pages/live").text
    assert re.findall(r'<option value="(\w+)"', page) == offered


@pytest.mark.parametrize("digit", "0123456789")
def test_strokes_sent_as_the_page_sends_them_are_read(client, digit: str) -> None:
    asked = {"recogniser": "digits", "pen": 0.06, "strokes": strokes_of(digit)}
    told = client.post("/pages/draw/answer", json=asked).json()
    assert told["words"] == digit
    assert told["top"][0]["label"] == digit
    assert len(told["top"]) == 5
    assert told["patch"].startswith("data:image/png;base64,")


def test_an_empty_sheet_is_answered_with_nothing(client) -> None:
    answer = client.post("/pages/draw/answer", json={"strokes": []})
    assert (answer.status_code, answer.json()) == (200, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"strokes": [[[0.5]]]},
        {"strokes": [[[0.5, 1e30]]]},
        {"strokes": [[[0.5, "x"]]]},
        {"strokes": [[]]},
        {"strokes": [[[0.1, 0.1]]] * 201},
        {"strokes": [[[0.1, 0.1]] * 5001]},
        {"strokes": [[[0.1, 0.1]]], "pen": 9},
        {},
    ],
)
def test_strokes_out_of_bounds_are_refused(client, wrong: dict) -> None:
    assert client.post("/pages/draw/answer", json=wrong).status_code == 422


def test_the_table_of_models_has_every_model_with_the_accuracy_of_its_stamp(client) -> None:
    page = client.get("/pages/models").text
    rows = dict(
        re.findall(r"<tr><th scope='row'>([^<]+?)(?: <span.*?)?</th><td class='n'>([^<]+)", page)
    )
    for path in shipped():
        stamp = Network.load(path).stamp
        right = stamp.figures.get("accuracy", stamp.figures.get("accuracy_mean"))
        told = float(rows[f"{stamp.recogniser} {stamp.kind}"].removesuffix(" %"))
        assert told == pytest.approx(right * 100, abs=0.051)


def test_a_session_is_listed_reported_and_played(client, session: Path) -> None:
    assert session.name in client.get("/pages/sessions").text
    report = client.get(f"/pages/sessions/{session.name}")
    assert "What was read when" in report.text
    assert f'src="/pages/sessions/{session.name}/video.mp4"' in report.text
    film = client.get(f"/pages/sessions/{session.name}/video.mp4", headers={"range": "bytes=0-99"})
    assert film.status_code == 206
    assert film.content == (session / "video.mp4").read_bytes()[:100]
    assert not (session / "report.html").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/pages/sessions/nobody",
        "/pages/sessions/secret.txt",
        "/pages/sessions/..%2fsecret.txt",
        "/pages/sessions/%2e%2e/video.mp4",
        "/pages/sessions/NAME/session.json",
        "/pages/sessions/NAME/..%2f..%2fsecret.txt",
        "/pages/upload/film/../../secret.txt",
        "/pages/upload/film/%2e%2e/video.mp4",
    ],
)
def test_nothing_outside_its_folders_is_served(client, session: Path, path: str) -> None:
    answer = client.get(path.replace("NAME", session.name))
    assert answer.status_code in (400, 403, 404, 405)
    assert "secret" not in answer.text.replace("secret.txt", "")
    assert "root:" not in answer.text


def test_a_film_that_is_a_link_elsewhere_is_not_served(client, session: Path, tmp_path) -> None:
    (tmp_path / "other.mp4").write_bytes(BLANK_VIDEO)
    (session / "video.mp4").unlink()
    (session / "video.mp4").symlink_to(tmp_path / "other.mp4")
    assert client.get(f"/pages/sessions/{session.name}/video.mp4").status_code == 404


def test_kept_films_are_served_under_their_own_names_and_go_with_time(tmp_path: Path) -> None:
    now_s = datetime.now(timezone.utc).timestamp()
    clock = [now_s]
    films = KeptFilms(tmp_path / "films", lambda: clock[0])
    app = FastAPI()
    app.include_router(films.router())
    (tmp_path / "v.mp4").write_bytes(BLANK_VIDEO)
    (tmp_path / "c.vtt").write_text("WEBVTT\n")
    address = films.keep(tmp_path / "v.mp4", tmp_path / "c.vtt")
    with TestClient(app) as browser:
        assert browser.get(f"{address}/video.mp4").content == BLANK_VIDEO
        assert browser.get(f"{address}/captions.vtt").text == "WEBVTT\n"
        assert browser.get(f"{address}/events.jsonl").status_code == 404
        clock[0] = now_s + KEPT_S + 5
        films.forget()
        assert browser.get(f"{address}/video.mp4").status_code == 404


def test_no_more_than_so_many_films_are_kept(tmp_path: Path) -> None:
    films = KeptFilms(tmp_path / "films")
    (tmp_path / "v.mp4").write_bytes(BLANK_VIDEO)
    (tmp_path / "c.vtt").write_text("WEBVTT\n")
    kept = {films.keep(tmp_path / "v.mp4", tmp_path / "c.vtt") for _ in range(MOST + 5)}
    assert len(kept) == MOST + 5
    assert len(list((tmp_path / "films").iterdir())) == MOST
    assert np.all([place.stat().st_mode & 0o077 == 0 for place in (tmp_path / "films").iterdir()])
