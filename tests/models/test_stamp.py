"""A stamp survives the file, and a mismatch shows both sides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.stamp import STAMP_KEY, Stamp, check_stamp, read_stamp

DIGITS = RECOGNISERS["digits"]
STAMP = Stamp("digits", "cnn", DIGITS.labels, PATCH_VERSION, 0.7, 1.3, "abc", "2026-11-20", {})
FILE = Path("some.onnx")


def test_a_stamp_is_read_back_as_it_was_written() -> None:
    stamp = replace(STAMP, figures={"accuracy": 0.996})
    assert read_stamp({STAMP_KEY: stamp.to_json()}, FILE) == stamp


def test_a_file_without_a_stamp_is_refused() -> None:
    with pytest.raises(ModelError, match=r"some\.onnx has no Glyphcam stamp"):
        read_stamp({}, FILE)


@pytest.mark.parametrize("text", ["not json", "[]", "{}", '{"labels": ["0"], "more": 1}'])
def test_a_broken_stamp_is_refused(text: str) -> None:
    with pytest.raises(ModelError, match="stamp this version cannot read"):
        read_stamp({STAMP_KEY: text}, FILE)


def test_a_fitting_stamp_passes() -> None:
    assert check_stamp(STAMP, DIGITS, FILE) is None


def test_another_recogniser_patch_version_or_labels_are_refused_showing_both_sides() -> None:
    with pytest.raises(ModelError, match="reads 'digits', not 'kannada'"):
        check_stamp(STAMP, RECOGNISERS["kannada"], FILE)
    old = replace(STAMP, patch_version=PATCH_VERSION - 1)
    with pytest.raises(ModelError, match=f"version {PATCH_VERSION - 1}.*version {PATCH_VERSION}"):
        check_stamp(old, DIGITS, FILE)
    with pytest.raises(ModelError, match=r"labels 9 8 7 .* 'digits' has 0 1 2"):
        check_stamp(replace(STAMP, labels=DIGITS.labels[::-1]), DIGITS, FILE)
