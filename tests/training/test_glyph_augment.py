"""Varied glyphs are other pens' glyphs: repeatable, in the same form, still the same glyph."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.models.ink import ink_patch, stroke_width_px
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.fashion_augment import ItemAugmenter
from glyphcam.training.glyph_augment import Augmenter, Look

Rows = tuple[NDArray[np.uint8], NDArray[np.uint8]]
LABELS = RECOGNISERS["digits"].labels


@pytest.fixture
def glyphs(digit_rows: Rows) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    patches = np.array([ink_patch(one) for one in digit_rows[0]])
    return patches, digit_rows[1].astype(np.int64)


Glyphs = tuple[NDArray[np.uint8], NDArray[np.int64]]


def test_the_same_seed_gives_the_same_pictures_whenever_asked(glyphs: Glyphs) -> None:
    augmenter = Augmenter(Look(), LABELS)
    first = augmenter.batch(*glyphs, (1, 2))
    augmenter.batch(*glyphs, (1, 3))
    assert np.array_equal(first, augmenter.batch(*glyphs, (1, 2)))
    assert np.array_equal(first, Augmenter(Look(), LABELS).batch(*glyphs, (1, 2)))


def test_another_seed_gives_other_pictures(glyphs: Glyphs) -> None:
    augmenter = Augmenter(Look(), LABELS)
    one, other = augmenter.batch(*glyphs, (1, 2)), augmenter.batch(*glyphs, (1, 3))
    assert (one != other).any(axis=(1, 2)).mean() > 0.9


def test_varied_glyphs_keep_the_form(glyphs: Glyphs) -> None:
    varied = Augmenter(Look(noise_share=0.0, dirt_share=0.0), LABELS).batch(*glyphs, (5,))
    assert (varied.max(axis=(1, 2)) == 255).mean() > 0.9
    boxes = [max(np.ptp(axis) + 1 for axis in np.nonzero(one > 76)) for one in varied]
    assert np.percentile(boxes, [10, 90]) == pytest.approx((20, 20), abs=2)


def test_strokes_are_both_widened_and_thinned(glyphs: Glyphs) -> None:
    varied = Augmenter(Look(plain_share=0.0), LABELS).batch(*glyphs, (5,))
    ratio = [
        stroke_width_px(b) / stroke_width_px(a) for a, b in zip(glyphs[0], varied, strict=True)
    ]
    assert min(ratio) < 0.95
    assert max(ratio) > 1.3


def test_a_look_that_varies_nothing_leaves_the_glyph(glyphs: Glyphs) -> None:
    still = Look(turn_deg=0, slant=0, stretch=0, bend_px=0, plain_share=1, square_share=0)
    same = Augmenter(still, ("?",) * 10).batch(*glyphs, (0,))
    likeness = [
        np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(glyphs[0], same, strict=True)
    ]
    assert np.median(likeness) > 0.9


def test_items_are_mirrored_every_other_epoch_and_never_leave_the_picture() -> None:
    item = np.zeros((200, 28, 28), np.uint8)
    item[:, 10:18, 4:8] = 200
    item[::2, 12, 5] = 201  # half of them begin one way, half the other
    labels = np.zeros(200, np.int64)
    goods = ItemAugmenter(("bag",), erased_share=0.0)
    first, second = (goods.batch(item, labels, (0, epoch, 0)) for epoch in (0, 1))
    assert (first.sum(axis=(1, 2)) == item.sum(axis=(1, 2))).all()
    is_left, is_left_next = (v[:, :, :14].sum(axis=(1, 2)) > 0 for v in (first, second))
    assert (is_left != is_left_next).all()
    assert is_left.mean() == pytest.approx(0.5)


def test_beads_are_narrower_thinner_and_in_the_same_form(glyphs: Glyphs) -> None:
    plain = Augmenter(Look(plain_share=1.0), LABELS).batch(*glyphs, (5,))
    beaded = Augmenter(Look(bead_share=1.0), LABELS).batch(*glyphs, (5,))
    shape = [[np.ptp(axis) + 1 for axis in np.nonzero(one > 76)] for one in beaded]
    high, wide = np.array(shape).T
    before = [np.ptp(np.nonzero(one > 76)[1]) + 1 for one in plain]
    assert np.median(wide) < np.median(before)
    assert np.median(high) == pytest.approx(20, abs=2)
    loose, whole = (
        np.mean([cv2.connectedComponents((one > 100).astype(np.uint8))[0] for one in part])
        for part in (beaded, plain)
    )
    assert loose > whole + 0.1
