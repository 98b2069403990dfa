"""Corrections taken away and brought back, in every form."""

from __future__ import annotations

import csv
import json

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import DataError, SettingError
from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_query import Where
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.command_review import review
from glyphcam.live.review_export import export_review, folder_name
from glyphcam.live.review_labelstudio import import_tasks
from glyphcam.models.recognisers import RECOGNISERS

ASL = RECOGNISERS["asl"].labels


@pytest.fixture
def jpeg() -> bytes:
    return np.asarray(cv2.imencode(".jpg", np.full((40, 40, 3), 90, np.uint8))[1]).tobytes()


@pytest.fixture
def store(tmp_path, made, jpeg):
    """Four items of two films: corrected to B, to C, not a sign, and one nobody looked at."""
    sure = np.full(len(ASL), 1 / len(ASL), np.float32)
    with ReviewStore.open(tmp_path / "queue") as opened:
        for number in range(4):
            facts = {"labels": ASL, "probabilities": sure, "picture": jpeg}
            opened.add(made(number, f"/films/{number % 2}.mp4", **facts))
        one, two, three, _ = (one.item_id for one in opened.items())
        opened.answer(one, "ann", Verdict.LABEL, "B")
        opened.answer(two, "ann", Verdict.LABEL, "C")
        opened.answer(three, "ann", Verdict.NOT_A_SIGN)
        yield opened


