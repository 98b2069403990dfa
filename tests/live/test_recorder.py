"""The recorder: what it keeps, when it keeps nothing, and what a failing disk does."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import threading
import time
from pathlib import Path

import av
import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.recorder import Recorder, RecordSettings
from glyphcam.live.recorder_subject import Subject
from glyphcam.live.session_facts import KeepChoice, read_facts
from glyphcam.live.session_file import PrivateFile
from glyphcam.live.session_finish import finish_killed
from glyphcam.live.session_folder import all_sessions
from glyphcam.live.session_log import read_log
from glyphcam.live.session_summary import read_summary
from glyphcam.live.view import View


def subject() -> Subject:
    return Subject("asl", "a test", "onnx", ())


def film_times(path: Path) -> list[float]:
    with av.open(str(path)) as film:
        return [frame.time for frame in film.decode(video=0)]


def test_nothing_is_written_before_the_person_wants_it(tmp_path, steps) -> None:
    with Recorder(RecordSettings(root=tmp_path / "s"), View(), subject, print) as recorder:
        for step in steps("AB"):
            recorder.take(step)
    assert list(tmp_path.iterdir()) == []


def test_the_key_begins_and_ends_a_session_with_the_mark_on(tmp_path, steps) -> None:
    view, said = View(), []
    with Recorder(RecordSettings(root=tmp_path), view, subject, said.append) as recorder:
        for number, step in enumerate(steps("AAAA")):
            view.wants_recording = 10 <= number < 40
            recorder.take(step)
            assert view.is_recording == (10 <= number < 40)
    [folder] = all_sessions(tmp_path)
    assert [event.frame for event in read_log(folder.events).events] == list(range(11, 40))
    assert said == [f"recorded {folder.path}"]


def test_only_the_owner_may_look_at_a_session(record) -> None:
    folder = record("AB", KeepChoice(has_raw=True))
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir()}
    assert set(modes.values()) == {0o600}
    assert set(modes) == {
        *("session.json", "events.jsonl", "video.mp4", "raw.mp4"),
        *("text.txt", "captions.vtt", "captions.srt", "summary.json"),
    }


def test_landmarks_only_keeps_no_picture(record) -> None:
    folder = record("AB", KeepChoice(has_video=False, has_landmarks=True))
    assert not list(folder.path.glob("*.mp4"))
    log = read_log(folder.events)
    assert log.events[3].hand is not None
    assert not any(event.is_filmed for event in log.events)
    assert log.stop is not None and log.stop.dropped == 0


def test_events_belong_to_the_picture_of_their_time(record, picture_number) -> None:
    folder = record("AABB")
    events = {round(event.seconds, 3): event for event in read_log(folder.events).events}
    with av.open(str(folder.video)) as film:
        for frame in film.decode(video=0):
            assert events[round(frame.time, 3)].frame == picture_number(
                frame.to_ndarray(format="bgr24")
            )


def test_a_slow_disk_costs_pictures_and_never_events(tmp_path, steps, monkeypatch) -> None:
    from glyphcam.live.session_writer import SessionWriter

    gate = threading.Event()
    write = SessionWriter.write
    monkeypatch.setattr(
        SessionWriter, "write", lambda self, shot: gate.wait(10) and write(self, shot)
    )
    said: list[str] = []
    settings = RecordSettings(is_on=True, root=tmp_path)
    with Recorder(settings, View(), subject, said.append) as recorder:
        for step in steps("ABCD", is_live=True):
            recorder.take(step)
        gate.set()
    [folder] = all_sessions(tmp_path)
    log = read_log(folder.events)
    assert len(log.events) == 60
    filmed = [event.seconds for event in log.events if event.is_filmed]
    assert film_times(folder.video) == pytest.approx(filmed, abs=1e-4)
    assert 8 <= len(filmed) <= 9
    assert read_summary(folder.summary).dropped == 60 - len(filmed)
    assert said == [f"recorded {folder.path} ({60 - len(filmed)} frames dropped)"]


def test_a_removed_folder_stops_the_recording_with_a_sentence_and_the_loop_goes_on(
    tmp_path, steps
) -> None:
    view, said = View(), []
    settings = RecordSettings(is_on=True, root=tmp_path / "s")
    with Recorder(settings, view, subject, said.append) as recorder:
        shots = steps("A" * 1000)
        recorder.take(next(shots))
        (tmp_path / "s").rename(tmp_path / "gone")
        until_s = time.monotonic() + 10
        while view.is_recording and time.monotonic() < until_s:
            recorder.take(next(shots))
        recorder.take(next(shots))
    assert len(said) == 1
    assert said[0].startswith("recording stopped: its folder was removed; what is in ")
    assert view.message == said[0]


def test_a_locked_folder_stops_the_recording_with_a_sentence(tmp_path, steps, monkeypatch) -> None:
    view, said = View(), []
    with Recorder(RecordSettings(True, tmp_path), view, subject, said.append) as recorder:
        shots = steps("A" * 1000)
        recorder.take(next(shots))
        # What the system answers after a chmod; the tests may run as root, who may do anything.
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        until_s = time.monotonic() + 10
        while view.is_recording and time.monotonic() < until_s:
            recorder.take(next(shots))
    assert said[0].startswith("recording stopped: its folder may no longer be written; what is in")


def test_a_place_that_cannot_be_written_is_said_at_the_start(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(SettingError, match=r"no session can be recorded in .*--sessions"),
        Recorder(RecordSettings(True, tmp_path / "file" / "s"), View(), subject, print),
    ):
        pass


def test_a_key_that_cannot_begin_says_why_and_the_loop_goes_on(tmp_path, steps) -> None:
    (tmp_path / "file").write_text("in the way")
    view, said = View(wants_recording=True), []
    settings = RecordSettings(root=tmp_path / "file" / "s")
    with Recorder(settings, view, subject, said.append) as recorder:
        for step in steps("A"):
            recorder.take(step)
    assert len(said) == 1
    assert said[0].startswith("cannot record: no session can be recorded in")
    assert (view.wants_recording, view.message) == (False, said[0])


def test_events_say_where_the_film_shows_them_mirrored(tmp_path, steps) -> None:
    view = View(is_mirrored=True)
    with Recorder(RecordSettings(True, tmp_path), view, subject, print) as recorder:
        for number, step in enumerate(steps("A")):
            view.is_mirrored = number < 5
            recorder.take(step)
    [folder] = all_sessions(tmp_path)
    events = read_log(folder.events).events
    assert [event.is_mirrored for event in events] == [True] * 5 + [False] * 10
    assert {event.size_wh for event in events} == {(160, 120)}


def test_who_and_consent_are_kept_word_for_word(tmp_path) -> None:
    settings = RecordSettings(True, tmp_path, who="Ada", consent="for the lab's own use")
    with Recorder(settings, View(), subject, print):
        pass
    [folder] = all_sessions(tmp_path)
    kept = read_facts(folder.facts)
    assert (kept.who, kept.consent) == ("Ada", "for the lab's own use")
    assert json.loads(folder.facts.read_text())["format"] == 1


def test_a_source_that_changes_its_size_stays_one_film(record, steps) -> None:
    wide = list(steps("A"))
    tall = [step for step in steps("AA", (120, 200)) if step.frame.index >= len(wide)]
    folder = record([*wide, *tall])
    with av.open(str(folder.video)) as film:
        shapes = {frame.to_ndarray(format="bgr24").shape for frame in film.decode(video=0)}
    assert shapes == {(120, 160, 3)}
    assert np.allclose(len(film_times(folder.video)), 30)


def fill_the_disk(monkeypatch, room_bytes: int) -> None:
    """Let files take so many bytes in all: a full disk takes a part first, then nothing."""
    room = [room_bytes]
    write = io.FileIO.write

    def write_while_there_is_room(self, data) -> int:
        taken = bytes(memoryview(data)[: room[0]])
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= len(taken)
        return write(self, taken)

    monkeypatch.setattr(PrivateFile, "_write_some", write_while_there_is_room)


def test_a_full_disk_stops_the_recording_and_what_is_there_plays(
    tmp_path, steps, monkeypatch, picture_number
) -> None:
    fill_the_disk(monkeypatch, 60_000)
    view, said = View(), []
    with Recorder(RecordSettings(True, tmp_path), view, subject, said.append) as recorder:
        for step in steps("ABCD" * 10):
            recorder.take(step)
    assert not view.is_recording
    assert said[0].startswith("recording stopped: the disk is full; what is in ")
    [folder] = all_sessions(tmp_path)
    with av.open(str(folder.video)) as film:
        numbers = [picture_number(f.to_ndarray(format="bgr24")) for f in film.decode(video=0)]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > 20
    monkeypatch.undo()
    [said] = finish_killed(tmp_path)
    assert "was not ended: finished now" in said
    assert read_summary(folder.summary).frames >= len(numbers)
