"""Folders of pictures: Kaggle's layouts, sources, depth and colour, and their faults."""

from __future__ import annotations

import os

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.datasets import load

DIGITS = recogniser_named("digits")


def write(path, picture):
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture)


@pytest.fixture()
def folder(digit_rows, tmp_path):
    """train/7/003.png and test/7/003.png of 40 digits, ten of them tests."""
    x, y = digit_rows
    for i, (picture, label) in enumerate(zip(x, y, strict=True)):
        part = "test" if i % 4 == 0 else "train"
        write(tmp_path / part / str(label) / f"{i:03}.png", picture)
    return tmp_path


def test_classes_and_parts_are_told_by_the_folders(folder):
    assert len(load([folder], DIGITS, "test")) == 10
    assert len(load([folder], DIGITS, "train")) == 30
    found = load([folder], DIGITS)
    assert np.bincount(found.targets).tolist() == [4] * 10
    assert found.groups is None


def test_the_pictures_are_those_of_the_arrays(folder, digit_rows, tmp_path):
    x, y = digit_rows
    np.savez(tmp_path / "a.npz", x=x, y=y)
    arrays = load([tmp_path / "a.npz"], DIGITS)
    found = load([folder / "train"], DIGITS)
    for patch, name in zip(found.patches, found.names, strict=True):
        assert np.array_equal(patch, arrays.patches[int(name[-7:-4])])


def test_other_folders_in_the_path_are_the_source(digit_rows, tmp_path):
    x, y = digit_rows
    for i in range(8):
        write(tmp_path / f"writer_{i % 2}" / str(y[i]) / f"{i}.png", x[i])
    groups = load([tmp_path], DIGITS).groups
    assert groups is not None
    assert sorted(set(groups.tolist())) == ["writer_0", "writer_1"]


def test_flat_files_take_their_class_from_their_name(digit_rows, tmp_path):
    x, _ = digit_rows
    write(tmp_path / "digits_test" / "3_test.png", x[12])
    write(tmp_path / "digits_test" / "nothing_test.png", x[0])
    found = load([tmp_path / "digits_test"], DIGITS)
    assert found.targets.tolist() == [3]
    assert found.left_out == {"nothing": 1}


def test_large_dark_ink_on_shaded_paper_is_nearest_to_its_own_patch(digit_rows, tmp_path):
    x, y = digit_rows
    shade = np.linspace(150, 240, 280, dtype=np.float32)[None].repeat(280, 0)
    for i in range(0, 40, 4):
        large = cv2.resize(x[i], (280, 280), interpolation=cv2.INTER_CUBIC).astype(np.float32)
        photo = shade * (1 - 0.8 * large / 255)
        write(tmp_path / "photos" / str(y[i]) / f"{i}.jpg", photo.astype(np.uint8))
        write(tmp_path / "plain" / str(y[i]) / f"{i}.png", x[i])
    plain, photos = (load([tmp_path / name], DIGITS) for name in ("plain", "photos"))
    ink, found = (s.patches.reshape(10, -1).astype(float) for s in (plain, photos))
    likeness = np.corrcoef(ink, found)[:10, 10:]
    assert likeness.argmax(axis=0).tolist() == list(range(10))
    assert np.diag(likeness).mean() > 0.85


def test_a_transparent_picture_is_ink_on_white(digit_rows, tmp_path):
    x, y = digit_rows
    clear = np.zeros((28, 28, 4), np.uint8)
    clear[..., 3] = x[0]
    write(tmp_path / "clear" / str(y[0]) / "0.png", clear)
    write(tmp_path / "plain" / str(y[0]) / "0.png", x[0])
    plain, other = (load([tmp_path / name], DIGITS).patches[0] for name in ("plain", "clear"))
    assert np.abs(plain.astype(int) - other.astype(int)).max() <= 2


def test_unreadable_pictures_are_listed_and_counted_and_skipped_only_when_asked(folder):
    bad = [folder / "train" / "3" / name for name in ("zz.png", "zy.jpg")]
    for path in bad:
        path.write_bytes(b"this is no picture")
    with pytest.raises(DataError, match=r"2 unreadable picture\(s\).*zy.jpg.*zz.png"):
        load([folder], DIGITS)
    found = load([folder], DIGITS, skips_unreadable=True)
    assert len(found) == 40
    assert "skipped 2 unreadable" in found.notes[0]


def test_an_empty_class_folder_is_named(folder):
    (folder / "train" / "3").rename(folder / "train" / "x")
    (folder / "train" / "3").mkdir()
    (folder / "train" / "3" / "Thumbs.db").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"empty class folder .*train.3"):
        load([folder], DIGITS)


def test_a_picture_of_a_kind_opencv_may_lack_is_not_passed_over(folder, capfd):
    (folder / "train" / "3" / "odd.heic").write_bytes(b"ftypheic and so on")
    with pytest.raises(DataError, match=r"1 unreadable picture\(s\).*odd.heic"):
        load([folder], DIGITS)
    assert capfd.readouterr().err == ""


def test_a_folder_without_pictures_is_none_of_the_known_sets(tmp_path):
    with pytest.raises(DataError, match="none of the known data sets"):
        load([tmp_path], DIGITS)


@pytest.mark.parametrize("path", ["/nowhere/at/all", os.devnull])
def test_a_path_that_is_neither_file_nor_folder_is_told(path):
    with pytest.raises(DataError, match=f"no data at {path}"):
        load([path], DIGITS)
