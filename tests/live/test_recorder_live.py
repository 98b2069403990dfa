"""A live run that records: the session, the red mark in its film, and the next start."""

from __future__ import annotations

import av
import numpy as np
import pytest

from glyphcam.live.go_live import LiveWish, go_live
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.recorder import RecordSettings
from glyphcam.live.session_facts import KeepChoice, read_facts
from glyphcam.live.session_folder import all_sessions
from glyphcam.live.session_summary import read_summary
from glyphcam.models.shelf import shipped

pytestmark = pytest.mark.skipif(not shipped(), reason="no models on the shelf: run 'make train'")


def record_film(film, root, keep=KeepChoice()) -> list[str]:  # noqa: B008
    said: list[str] = []
    recording = RecordSettings(is_on=True, root=root, keep=keep)
    go_live(
        LiveWish(ReaderChoice(), str(film), is_window_wanted=False, recording=recording),
        said.append,
    )
    return said


def is_red(picture: np.ndarray) -> np.ndarray:
    blue, green, red = (picture[..., channel].astype(int) for channel in range(3))
    return (red > 150) & (green < 110) & (blue < 110)


def test_a_recorded_run_reads_the_letter_and_bears_the_red_mark(letter_film, tmp_path) -> None:
    said = record_film(letter_film, tmp_path / "sessions", KeepChoice(has_raw=True))
    [folder] = all_sessions(tmp_path / "sessions")
    assert said[-1] == f"recorded {folder.path}"
    assert read_summary(folder.summary).text == "L"
    facts = read_facts(folder.facts)
    assert (facts.source, facts.models[0].recogniser) == ("letter.mp4", "asl")
    assert len(facts.models[0].sha256) == 64
    for path, has_mark in ((folder.video, True), (folder.raw, False)):
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                corner = frame.to_ndarray(format="bgr24")[:40, :40]
                assert is_red(corner).any() == has_mark


def test_the_next_start_finishes_what_was_killed(letter_film, record) -> None:
    killed = record("AA")
    (killed.path / "summary.json").unlink()
    said = record_film(letter_film, killed.path.parent)
    assert said[0].startswith(f"{killed.path} was not ended: finished now, with 1.0 s")
    assert killed.is_finished