def test_a_folder_a_class_holds_the_pictures(store, tmp_path, jpeg) -> None:
    store.forget_pictures(Where("items.id = 2"))
    assert export_review(store, "asl", "folder", tmp_path / "out") == 3
    found = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*"))
    assert found == ["B/000001.jpg", "C/000002.png", "not-a-sign/000003.jpg"]
    assert (tmp_path / "out" / "B" / "000001.jpg").read_bytes() == jpeg
    patch = cv2.imread(str(tmp_path / "out" / "C" / "000002.png"), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_array_equal(patch, store.item(2).item.patch)


def test_a_csv_holds_the_label_and_784_numbers(store, tmp_path) -> None:
    path = tmp_path / "out.csv"
    export_review(store, "asl", "csv", path)
    head, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert (len(head), head[0]) == (785, "label")
    assert [row[0] for row in rows] == ["B", "C", "not-a-sign"]
    np.testing.assert_array_equal(
        np.array(rows[1][1:], int).reshape(28, 28), store.item(2).item.patch
    )


def test_an_npz_holds_what_training_takes(store, tmp_path) -> None:
    path = tmp_path / "out.npz"
    assert export_review(store, "asl", "npz", path) == 2
    with np.load(path, allow_pickle=False) as found:
        assert found["x"].shape == (2, 28, 28)
        assert [found["classes"][row] for row in found["y"]] == ["B", "C"]
        assert found["source"].tolist() == ["/films/0.mp4", "/films/1.mp4"]
        assert found["weight"].tolist() == [1.0, 1.0]
        np.testing.assert_array_equal(found["landmarks"][0], store.item(1).item.landmarks)


def test_files_are_for_their_owner_alone(store, tmp_path) -> None:
    for form, name in (("npz", "a.npz"), ("csv", "a.csv"), ("labelstudio", "a.json")):
        export_review(store, "asl", form, tmp_path / name)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_label_studio_gets_the_picture_the_reading_and_the_answers(store, tmp_path) -> None:
    path = tmp_path / "tasks.json"
    assert export_review(store, "asl", "labelstudio", path) == 4
    first, _, nothing, open_ = json.loads(path.read_text())
    assert first["data"]["image"].startswith("data:image/jpeg;base64,")
    assert first["predictions"][0]["result"][0]["value"]["choices"] == ["A"]
    assert first["annotations"][0]["result"][0]["value"]["choices"] == ["B"]
    assert nothing["annotations"][0]["result"][0]["value"]["choices"] == ["not a sign"]
    assert open_["annotations"] == []


def test_what_was_said_in_label_studio_comes_back(store, tmp_path) -> None:
    path = tmp_path / "tasks.json"
    export_review(store, "asl", "labelstudio", path)
    tasks = json.loads(path.read_text())
    choice = {"from_name": "label", "to_name": "image", "type": "choices"}
    tasks[3]["annotations"] = [
        {
            "completed_by": {"id": 3, "email": "bob@example.org"},
            "created_at": "2026-11-20T10:00:00.000000Z",
            "result": [{**choice, "value": {"choices": ["T"]}}],
        },
        {"completed_by": 7, "was_cancelled": True, "result": []},
    ]
    tasks[0]["annotations"] = [
        {
            "completed_by": 7,
            "created_at": "2026-11-20T10:00:00Z",
            "result": [{**choice, "value": {"choices": ["not a sign"]}}],
        }
    ]
    tasks.append({**tasks[3], "data": {**tasks[3]["data"], "uid": "f" * 16}})
    path.write_text(json.dumps(tasks))
    done = import_tasks(store, path)
    assert (done.answers, done.unknown) == (4, 1)
    [bob] = store.item(4).answers
    assert (bob.reviewer, bob.label, bob.answered) == ("bob", "T", 1795168800.0)
    assert [(a.reviewer, a.verdict) for a in store.item(1).answers][1] == ("7", Verdict.NOT_A_SIGN)


@pytest.mark.parametrize("text", ["no json", "{}", '[{"data": {}, "annotations": [{}]}]', "[1]"])
def test_a_file_that_is_no_export_is_refused_or_says_nothing(store, tmp_path, text) -> None:
    path = tmp_path / "tasks.json"
    path.write_text(text)
    before = [one.answers for one in store.items()]
    try:
        assert import_tasks(store, path).answers == 0
    except DataError as error:
        assert "no Label Studio export" in str(error)
    assert [one.answers for one in store.items()] == before


def test_a_label_that_is_none_is_refused_by_name(store, tmp_path) -> None:
    path = tmp_path / "tasks.json"
    export_review(store, "asl", "labelstudio", path)
    path.write_text(path.read_text().replace('"B"', '"Q7"'))
    with pytest.raises(DataError, match="'Q7' is no label of asl"):
        import_tasks(store, path)


def test_nothing_is_written_over_and_nothing_from_nothing(store, tmp_path) -> None:
    (tmp_path / "there.csv").write_text("mine")
    with pytest.raises(SettingError, match="is there already"):
        export_review(store, "asl", "csv", tmp_path / "there.csv")
    with pytest.raises(SettingError, match="nobody has corrected any digits yet"):
        export_review(store, "digits", "csv", tmp_path / "new.csv")


def test_a_label_with_a_slash_stays_in_its_folder() -> None:
    assert folder_name("T-shirt/top") == "T-shirt_top"
    assert folder_name("") == "not-a-sign"


def run(store: ReviewStore, *words: str):
    return CliRunner().invoke(review, ["--queue-dir", str(store.path.parent), *words])


def test_list_says_what_waits_who_agrees_and_what_is_missing(store) -> None:
    store.answer(1, "bob", Verdict.LABEL, "B")
    store.answer(2, "bob", Verdict.LABEL, "T")
    store.forget_pictures(Where("items.id = 4"))
    done = run(store, "list", "--all")
    assert done.exit_code == 0
    assert "asl: 1 wait, 3 answered" in done.output
    assert "0.mp4: 2 items, 0 wait" in done.output
    assert "ann and bob agree on 1 of 2 (50 %, kappa 0.33)" in done.output
    assert "item 4 (A, 1.mp4) has no picture" in done.output
    assert "ann: B, bob: B" in done.output


def test_forget_asks_and_removes_what_was_named(store) -> None:
    assert run(store, "forget", "--source", "0.mp4", "--yes").output.startswith("removed 2 items")
    assert [one.item.source for one in store.items()] == ["/films/1.mp4"] * 2
    assert run(store, "forget", "--answered", "--pictures", "--yes").exit_code == 0
    assert [one.has_picture for one in store.items()] == [False, True]
    asked = CliRunner().invoke(
        review, ["--queue-dir", str(store.path.parent), "forget", "--all"], input="n\n"
    )
    assert asked.exit_code == 1
    assert store.count() == 2
    assert run(store, "forget").exit_code == 2


def test_where_there_is_no_queue_none_is_made(tmp_path) -> None:
    done = CliRunner().invoke(review, ["--queue-dir", str(tmp_path / "none"), "list"])
    assert "there is no queue at" in str(done.exception)
    assert not (tmp_path / "none").exists()
