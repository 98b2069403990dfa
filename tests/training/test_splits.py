"""Splits keep sources whole and stay what they are when the set grows."""

from __future__ import annotations

import numpy as np

from glyphcam.training.dataset import Dataset
from glyphcam.training.splits import fold_groups, sample, split


def rows(n: int, groups: bool, start: int = 0) -> Dataset:
    patches = np.array(
        [np.random.default_rng(start + i).integers(0, 256, (28, 28)) for i in range(n)]
    )
    names = np.array([f"writer {(start + i) % 20}" for i in range(n)]) if groups else None
    return Dataset("set", patches.astype(np.uint8), np.arange(n) % 10, names)


def test_a_source_is_on_one_side_only_and_named():
    parts = split(rows(200, groups=True), 0.2)
    train, held = (set(p.groups.tolist()) for p in (parts.train, parts.held))
    assert held
    assert not train & held
    assert len(parts.train) + len(parts.held) == 200
    assert next(iter(sorted(held))) in parts.text()
    assert parts.text().startswith("split by source")


def test_a_picture_stays_on_its_side_when_the_set_grows():
    before = {p.tobytes() for p in split(rows(100, groups=False)).held.patches}
    after = {p.tobytes() for p in split(rows(200, groups=False)).held.patches}
    assert before
    assert before < after


def test_there_is_always_a_source_to_hold_out():
    assert len(split(rows(50, groups=True), 0.0).held) > 0


def test_equal_pictures_are_in_one_fold():
    one = rows(10, groups=False)
    twice = Dataset("twice", np.concatenate([one.patches] * 2), np.tile(one.targets, 2))
    groups = fold_groups(twice)
    assert groups[:10].tolist() == groups[10:].tolist()
    assert len(set(groups.tolist())) == 10


def test_a_sample_is_the_same_rows_of_a_larger_set_and_all_of_a_smaller():
    assert len(sample(rows(30, groups=True), 10)) == 10
    assert len(sample(rows(5, groups=True), 10)) == 5
    first, again = (sample(rows(60, groups=False), 20).patches for _ in range(2))
    assert np.array_equal(first, again)
