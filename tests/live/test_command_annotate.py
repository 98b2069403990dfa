"""The annotate command: sessions of films, side by side; what fails does not stop the others."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time

import av
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SettingError
from glyphcam.live.annotate_plan import Job
from glyphcam.live.annotate_pool import Done, _next_news, _Worker
from glyphcam.live.command_annotate import annotate
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.recorder_subject import Subject
from glyphcam.live.session_facts import read_facts
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import read_log
from glyphcam.live.session_summary import read_summary
from glyphcam.live.tuning import Tuning
from glyphcam.models.shelf import shipped

pytestmark = pytest.mark.skipif(not shipped(), reason="no models on the shelf: run 'make train'")


def run(*words: object):
    arguments = [str(word) for word in words]
    return CliRunner().invoke(annotate, arguments, catch_exceptions=False, standalone_mode=False)


def frames_of(path) -> int:
    with av.open(str(path)) as film:
        return sum(1 for _ in film.decode(video=0))


def test_a_film_becomes_a_session_and_a_bad_one_is_listed_at_the_end(letter_film, tmp_path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("no film")
    result = run("asl", bad, letter_film, "-o", tmp_path / "out", "-j", 2)
    assert result.return_value == 1
    assert result.stdout == f"{tmp_path / 'out' / 'letter'}\n"
    assert f"glyphcam: {bad}: bad.mp4 is not a film that can be read" in result.stderr
    folder = SessionFolder(tmp_path / "out" / "letter")
    log = read_log(folder.events)
    assert frames_of(folder.video) == len(log.events) == frames_of(letter_film)
    assert read_summary(folder.summary).text == "L"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["letter"]
    again = run("asl", letter_film, "-o", tmp_path / "out")
    assert again.return_value == 0
    assert again.stderr == f"{folder.path} is done already\n"


def test_a_killed_run_is_taken_up_again(letter_film, tmp_path) -> None:
    out = tmp_path / "out"
    code = "from glyphcam.live.cli import main; main()"
    command = [sys.executable, "-c", code, "annotate", "asl", str(letter_film), "-o", str(out)]
    with subprocess.Popen(command, start_new_session=True) as program:
        events = out / ".letter.part" / "events.jsonl"
        until_s = time.monotonic() + 120
        while not (events.is_file() and events.stat().st_size > 1000):
            assert time.monotonic() < until_s
            time.sleep(0.01)  # another process is waited for
        os.killpg(program.pid, signal.SIGKILL)
    assert not (out / "letter").exists()
    assert run("asl", letter_film, "-o", out).return_value == 0
    assert read_summary(out / "letter" / "summary.json").text == "L"
    assert not events.parent.exists()


def test_json_lines_come_with_the_session(letter_film, tmp_path) -> None:
    result = run("asl", letter_film, "-o", tmp_path / "out", "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["frame"] for record in records] == list(range(frames_of(letter_film)))
    assert (tmp_path / "out" / "letter" / "video.mp4").is_file()


def test_what_is_asked_of_the_model_is_asked_of_films_too(letter_film, tmp_path) -> None:
    result = run("asl", letter_film, "-o", tmp_path / "out", "--json", "--sets", 0.95)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"L"} <= {label for record in records for label in record.get("set", ())}
    facts = read_facts(SessionFolder(tmp_path / "out" / "letter").facts)
    assert facts.tuning == Tuning(sets=0.95)


def test_a_user_nobody_enrolled_is_said_before_any_film_is_read(
    letter_film, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path / "users"))
    with pytest.raises(SettingError, match="there is no profile"):
        run("asl", letter_film, "-o", tmp_path / "out", "--user", "nobody")
    assert not (tmp_path / "out").exists()


def test_a_process_that_dies_is_an_error_of_its_film_alone(tmp_path) -> None:
    context = multiprocessing.get_context("spawn")
    news, tell = context.Pipe(duplex=False)
    process = context.Process(target=os._exit, args=(7,))
    process.start()
    tell.close()
    job = Job(tmp_path / "x.mp4", tmp_path / "x", ReaderChoice(), Subject("asl", "", "onnx", ()))
    died = _next_news(_Worker(job, process, news))
    news.close()
    assert died == Done(job, "its process died (exit status 7)")


def test_a_dask_cluster_makes_the_same_session(letter_film, tmp_path) -> None:
    distributed = pytest.importorskip("distributed", reason="pip install 'glyphcam[dask]'")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        bad = tmp_path / "bad.mp4"
        bad.write_text("no film")
        out = tmp_path / "out"
        result = run("asl", letter_film, bad, "-o", out, "--dask", cluster.scheduler_address)
    assert result.return_value == 1
    assert "bad.mp4 is not a film" in result.stderr
    assert read_summary(out / "letter" / "summary.json").text == "L"
