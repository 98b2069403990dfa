"""IDX sets: plain and gzipped, by file and by folder, and their faults."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.datasets import load
from glyphcam.training.idx_set import load_idx, read_idx


def idx(array: np.ndarray) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def write_pair(folder: Path, part: str, x, y, end: str = "") -> Path:
    pack = gzip.compress if end else bytes
    (folder / f"{part}-labels-idx1-ubyte{end}").write_bytes(pack(idx(y)))
    path = folder / f"{part}-images-idx3-ubyte{end}"
    path.write_bytes(pack(idx(x)))
    return path


@pytest.mark.parametrize("end", ["", ".gz"])
def test_a_pair_gives_the_same_pictures_plain_and_gzipped(digit_rows, tmp_path, end):
    x, y = digit_rows
    raw = load_idx(write_pair(tmp_path, "t10k", x, y, end), "all")
    assert np.array_equal(raw.pictures, x)
    assert np.array_equal(raw.labels, y)


def test_a_folder_gives_the_part_asked_for(digit_rows, tmp_path):
    x, y = digit_rows
    write_pair(tmp_path, "train", x[:30], y[:30])
    write_pair(tmp_path, "t10k", x[30:], y[30:])
    digits = recogniser_named("digits")
    assert len(load([tmp_path], digits, "test")) == 10
    assert len(load([tmp_path], digits, "train")) == 30
    assert len(load([tmp_path], digits, "all")) == 40


def test_the_files_of_emnist_are_turned_upright(digit_rows, tmp_path):
    x, y = digit_rows
    path = write_pair(tmp_path, "emnist-digits-test", np.ascontiguousarray(x.swapaxes(1, 2)), y)
    assert np.array_equal(load_idx(path, "all").pictures, x)


def test_other_counts_of_pictures_and_labels_are_told(digit_rows, tmp_path):
    x, y = digit_rows
    with pytest.raises(DataError, match="39 labels for 40 pictures"):
        load_idx(write_pair(tmp_path, "t10k", x, y[1:]), "all")


def test_a_picture_file_alone_is_told_which_file_is_missing(digit_rows, tmp_path):
    path = write_pair(tmp_path, "t10k", *digit_rows)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError, match="t10k-labels-idx1-ubyte is wanted"):
        load_idx(path, "all")


def test_a_truncated_file_is_told_with_both_sizes(digit_rows, tmp_path):
    path = write_pair(tmp_path, "t10k", *digit_rows)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(DataError, match=r"31355 bytes for the shape \(40, 28, 28\)"):
        read_idx(path)


def test_a_gzip_file_cut_short_is_told(digit_rows, tmp_path):
    path = write_pair(tmp_path, "t10k", *digit_rows, ".gz")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataError, match=r"gz cannot be read \(Compressed file ended"):
        load_idx(path, "all")


def test_a_label_out_of_range_is_named(digit_rows, tmp_path):
    x, y = digit_rows
    path = write_pair(tmp_path, "t10k", x, np.where(np.arange(40) == 6, 77, y).astype(np.uint8))
    with pytest.raises(DataError, match=r"picture 7 has the label 77, out of range 0 to 9"):
        load([path], recogniser_named("digits"))


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x1f\x8bnot gzip", b"\0\0\x08\x03\0", b"\0\0\x08\xc8\0"]
)
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "x-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(DataError, match="idx3-ubyte"):
        read_idx(path)
