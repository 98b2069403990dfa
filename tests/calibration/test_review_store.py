"""The review queue: what goes in comes out, near twins once, answers for ever."""

from __future__ import annotations

import stat

import numpy as np
import pytest

from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.review_item import Answer, Counts, Filters, Verdict, Why
from glyphcam.calibration.review_query import Where
from glyphcam.calibration.review_store import ReviewStore


@pytest.fixture
def store(tmp_path):
    with ReviewStore.open(tmp_path / "queue") as opened:
        yield opened


def test_an_item_comes_back_as_it_went_in(store, made) -> None:
    item = made(1, why=(Why.CLOSE, Why.NOVEL), film="a.mp4", frame=7, hand_px=81.5, brightness=99.0)
    assert store.add(item)
    [found] = store.items()
    for name in ("patch", "landmarks", "world", "probabilities"):
        np.testing.assert_array_equal(getattr(found.item, name), getattr(item, name))
    for name in ("recogniser", "kind", "model_sha256", "labels", "why", "source", "seconds"):
        assert getattr(found.item, name) == getattr(item, name)
    assert (found.item.film, found.item.frame, found.item.hand_px) == ("a.mp4", 7, 81.5)
    assert (found.item.brightness, found.item.created) == (99.0, 1001.0)
    assert found.item.uid == item.uid
    assert store.picture(found.item_id) == item.picture


def test_a_glyph_has_no_hand(store, made) -> None:
    store.add(made(1, is_hand=False))
    [found] = store.items()
    assert found.item.landmarks is None
    assert found.item.world is None


def test_only_the_owner_may_read_the_queue(store, made) -> None:
    store.add(made(1))
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    for path in store.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_near_identical_frames_of_one_film_count_once(store, made) -> None:
    first = made(1)
    moved = first.landmarks + np.float32(0.5)
    moved -= moved[0]
    again = made(1, seconds=1.1, patch=np.clip(first.patch.astype(int) + 6, 0, 255).astype("u1"))
    assert store.add(first)
    assert not store.add(again)
    assert store.add(made(1, "another film"))
    assert store.add(made(2))


def test_the_most_doubtful_comes_first_and_its_twin_late(store, made) -> None:
    twin = np.random.default_rng(0).normal(0, 3, (21, 3)).astype(np.float32)
    twin[0] = 0
    doubtful = made(1, sure=0.36)
    store.add(made(3, sure=0.8))
    store.add(doubtful)
    store.add(made(1, "b", sure=0.37, landmarks=doubtful.landmarks + twin))
    order = [(one.item.source, one.item.seconds) for one in store.pending()]
    assert order == [("film", 1.0), ("film", 3.0), ("b", 1.0)]


def test_a_limit_keeps_the_most_useful(store, made) -> None:
    for number, sure in enumerate((0.9, 0.4, 0.7)):
        store.add(made(number, sure=sure))
    assert [round(one.item.confidence, 1) for one in store.pending(limit=2)] == [0.4, 0.7]


def test_an_answered_item_waits_no_more_and_undo_brings_it_back(store, made) -> None:
    store.add(made(1))
    [item] = store.pending()
    store.answer(item.item_id, "ann", Verdict.LABEL, "B", now_s=5.0)
    assert store.pending() == ()
    assert store.item(item.item_id).answers == (Answer("ann", Verdict.LABEL, "B", 5.0),)
    undone = store.undo("ann")
    assert (undone.item_id, undone.answer.label) == (item.item_id, "B")
    assert [one.item_id for one in store.pending()] == [item.item_id]
    assert store.undo("ann") is None


def test_undo_takes_back_the_newest_answer_of_that_reviewer_alone(store, made) -> None:
    for number in (1, 2):
        store.add(made(number))
    first, second = (one.item_id for one in store.items())
    store.answer(second, "ann", Verdict.LABEL, "A", now_s=9.0)
    store.answer(first, "ann", Verdict.NOT_A_SIGN, now_s=1.0)  # a clock that went back
    store.answer(second, "bob", Verdict.LABEL, "C", now_s=10.0)
    assert store.undo("ann").item_id == first
    assert len(store.item(second).answers) == 2


def test_a_reviewer_who_answers_again_changes_their_mind(store, made) -> None:
    store.add(made(1))
    [item] = store.items()
    for label in ("A", "C"):
        store.answer(item.item_id, "ann", Verdict.LABEL, label, now_s=1.0)
    assert [one.label for one in store.item(item.item_id).answers] == ["C"]


def test_a_skip_hides_an_item_from_the_one_who_skipped_it(store, made) -> None:
    store.add(made(1))
    [item] = store.items()
    store.answer(item.item_id, "ann", Verdict.SKIP)
    assert store.pending(Filters(reviewer="ann")) == ()
    assert len(store.pending(Filters(reviewer="bob"))) == 1
    assert store.counts().answered == 0


