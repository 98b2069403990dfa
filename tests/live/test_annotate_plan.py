"""What is done already is skipped, and two films never share a folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.annotate_plan import plan
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.recorder_subject import subject_of
from glyphcam.live.session_file import write_private
from glyphcam.live.session_folder import SessionFolder
from glyphcam.models.shelf import shipped

CHOICE = ReaderChoice("asl")

pytestmark = pytest.mark.skipif(not shipped(), reason="no models on the shelf: run 'make train'")


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "word.mp4"
    path.write_bytes(b"a film")
    return path


def finish(folder: SessionFolder, facts, video) -> None:
    """Make the session that annotating ``video`` would leave."""
    folder.path.mkdir(parents=True)
    now = video.stat()
    write_private(
        folder.facts,
        replace(
            facts,
            source=str(video),
            models=subject_of(CHOICE, "").models,
            file_size=now.st_size,
            file_mtime_ns=now.st_mtime_ns,
        ).to_json(),
    )
    write_private(folder.events, "")
    write_private(folder.summary, "{}")


def test_a_film_is_done_once(tmp_path, video, facts) -> None:
    out = tmp_path / "out"
    [job] = plan([video], out, CHOICE).jobs
    assert job.folder == out / "word"
    finish(SessionFolder(job.folder), facts, video)
    planned = plan([video], out, CHOICE)
    assert planned.jobs == ()
    assert planned.done == (SessionFolder(out / "word"),)


def test_a_film_that_changed_is_done_again(tmp_path, video, facts) -> None:
    finish(SessionFolder(tmp_path / "out" / "word"), facts, video)
    video.write_bytes(b"another film")
    [job] = plan([video], tmp_path / "out", CHOICE).jobs
    assert job.folder == tmp_path / "out" / "word"


def test_a_session_without_its_end_is_done_again(tmp_path, video, facts) -> None:
    folder = SessionFolder(tmp_path / "out" / "word")
    finish(folder, facts, video)
    folder.summary.unlink()
    assert len(plan([video], tmp_path / "out", CHOICE).jobs) == 1


def test_films_of_one_name_get_a_folder_each_and_keep_it(tmp_path, video, facts) -> None:
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / "word.mp4"
    other.write_bytes(b"b")
    out = tmp_path / "out"
    first, second = plan([video, other, video], out, CHOICE).jobs
    assert first.folder == out / "word"
    assert second.folder.name.startswith("word-")
    finish(SessionFolder(first.folder), facts, video)
    [again] = plan([other], out, CHOICE).jobs
    assert again.folder == second.folder


def test_a_folder_of_somebody_elses_is_not_taken(tmp_path, video) -> None:
    (tmp_path / "out" / "word").mkdir(parents=True)
    [job] = plan([video], tmp_path / "out", CHOICE).jobs
    assert job.folder.name.startswith("word-")


def test_a_place_that_cannot_be_made_is_said(video) -> None:
    with pytest.raises(SettingError, match=r"word\.mp4 cannot be made"):
        plan([video], video, CHOICE)
