"""Films play in a real browser: headless Chromium, where it is installed."""

from __future__ import annotations

import http.server
import queue
import shutil
import subprocess
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from glyphcam.live.film_mend import trim_film
from glyphcam.live.h264 import H264Writer
from glyphcam.live.session_report import write_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--mute-audio"),
    "--autoplay-policy=no-user-gesture-required",
)
PAGE = """<video id=v muted src="{film}"></video><script>
const v = document.getElementById("v");
const say = (o) => {{ new Image().src = "{address}?" + new URLSearchParams(o); }};
v.onerror = () => say({{error: v.error.message}});
v.onloadeddata = () => {{ v.currentTime = {seek}; }};
v.onseeked = () => {{ v.onseeked = null; const at = v.currentTime;
  v.onended = () => say({{at, end: v.currentTime, duration: v.duration, width: v.videoWidth,
    frames: v.getVideoPlaybackQuality().totalVideoFrames}});
  v.play(); }};
</script>"""


class Listener(http.server.BaseHTTPRequestHandler):
    """Takes what the page has to say."""

    heard: queue.Queue[dict[str, str]]

    def do_GET(self) -> None:
        query = urllib.parse.urlsplit(self.path).query
        self.heard.put(dict(urllib.parse.parse_qsl(query)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def browse(tmp_path: Path) -> Iterator:
    """Open a page in Chromium and return what it says first."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    heard: queue.Queue[dict[str, str]] = queue.Queue()
    handler = type("Handler", (Listener,), {"heard": heard})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, name="listener")
        thread.start()

        def run(page: Path) -> dict[str, str]:
            address = f"http://127.0.0.1:{server.server_port}/said"
            page.write_text(page.read_text().replace("ADDRESS", address))
            profile = tmp_path / "profile"
            command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", page.as_uri()]
            with subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as browser:
                try:
                    return heard.get(timeout=60)
                finally:
                    browser.terminate()

        yield run
        server.shutdown()
        thread.join()


def page_for(film: Path, seek_s: float) -> Path:
    page = film.with_suffix(".html")
    page.write_text(PAGE.format(film=film.name, address="ADDRESS", seek=seek_s))
    return page


def test_a_recorded_film_plays_and_seeks_in_a_browser(record, browse) -> None:
    folder = record("ABCD")
    said = browse(page_for(folder.video, 1.0))
    assert "error" not in said
    assert float(said["at"]) == pytest.approx(1.0, abs=0.01)
    assert float(said["end"]) == pytest.approx(2.0, abs=0.1)
    assert float(said["duration"]) == pytest.approx(2.0, abs=0.1)
    assert int(said["width"]) == 160
    assert int(said["frames"]) >= 20


def test_a_killed_film_plays_in_a_browser(tmp_path, steps, browse) -> None:
    writer = H264Writer(tmp_path / "open.mp4", (160, 120))
    for step in steps("ABC"):
        writer.write(step.picture, step.frame.seconds)
    killed = tmp_path / "killed.mp4"
    killed.write_bytes((tmp_path / "open.mp4").read_bytes()[:-30])
    writer.close()
    trim_film(killed)
    said = browse(page_for(killed, 0.0))
    assert "error" not in said
    assert float(said["end"]) == pytest.approx(1.45, abs=0.1)
    assert int(said["frames"]) >= 35


REPORT_SAYS = """<script>
const said = () => { new Image().src = "ADDRESS?" + new URLSearchParams({
  cues: film.textTracks[0].cues.length, at: film.currentTime,
  parts: document.querySelectorAll("#timeline [data-s]").length}); };
film.onseeked = said; film.onerror = said;
const go = () => document.querySelectorAll("#timeline g[data-s]")[1]
  .dispatchEvent(new MouseEvent("click", {bubbles: true}));
if (film.readyState >= 2) { go(); } else { film.onloadeddata = go; }
</script>"""


def test_a_click_on_a_reports_timeline_moves_its_film(record, browse) -> None:
    folder = record("AA  BBcc")
    page = folder.path / "report.html"
    write_report(folder, page)
    page.write_text(page.read_text().replace("</body>", REPORT_SAYS + "</body>"))
    said = browse(page)
    assert int(said["cues"]) == 2
    assert float(said["at"]) == pytest.approx(2.0, abs=0.05)
    assert int(said["parts"]) == 3
