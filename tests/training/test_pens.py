"""Pens: every hand wrote every character, and the hands that judge are never learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from glyphcam.models.ink import ink_patch
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import SHELF
from glyphcam.training.export import Sample, run
from glyphcam.training.figures import merged_columns
from glyphcam.training.glyph_data import load_split
from glyphcam.training.pens import TIMES, pens

CHARACTERS = RECOGNISERS["characters"]


def test_each_pen_writes_each_label_equally_often():
    for part in pens(CHARACTERS):
        counts = np.bincount(part.targets, minlength=36)
        assert counts.min() == counts.max() > 0


def test_no_picture_of_a_judging_pen_is_learned():
    taught, judged = pens(CHARACTERS)
    known = {patch.tobytes() for patch in taught.patches}
    assert len(known) == len(taught.targets) / TIMES
    assert not known & {patch.tobytes() for patch in judged.patches}


def test_pictures_are_in_the_ink_form_already():
    judged = pens(CHARACTERS)[1].head(200)
    again = np.stack([ink_patch(patch) for patch in judged.patches])
    assert np.percentile(np.abs(again.astype(int) - judged.patches).mean(axis=(1, 2)), 90) < 3


def test_digits_alone_get_ten_labels_in_their_own_order():
    digits, characters = pens(RECOGNISERS["digits"])[1], pens(CHARACTERS)[1]
    assert set(digits.targets) == set(range(10))
    sevens = [part.patches[part.targets == 7] for part in (digits, characters)]
    assert np.array_equal(*sevens)


def test_the_shipped_network_reads_pens_it_never_saw():
    judged = pens(CHARACTERS)[1]
    answers = run(onnx.load(SHELF / "characters-cnn.onnx"), Sample(judged.patches)).argmax(axis=1)
    alike = merged_columns(CHARACTERS)
    assert (alike[answers] == alike[judged.targets]).mean() > 0.92


def test_characters_learn_from_pens_and_are_judged_by_others(data: Path):
    if not (data / "letters.npz").is_file():
        pytest.skip("no ../shared/data: letters.npz")
    split = load_split(CHARACTERS, data)
    assert split.test.name == "own tenth"
    assert split.tests[-1].name == "other pens"
    taught, _ = pens(CHARACTERS)
    assert np.array_equal(split.train.patches[-len(taught.targets) :], taught.patches)
