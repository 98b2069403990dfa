"""CSV sets: every public layout, on real pictures, and every fault by row and column."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.csv_set import load_csv, takes
from glyphcam.training.datasets import load

DIGITS = recogniser_named("digits")
HEADER = "label," + ",".join(f"pixel{i}" for i in range(1, 785))


def lines_of(x, y) -> list[str]:
    return [f"{int(label)}," + ",".join(map(str, p.ravel())) for p, label in zip(x, y, strict=True)]


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_csv_without_header_gives_the_same_pictures(digit_rows, tmp_path):
    x, y = digit_rows
    raw = load_csv(write(tmp_path / "plain.csv", *lines_of(x, y)), "all")
    assert np.array_equal(raw.pictures, x)
    assert np.array_equal(raw.labels, y)


def test_a_csv_with_header_as_kaggle_writes_it_gives_the_same_pictures(digit_rows, tmp_path):
    x, y = digit_rows
    raw = load_csv(write(tmp_path / "kannada.csv", HEADER, *lines_of(x, y)), "all")
    assert np.array_equal(raw.pictures, x)
    assert np.array_equal(raw.labels, y)


def test_the_header_that_pandas_makes_of_a_first_row_is_no_picture(digit_rows, tmp_path):
    x, y = digit_rows
    header = "0," + ",".join(f"0.{i}" for i in range(1, 785))
    raw = load_csv(write(tmp_path / "a.csv", header, *lines_of(x, y)), "all")
    assert len(raw.pictures) == len(x)


def test_a_label_column_is_found_by_its_name_and_a_source_column_groups(digit_rows, tmp_path):
    x, y = digit_rows
    header = "id," + ",".join(f"p{i}" for i in range(784)) + ",writer,class"
    rows = [
        f"{i}," + ",".join(map(str, p.ravel())) + f",w{i % 3},{int(label)}"
        for i, (p, label) in enumerate(zip(x, y, strict=True))
    ]
    raw = load_csv(write(tmp_path / "b.csv", header, *rows), "all")
    assert np.array_equal(raw.pictures, x)
    assert np.array_equal(raw.labels, y)
    assert raw.groups is not None
    assert sorted(set(raw.groups.tolist())) == ["w0", "w1", "w2"]


def test_windows_line_ends_semicolons_and_spaces_are_read(digit_rows, tmp_path):
    x, y = digit_rows
    text = "\r\n".join(line.replace(",", "; ") for line in lines_of(x, y))
    path = tmp_path / "c.csv"
    path.write_bytes(text.encode())
    assert np.array_equal(load_csv(path, "all").pictures, x)


def test_string_labels_are_matched_by_name(digit_rows, tmp_path):
    x, _ = digit_rows
    letters = recogniser_named("characters")
    rows = ["b," + ",".join(map(str, p.ravel())) for p in x[:3]]
    assert load([write(tmp_path / "d.csv", *rows)], letters).targets.tolist() == [11, 11, 11]


def test_sign_mnist_counts_j_so_its_24_is_y(digit_rows, tmp_path):
    x, _ = digit_rows
    path = write(tmp_path / "sign_mnist_test.csv", HEADER, *lines_of(x[:3], [0, 10, 24]))
    asl = recogniser_named("asl")
    assert [asl.labels[t] for t in load([path], asl).targets] == ["A", "K", "Y"]


def test_a_z_handwritten_counts_from_a_by_its_name_or_when_told(digit_rows, tmp_path):
    x, _ = digit_rows
    entry = recogniser_named("characters")
    named = write(tmp_path / "A_Z Handwritten Data.csv", *lines_of(x[:2], [0, 25]))
    other = write(tmp_path / "other.csv", *lines_of(x[:2], [0, 25]))
    for path in (named, f"{other}::A-Z"):
        assert [entry.labels[t] for t in load([path], entry).targets] == ["A", "Z"]


def test_the_test_file_of_a_folder_is_taken_where_there_is_one(digit_rows, tmp_path):
    x, y = digit_rows
    write(tmp_path / "fashion_train.csv", HEADER, *lines_of(x[:30], y[:30]))
    write(tmp_path / "fashion_test.csv", HEADER, *lines_of(x[30:], y[30:]))
    assert takes(tmp_path)
    assert len(load([tmp_path], DIGITS, "test")) == 10
    assert len(load([tmp_path], DIGITS, "train")) == 30


def test_many_rows_are_streamed_in_the_memory_of_their_pixels(digit_rows, tmp_path):
    x, y = digit_rows
    path = tmp_path / "long.csv"
    path.write_text(("\n".join(lines_of(x, y)) + "\n") * 250)
    tracemalloc.start()
    raw = load_csv(path, "all")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(raw.pictures) == 10_000
    assert np.array_equal(raw.pictures[-40:], x)
    assert peak < 10_000 * 784 + 80e6


@pytest.mark.parametrize(
    ("row", "cell", "value", "message"),
    [
        (2, 5, "x", r"row 3, column 6: 'x' is not a number"),
        (0, 9, "nan", r"row 1, column 10 is NaN"),
        (1, 4, "256", r"row 2, column 5: 256 is out of range 0 to 255"),
        (1, 4, "-1", r"row 2, column 5: -1 is out of range"),
        (1, 4, "0.5", r"row 2, column 5: 0.5 is not a whole number"),
        (1, 4, "", r"row 2, column 5: '' is not a number"),
        (3, 0, "", r"row 4, column 1 has no label"),
        (3, 0, "inf", r"row 4, column 1: inf is a number and no label"),
        (3, 0, "3.5", r"row 4, column 1: 3.5 is a number and no label"),
        (3, 0, "9" * 30, r"row 4, column 1: 9{30} is a number and no label"),
        (2, 5, "1_0", r"row 3, column 6: '1_0' is not a number"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(digit_rows, tmp_path, row, cell, value, message):
    lines = lines_of(*digit_rows)
    cells = lines[row].split(",")
    cells[cell] = value
    lines[row] = ",".join(cells)
    with pytest.raises(DataError, match=message):
        load_csv(write(tmp_path / "bad.csv", *lines), "all")


def test_a_header_names_the_column_of_a_fault_and_counts_as_row_one(digit_rows, tmp_path):
    lines = lines_of(*digit_rows)
    lines[0] = lines[0].replace(",0,", ",no,", 1)
    with pytest.raises(DataError, match=r"row 2, column 2 \(pixel1\): 'no' is not a number"):
        load_csv(write(tmp_path / "bad.csv", HEADER, *lines), "all")


def test_a_word_among_codes_is_named_before_it_makes_words_of_them_all(digit_rows, tmp_path):
    lines = lines_of(digit_rows[0], range(40))
    lines[7] = "seven" + lines[7][1:]
    with pytest.raises(DataError, match=r"row 8, column 1: 'seven' is a word among numbers"):
        load_csv(write(tmp_path / "bad.csv", *lines), "all")


def test_a_file_in_utf_16_is_told_so(digit_rows, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("\n".join(lines_of(*digit_rows)), "utf-16")
    with pytest.raises(DataError, match="UTF-16: save it as UTF-8"):
        load_csv(path, "all")


def test_every_row_says_where_it_stands_counted_as_editors_count(digit_rows, tmp_path):
    raw = load_csv(write(tmp_path / "a.csv", HEADER, *lines_of(*digit_rows)), "all")
    file = tmp_path / "a.csv"
    assert [raw.place(row) for row in (0, 39)] == [f"{file}, row 2", f"{file}, row 41"]


def test_a_row_of_another_length_is_named(digit_rows, tmp_path):
    lines = lines_of(*digit_rows)
    lines[7] += ",0"
    with pytest.raises(DataError, match="row 8 has 786 columns, the rows before it 785"):
        load_csv(write(tmp_path / "bad.csv", *lines), "all")


def test_a_label_out_of_range_is_named(digit_rows, tmp_path):
    x, y = digit_rows
    path = write(tmp_path / "bad.csv", *lines_of(x, [*y[:-1], 12]))
    with pytest.raises(DataError, match=r"bad\.csv, row 40 has the label 12, out of range 0 to 9"):
        load([path], DIGITS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (HEADER + "\n", "a header and no rows"),
        ("1,2,3\n", "2 pixel columns, no square picture"),
        ("id," + HEADER[6:] + "\n", "no column called label"),
    ],
)
def test_a_csv_that_holds_no_pictures_is_told_so(tmp_path, text, message):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(DataError, match=message):
        load_csv(path, "all")
