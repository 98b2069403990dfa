"""What a net learns from, is tuned on and is judged by never share a picture or a writer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.glyph_data import GlyphSet, hashes, load_split, load_tests, without_twins


@pytest.fixture
def small_kannada(data: Path, tmp_path: Path) -> Path:
    """A folder whose kannada.npz holds every fortieth picture of each part."""
    with np.load(data / "kannada.npz", allow_pickle=False) as arrays:
        few = {name: arrays[name][::40] for name in arrays.files if name != "classes"}
    np.savez(tmp_path / "kannada.npz", **few)
    return tmp_path


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"mnist\.npz: name the folder with GLYPHCAM_DATA"):
        load_split(RECOGNISERS["digits"], tmp_path)


def test_writers_are_either_learned_from_or_calibrated_on(small_kannada: Path) -> None:
    split = load_split(RECOGNISERS["kannada"], small_kannada)
    with np.load(small_kannada / "kannada.npz", allow_pickle=False) as arrays:
        writers = arrays["writer_train"]
    held = (hashes(writers) // 10) % 20 == 0
    assert len(split.held.targets) == held.sum()
    assert 0 < len(split.held.targets) < 0.2 * len(split.train.targets)


def test_the_tests_alone_are_the_same_as_those_of_the_split(small_kannada: Path) -> None:
    whole = load_split(RECOGNISERS["kannada"], small_kannada).tests
    alone = load_tests(RECOGNISERS["kannada"], small_kannada)
    assert [one.name for one in alone] == ["eight writers", "ten writers", "published"]
    for one, other in zip(whole, alone, strict=True):
        assert np.array_equal(one.patches, other.patches)


def test_a_hash_depends_on_the_picture_alone() -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (20, 28, 28)).astype(np.uint8)
    assert np.array_equal(hashes(pictures)[::-1], hashes(pictures[::-1]))


def test_a_test_picture_met_again_is_not_learned() -> None:
    random = np.random.default_rng(0)
    pictures = random.integers(0, 256, (30, 28, 28)).astype(np.uint8)
    targets = np.arange(30) % 3
    noisy = np.clip(pictures[:6].astype(int) + random.integers(-9, 10, (6, 28, 28)), 0, 255)
    test = GlyphSet("test", noisy.astype(np.uint8), targets[:6])
    left = without_twins(GlyphSet("train", pictures, targets), [test])
    assert np.array_equal(left.patches, pictures[6:])