def test_a_second_look_shows_what_others_answered(store, made) -> None:
    for number in (1, 2):
        store.add(made(number))
    first, second = (one.item_id for one in store.items())
    store.answer(first, "ann", Verdict.LABEL, "A")
    assert [o.item_id for o in store.pending(Filters("bob", is_second_look=True))] == [first]
    assert [o.item_id for o in store.pending(Filters("bob"))] == [second]
    assert store.pending(Filters("ann", is_second_look=True)) == ()


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(source="b"), [2.0]),
        (Filters(label="A", most=0.5), [1.0]),
        (Filters(least=0.6), [2.0, 3.0]),
        (Filters(recogniser="digits"), []),
        (Filters(label="B"), []),
    ],
)
def test_filters_choose_by_source_label_and_confidence(store, made, filters, numbers) -> None:
    for number, source, sure in ((1, "a", 0.45), (2, "b", 0.7), (3, "a", 0.9)):
        store.add(made(number, source, sure))
    assert sorted(one.item.seconds for one in store.pending(filters)) == numbers


def test_a_label_of_another_recogniser_is_refused(store, made) -> None:
    store.add(made(1))
    [item] = store.items()
    with pytest.raises(QueueError, match=r"'Q' is no label of asl: give one of A B C"):
        store.answer(item.item_id, "ann", Verdict.LABEL, "Q")
    assert store.item(item.item_id).answers == ()
    with pytest.raises(QueueError, match="there is no item 99"):
        store.answer(99, "ann", Verdict.SKIP)


def test_a_full_queue_lets_the_least_useful_go_and_never_an_answer(tmp_path, made) -> None:
    with ReviewStore.open(tmp_path, cap=20) as store:
        store.add(made(0, sure=0.99))
        store.answer(store.items()[0].item_id, "ann", Verdict.LABEL, "B")
        store.add(made(1, sure=0.98))
        for number in range(2, 30):
            store.add(made(number, sure=0.4))
        assert store.counts().waiting <= 20
        kept = {one.item.seconds for one in store.items()}
    assert 0.0 in kept
    assert 1.0 not in kept
    assert 29.0 in kept


def test_corrections_are_a_data_set_of_what_most_say(store, made) -> None:
    for number in range(5):
        store.add(made(number, f"film {number}"))
    numbers = [one.item_id for one in store.items()]
    for reviewer, label in (("ann", "B"), ("bob", "B"), ("cat", "C")):
        store.answer(numbers[0], reviewer, Verdict.LABEL, label)
    for reviewer, label in (("ann", "A"), ("bob", "C")):
        store.answer(numbers[1], reviewer, Verdict.LABEL, label)
    store.answer(numbers[2], "ann", Verdict.NOT_A_SIGN)
    store.answer(numbers[3], "ann", Verdict.SKIP)
    found = store.corrections("asl")
    assert found.labels.tolist() == ["B"]
    assert found.weights == pytest.approx([2 / 3])
    assert found.sources.tolist() == ["film 0"]
    assert found.guesses.tolist() == ["A"]
    np.testing.assert_array_equal(found.patches[0], made(0).patch)
    np.testing.assert_array_equal(found.landmarks[0], made(0).landmarks)
    whole = store.corrections("asl", has_not_a_sign=True)
    assert whole.labels.tolist() == ["B", ""]
    assert len(store.corrections("digits")) == 0


def test_rows_without_a_hand_are_blank_beside_rows_with_one(store, made) -> None:
    store.add(made(1))
    store.add(made(2, is_hand=False))
    for one in store.items():
        store.answer(one.item_id, "ann", Verdict.LABEL, "A")
    found = store.corrections("asl")
    assert np.isnan(found.landmarks[1]).all()
    assert np.isfinite(found.landmarks[0]).all()


def test_a_missing_picture_is_counted_and_the_item_stays(store, made) -> None:
    store.add(made(1, picture=b""))
    store.add(made(2))
    [bare, whole] = store.items()
    assert (bare.has_picture, whole.has_picture) == (False, True)
    assert store.picture(bare.item_id) is None
    assert store.counts() == Counts(items=2, waiting=2, answered=0, without_picture=1)
    assert store.forget_pictures(Where()) == 1
    assert store.counts().without_picture == 2


def test_what_is_forgotten_leaves_nothing(store, made) -> None:
    store.add(made(1))
    store.answer(store.items()[0].item_id, "ann", Verdict.LABEL, "A")
    assert store.forget(Where()) == 1
    assert store.counts() == Counts(0, 0, 0, 0)
    assert store.undo("ann") is None


def test_reviewers_are_compared_on_what_both_answered(store, made) -> None:
    for number in range(4):
        store.add(made(number))
    numbers = [one.item_id for one in store.items()]
    for item_id, first, second in zip(numbers, "ABBA", "ABAA", strict=True):
        store.answer(item_id, "ann", Verdict.LABEL, first)
        store.answer(item_id, "bob", Verdict.LABEL, second)
    [one] = store.agreements()
    assert (one.first, one.second, one.items, one.agreed) == ("ann", "bob", 4, 3)
    assert one.percent == 75.0
    assert one.kappa == pytest.approx(0.5)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(QueueError, match=r"cannot be written: .*choose another --queue-dir"):
        ReviewStore.open(tmp_path / "file" / "queue")
