"""Corrections of a user's own hand go into their profile, each checked first."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.folders import profile_path
from glyphcam.calibration.profile_file import load_profile
from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.enrol_network import for_user
from glyphcam.live.review_enrol import ReviewEnrolWish, enrol_review
from glyphcam.models.hand_shapes import hand_shape
from glyphcam.models.network import Network
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import RECOGNISERS, recogniser_named

ASL = RECOGNISERS["asl"].labels


@pytest.fixture(autouse=True)
def users(tmp_path, monkeypatch):
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path / "users"))


@pytest.fixture
def queue(tmp_path, made):
    """A store, and a way to put a hand of a letter's shape into it, corrected to a label."""
    with ReviewStore.open(tmp_path / "queue") as store:

        def put(number: int, shown: str, said: str, source: str = "me") -> None:
            noise = np.random.default_rng(number).normal(0, 1.5, (21, 3)).astype(np.float32)
            points = hand_shape(shown) * 90 + noise
            sure = np.full(len(ASL), 1 / len(ASL), np.float32)
            facts = {"labels": ASL, "probabilities": sure, "landmarks": points - points[0]}
            assert store.add(made(number, source, **facts))
            store.answer(store.items()[-1].item_id, "ann", Verdict.LABEL, said)

        store.put = put
        yield store


def profile(user: str = "ann"):
    return load_profile(profile_path(user, "asl"), "asl", ASL, PATCH_VERSION)


def test_corrections_become_samples_and_the_network_uses_them(queue) -> None:
    for number, letter in enumerate("AALLBB"):
        queue.put(number, letter, letter)
    told: list[str] = []
    done = enrol_review(queue, ReviewEnrolWish("ann"), told.append)
    assert done.kept == {"A": 2, "L": 2, "B": 2}
    assert profile().counts() == {"A": 2, "L": 2, "B": 2}
    assert "6 samples of 3 labels went into" in told[-1]
    network = for_user(Network.shipped(recogniser_named("asl")), "ann")
    assert network.stamp.recogniser == "asl"


def test_a_slip_of_the_key_is_left_out_and_said(queue) -> None:
    for number, (shown, said) in enumerate((("L", "L"), ("B", "B"), ("L", "B"))):
        queue.put(number, shown, said)
    told: list[str] = []
    done = enrol_review(queue, ReviewEnrolWish("ann"), told.append)
    assert (done.kept, done.refused) == ({"L": 1, "B": 1}, 1)
    assert told[0] == "item 3, corrected to B, looks like L: left out"


def test_enrolling_again_adds_only_what_is_new(queue) -> None:
    queue.put(1, "L", "L")
    enrol_review(queue, ReviewEnrolWish("ann"), print)
    enrol_review(queue, ReviewEnrolWish("ann"), print)
    assert profile().counts() == {"L": 1}
    queue.put(2, "L", "L")
    enrol_review(queue, ReviewEnrolWish("ann"), print)
    assert profile().counts() == {"L": 2}


def test_only_the_named_sources_are_the_users_hand(queue) -> None:
    queue.put(1, "L", "L", source="/films/mine.mp4")
    queue.put(2, "B", "B", source="/films/hers.mp4")
    enrol_review(queue, ReviewEnrolWish("ann", sources=("mine.mp4",)), print)
    assert profile().counts() == {"L": 1}


def test_what_reviewers_disagree_on_is_not_enrolled(queue) -> None:
    queue.put(1, "L", "L")
    queue.put(2, "B", "B")
    for reviewer in ("bob", "cat"):
        queue.answer(2, reviewer, Verdict.LABEL, "F" if reviewer == "cat" else "B")
    enrol_review(queue, ReviewEnrolWish("ann"), print)
    assert profile().counts() == {"L": 1}


def test_nothing_corrected_and_goods_are_refused(queue) -> None:
    with pytest.raises(SettingError, match="nothing that ann could enrol"):
        enrol_review(queue, ReviewEnrolWish("ann"), print)
    with pytest.raises(SettingError, match="fashion knows no user's hand"):
        enrol_review(queue, ReviewEnrolWish("ann", "fashion"), print)
    assert not profile_path("ann", "asl").exists()


def test_a_user_of_another_folder_is_refused(queue) -> None:
    queue.put(1, "L", "L")
    with pytest.raises(SettingError, match="cannot name a user"):
        enrol_review(queue, ReviewEnrolWish("../ann"), print)
