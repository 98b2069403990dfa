"""NPZ sets: both layouts, classes, groups, number types, and their faults."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.datasets import load
from glyphcam.training.npz_set import load_npz

DIGITS = recogniser_named("digits")


def write(path, **arrays):
    np.savez(path, **arrays)
    return path


def test_the_test_part_is_taken_where_there_is_one(digit_rows, tmp_path):
    x, y = digit_rows
    path = write(tmp_path / "a.npz", x_train=x[:30], y_train=y[:30], x_test=x[30:], y_test=y[30:])
    assert np.array_equal(load_npz(path, "test").pictures, x[30:])
    assert np.array_equal(load_npz(path, "train").pictures, x[:30])
    assert np.array_equal(load_npz(path, "all").pictures, x)


def test_plain_x_and_y_are_taken_whole_for_every_part(digit_rows, tmp_path):
    x, y = digit_rows
    path = write(tmp_path / "a.npz", X=x, Y=y)
    assert len(load([path], DIGITS, "test")) == 40


def test_classes_map_labels_by_name_whatever_their_order(digit_rows, tmp_path):
    x, y = digit_rows
    classes = np.array(list("ZYX9876543210"))
    path = write(tmp_path / "a.npz", x=x, y=12 - y.astype(int), classes=classes)
    assert np.array_equal(load([path], DIGITS).targets, y)


def test_string_labels_need_no_classes_and_strange_ones_are_counted(digit_rows, tmp_path):
    x, _ = digit_rows
    path = write(tmp_path / "a.npz", x=x[:4], y=np.array(["7", "seven", "A", "೫"]))
    found = load([path], DIGITS)
    assert found.targets.tolist() == [7, 5]
    assert found.left_out == {"A": 1, "seven": 1}


def test_groups_are_kept_row_by_row(digit_rows, tmp_path):
    x, y = digit_rows
    writers = np.arange(40) % 4
    path = write(tmp_path / "a.npz", x_test=x, y_test=y, writer_test=writers)
    groups = load([path], DIGITS, "test").groups
    assert groups is not None
    assert groups.tolist() == [str(w) for w in writers]


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x / 255.0,
        lambda x: x.astype(np.float32),
        lambda x: x.astype(np.int64)[..., None],
        lambda x: x.reshape(len(x), 784),
        lambda x: np.repeat(x[..., None], 3, axis=3),
        lambda x: 255 - x,
        lambda x: 1 - x / 255,
    ],
)
def test_every_number_type_shape_and_way_round_gives_the_same_patches(digit_rows, tmp_path, change):
    x, y = digit_rows
    plain = load([write(tmp_path / "a.npz", x=x, y=y)], DIGITS)
    other = load([write(tmp_path / "b.npz", x=change(x), y=y)], DIGITS)
    gap = np.abs(plain.patches.astype(int) - other.patches.astype(int))
    assert gap.max() <= 2


@pytest.mark.parametrize("levels", [1, 16])
def test_greys_counted_in_few_steps_are_brought_to_full_range(digit_rows, tmp_path, levels):
    x, y = digit_rows
    few = np.rint(x / 255 * levels)
    plain = load_npz(write(tmp_path / "a.npz", x=few * (255 / levels), y=y), "all")
    for kind in (np.uint8, np.int64, np.float32):
        raw = load_npz(write(tmp_path / "b.npz", x=few.astype(kind), y=y), "all")
        assert np.array_equal(raw.pictures, plain.pictures)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"y": slice(1, None)}, "39 labels for 40 pictures"),
        ({"z": None}, "wanted are x and y"),
        ({"y": None}, r"no labels \(y\)"),
    ],
)
def test_missing_or_mismatched_arrays_are_named(digit_rows, tmp_path, arrays, message):
    x, y = digit_rows
    held = {"x": x, "y": y}
    if "z" in arrays:
        held = {"z": x}
    elif arrays["y"] is None:
        del held["y"]
    else:
        held["y"] = y[arrays["y"]]
    with pytest.raises(DataError, match=message):
        load_npz(write(tmp_path / "a.npz", **held), "all")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"x": np.zeros((40, 0, 0), np.uint8)}, "pictures have no pixels"),
        ({"y": np.int64(3)}, "no row of labels for 40 pictures"),
        ({"y": np.array([["a", "b"]] * 40)}, "one string a picture is wanted"),
        ({"classes": np.array("abc")}, r"classes \(\): one string a label"),
        ({"source": np.arange(5)}, r"groups \(5,\) for 40 pictures"),
    ],
)
def test_arrays_of_a_shape_that_cannot_be_are_named(digit_rows, tmp_path, changed, message):
    x, y = digit_rows
    with pytest.raises(DataError, match=message):
        load_npz(write(tmp_path / "a.npz", **{"x": x, "y": y, **changed}), "all")


def packed(path, name, content):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, content)
        archive.writestr("y.npy", b"")
    return path


def test_a_member_that_is_no_array_is_named(tmp_path):
    with pytest.raises(DataError, match="'x' is no array"):
        load_npz(packed(tmp_path / "a.npz", "x", b"text"), "all")


def test_a_header_that_claims_terabytes_is_refused_not_believed(tmp_path):
    header = io.BytesIO()
    claim = {"descr": "|u1", "fortran_order": False, "shape": (10**11, 28, 28)}
    np.lib.format.write_array_header_1_0(header, claim)
    with pytest.raises(DataError, match=r"'x' cannot be read \(Unable to allocate"):
        load_npz(packed(tmp_path / "a.npz", "x.npy", header.getvalue()), "all")


def test_nan_is_named_by_row_and_pixel(digit_rows, tmp_path):
    x, y = digit_rows
    x = x / 255.0
    x[3, 5, 6] = np.nan
    with pytest.raises(DataError, match=r"row 4, pixel \(5, 6\) has NaN"):
        load_npz(write(tmp_path / "a.npz", x=x, y=y), "all")


def test_a_pixel_out_of_range_is_named(digit_rows, tmp_path):
    x, y = digit_rows
    x = x.astype(int)
    x[7, 1, 2] = 300
    with pytest.raises(DataError, match=r"row 8, pixel \(1, 2\) has a pixel out of range"):
        load_npz(write(tmp_path / "a.npz", x=x, y=y), "all")


def test_labels_that_mean_nothing_to_the_recogniser_are_told(digit_rows, tmp_path):
    x, _ = digit_rows
    path = write(tmp_path / "a.npz", x=x[:2], y=np.array(["cat", "dog"]))
    with pytest.raises(DataError, match="no label that 'digits' reads: it has cat, dog"):
        load([path], DIGITS)


def test_a_pickle_is_never_opened(digit_rows, tmp_path):
    x, y = digit_rows
    path = write(tmp_path / "a.npz", x=x, y=np.array([*y.tolist()], dtype=object))
    with pytest.raises(DataError, match="'y' cannot be read"):
        load_npz(path, "all")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"text"])
def test_a_broken_file_is_refused(tmp_path, content):
    path = tmp_path / "a.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as plain arrays"):
        load_npz(path, "all")
