"""Corrections teach with their weight and are in no test, no calibration and no measured source."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.review_item import ReviewItem, Verdict, Why
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.asl_rows import AslRows
from glyphcam.training.command_review_retrain import retrain
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit, hashes
from glyphcam.training.recipe import REVIEW_QUEUE
from glyphcam.training.review_data import (
    COUNTS_AS,
    IS_JUDGED,
    is_held_back,
    read_corrections,
    with_glyphs,
    with_hands,
)
from glyphcam.training.review_trial import Score, Trial

DIGITS = RECOGNISERS["digits"]


def fill(folder: Path, patches, labels, name: str = "digits", landmarks=None, sessions: int = 4):
    """Write a queue of answered items, one a picture, over some sessions."""
    entry = RECOGNISERS[name]
    flat = np.full(len(entry.labels), 1 / len(entry.labels), np.float32)
    with ReviewStore.open(folder) as store:
        for row, patch in enumerate(patches):
            item = ReviewItem(
                name, "cnn", "0" * 64, entry.labels, flat, 0.5, patch, 1, (Why.UNSURE,),
                f"session{row % sessions}", float(row), 1.0,
                landmarks=None if landmarks is None else landmarks[row],
            )  # fmt: skip
            store.add(item)  # near-identical ones of a session are kept once
        for queued in store.pending(limit=len(labels)):
            store.answer(queued.item_id, "ann", Verdict.LABEL, labels[round(queued.item.seconds)])
    return folder


@pytest.fixture
def digits(digit_rows, tmp_path: Path):
    """A queue of forty corrected digits, their patches and labels."""
    patches, labels = digit_rows
    return fill(tmp_path / "queue", patches, [str(label) for label in labels]), patches, labels


def empty_split(seed: int) -> GlyphSplit:
    random = np.random.default_rng(seed)
    parts = [
        GlyphSet(name, random.integers(0, 256, (20, 28, 28), np.uint8), np.arange(20) % 10)
        for name in ("train", "held", "test")
    ]
    return GlyphSplit(parts[0], parts[1], (parts[2],))


def test_corrections_teach_as_often_as_they_weigh_and_nothing_else_changes(digits) -> None:
    folder, patches, labels = digits
    before = empty_split(0)
    after = with_glyphs(before, DIGITS, {REVIEW_QUEUE: str(folder)})
    assert len(after.train.targets) == 20 + COUNTS_AS * len(patches)
    assert after.held is before.held and after.tests is before.tests
    taught = {int(h): int(t) for h, t in zip(hashes(after.train.patches), after.train.targets)}  # noqa: B905
    assert all(taught[int(h)] == int(label) for h, label in zip(hashes(patches), labels))  # noqa: B905


def test_a_corrected_test_picture_is_not_learned(digits) -> None:
    folder, patches, labels = digits
    tests = (GlyphSet("test", patches[:7], labels[:7].astype(np.int64)),)
    split = GlyphSplit(empty_split(1).train, empty_split(1).held, tests)
    after = with_glyphs(split, DIGITS, {REVIEW_QUEUE: str(folder)})
    assert not np.isin(hashes(patches[:7]), hashes(after.train.patches)).any()
    assert np.isin(hashes(patches[7:]), hashes(after.train.patches)).sum() > 20


def test_what_judges_is_whole_sessions_and_does_not_teach(digits) -> None:
    folder, patches, _ = digits
    found = read_corrections(DIGITS, folder)
    held = is_held_back(found)
    assert 0 < held.sum() < len(found)
    assert not set(found.sources[held]) & set(found.sources[~held])
    settings = {REVIEW_QUEUE: str(folder), IS_JUDGED: "yes"}
    after = with_glyphs(empty_split(0), DIGITS, settings)
    learned = np.isin(hashes(found.patches), hashes(after.train.patches))
    assert np.array_equal(learned, ~held) and len(patches) == len(found)


def test_corrected_hands_are_sources_that_teach_and_are_never_measured(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    count, labels = 24, RECOGNISERS["asl"].labels
    hands = random.normal(0, 60, (count, 21, 3)).astype(np.float32)
    patches = random.integers(0, 256, (count, 28, 28), np.uint8)
    folder = fill(tmp_path / "queue", patches, list(labels), "asl", hands, sessions=1)
    rows = AslRows(
        hands, patches, np.ones(count, np.bool_), np.arange(count), np.full(count, "ann")
    )
    after = with_hands(rows, RECOGNISERS["asl"], {REVIEW_QUEUE: str(folder)})
    assert len(after.targets) == 2 * count
    assert after.measured_sources() == ("ann",)
    assert {str(name) for name in after.sources[count:]} == {"review:session0"}


def test_an_empty_queue_and_no_queue_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no review queue in .*--queue"):
        read_corrections(DIGITS, tmp_path)
    ReviewStore.open(tmp_path).close()
    with pytest.raises(DataError, match="nobody has answered anything of digits"):
        read_corrections(DIGITS, tmp_path)


@pytest.mark.parametrize(
    ("untouched", "held", "is_passed"),
    [
        ((0.99, 0.99), (0.5, 0.7), True),
        ((0.99, 0.9895), (0.5, 0.7), True),  # less than one standard error of 10,000
        ((0.99, 0.98), (0.5, 0.7), False),
        ((0.99, 0.995), (0.5, 0.5), False),
    ],
)
def test_a_new_model_must_be_better_where_corrected_and_no_worse_elsewhere(
    untouched, held, is_passed
) -> None:
    trial = Trial(Score("untouched", 10_000, *untouched), Score("held", 100, *held))
    assert trial.is_passed is is_passed


def test_retraining_shows_both_figures_and_keeps_the_old_model_unless_told(
    data, tmp_path: Path
) -> None:
    """Scanned digits of other people, the shipped network's worst, make the queue."""
    import cv2
    from sklearn.datasets import load_digits

    from glyphcam.models.patch import to_patch
    from glyphcam.models.recognisers import Crop

    found = load_digits()
    big = [cv2.resize((i * 15.9).astype(np.uint8), (64, 64)) for i in found.images[:600]]
    patches = np.stack([to_patch(one, Crop.INK) for one in big])
    network = Network.shipped(DIGITS, "cnn")
    doubtful = np.argsort(network.probabilities(patches).max(axis=1))[:40]
    folder = tmp_path / "queue"
    fill(folder, patches[doubtful], [str(found.target[row]) for row in doubtful])
    before = network.path.read_bytes()
    words = ["digits", "cnn", "--queue-dir", str(folder), "-o", str(tmp_path / "runs")]
    said = CliRunner().invoke(retrain, words, input="n\n", standalone_mode=False)
    assert said.exception is None
    assert "untouched: mnist (10000): 99." in said.output
    assert re.search(r"corrections held back \(\d+\): \d", said.output)
    assert "the old model stays" in said.output
    assert network.path.read_bytes() == before
    made = tmp_path / "runs" / "review-digits-cnn"
    assert (made / "digits-cnn.before.onnx").read_bytes() == before
    assert Network.load(made / "digits-cnn.onnx", DIGITS).stamp.figures["corrections"] > 10
