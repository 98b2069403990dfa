"""What is shown beside an item: the votes of training examples, and answered ones like it."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.review_near import Neighbours, nearest_answered
from glyphcam.models.hand_shapes import hand_shape
from glyphcam.models.patch import PATCH_VERSION


def test_the_neighbours_of_a_letters_usual_hand_vote_for_it(made) -> None:
    found = Neighbours()
    item = made(1, landmarks=hand_shape("L") * 100, patch_version=PATCH_VERSION)
    votes = found.votes(item)
    assert votes[0].label == "L"
    assert votes[0].probability > 0.8
    assert found.kind("asl") == "landmark-knn"
    assert found.kind("digits") == "knn"


def test_without_a_hand_or_for_another_patch_there_are_no_votes(made) -> None:
    found = Neighbours()
    assert found.votes(made(1, is_hand=False)) == ()
    assert found.votes(made(1, patch_version=PATCH_VERSION + 1)) == ()
    assert found.votes(made(1, recogniser="runes")) == ()


def test_the_nearest_answered_items_come_first_with_what_was_said(tmp_path, made) -> None:
    chance = np.random.default_rng(4)
    with ReviewStore.open(tmp_path) as store:
        store.add(made(1, "here"))
        like = made(1).landmarks + chance.normal(0, 1, (21, 3)).astype(np.float32)
        store.add(made(1, "there", landmarks=like - like[0]))
        for number in range(2, 8):
            store.add(made(number))
        asked, twin, *others = store.items()
        assert nearest_answered(store, asked) == ()
        store.answer(twin.item_id, "ann", Verdict.NOT_A_SIGN)
        for one in others[:5]:
            store.answer(one.item_id, "ann", Verdict.LABEL, "C")
        store.answer(others[5].item_id, "ann", Verdict.SKIP)
        found = nearest_answered(store, asked)
    assert (found[0].item_id, found[0].label) == (twin.item_id, "")
    assert len(found) == 4
    assert {one.label for one in found[1:]} == {"C"}


@pytest.mark.parametrize("reviewers", [1, 2])
def test_an_item_is_not_its_own_neighbour(tmp_path, made, reviewers) -> None:
    with ReviewStore.open(tmp_path) as store:
        store.add(made(1))
        [item] = store.items()
        for number in range(reviewers):
            store.answer(item.item_id, f"r{number}", Verdict.LABEL, "A")
        assert nearest_answered(store, store.item(item.item_id)) == ()
