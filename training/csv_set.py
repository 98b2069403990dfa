"""CSV files of a label and a picture's pixels a row: Sign-MNIST, A-Z, Kannada-MNIST, Fashion.

A file is streamed in blocks of a few megabytes straight into one array, so that the 372,000 rows
of A-Z handwritten (700 MB) load in the memory of their pixels.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.training.array_set import full_range
from glyphcam.training.csv_rows import Block, Layout, read_block
from glyphcam.training.dataset import Labels, RawSet

_BLOCK_BYTES = 4 * 1024 * 1024
_LABEL_NAMES = ("label", "labels", "class", "target", "y", "letter", "digit", "character")
_GROUP_NAMES = ("source", "writer", "group")
_NO_PIXELS = ("", "id", "index", "unnamed: 0", *_GROUP_NAMES)
_FEWEST_PIXELS = 49
_BAR_FROM_BYTES = 50 * 1024 * 1024


def takes(path: Path) -> bool:
    """Return whether ``path`` is a CSV file, or a folder with one that holds pixels."""
    if path.is_file():
        return path.suffix.lower() == ".csv"
    return any(_holds_pixels(file) for file in path.glob("*.csv"))


def load_csv(path: Path, part: str) -> RawSet:
    """Return one CSV file, or that of ``part`` in a folder; DataError names row and column."""
    file = path if path.is_file() else _choose(path, part)
    separator, layout, head_bytes = _look(file)
    rows = _count_rows(file, head_bytes)
    pixels = np.empty((rows, len(layout.pixels)), np.uint8)
    labels: list[Labels] = []
    groups: list[NDArray[np.str_]] = []
    filled = 0
    for block in _blocks(file, separator, layout, head_bytes):
        pixels[filled : filled + len(block.pixels)] = block.pixels
        filled += len(block.pixels)
        labels.append(block.labels)
        groups.extend([] if block.groups is None else [block.groups])
    side = math.isqrt(len(layout.pixels))
    return RawSet(
        name=str(path),
        pictures=_upright(full_range(pixels[:filled]).reshape(-1, side, side), file),
        labels=_joined(labels, layout, file),
        groups=np.concatenate(groups) if groups else None,
        places=_Rows(file, layout, filled),
        part=part,
    )


class _Rows(Sequence[str]):
    """Where the rows of a file stand, each said when it is asked for: there may be 372,000."""

    def __init__(self, file: Path, layout: Layout, count: int) -> None:
        self._file, self._count = file, count
        self._first = _first_row(layout)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        return f"{self._file}, row {self._first + index}"


def layout_of(cells: list[str], is_header: bool, name: str) -> Layout:
    """Return which columns hold what, by the header or by count; DataError where none fits."""
    if not is_header:
        _refuse_no_square(len(cells) - 1, name)
        return Layout(len(cells), 0, tuple(range(1, len(cells))))
    words = [cell.lower() for cell in cells]
    label = next((words.index(word) for word in _LABEL_NAMES if word in words), None)
    if label is None:
        if words[0] in _NO_PIXELS or not _is_square(len(cells) - 1):
            raise DataError(f"{name} has no column called label: its first is '{cells[0]}'")
        label = 0
    pixels = tuple(i for i, w in enumerate(words) if i != label and w not in _NO_PIXELS)
    _refuse_no_square(len(pixels), name)
    group = next((words.index(word) for word in _GROUP_NAMES if word in words), None)
    return Layout(len(cells), label, pixels, group, tuple(cells))


def _holds_pixels(file: Path) -> bool:
    with file.open("rb") as stream:
        line = stream.readline()
    return max(line.count(separator) for separator in (b",", b";", b"\t")) >= _FEWEST_PIXELS


def _look(file: Path) -> tuple[bytes, Layout, int]:
    with file.open("rb") as stream:
        line = stream.readline()
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{file} is written in UTF-16: save it as UTF-8")
    mark = b"\xef\xbb\xbf" if line.startswith(b"\xef\xbb\xbf") else b""
    text = line[len(mark) :].decode("utf-8", "replace").strip()
    if not text:
        raise DataError(f"{file} is empty or starts with an empty line")
    separator = max((",", ";", "\t"), key=text.count)
    cells = [cell.strip().strip("\"'") for cell in text.split(separator)]
    is_header = _is_header(cells)
    head_bytes = len(line) if is_header else len(mark)
    return separator.encode(), layout_of(cells, is_header, str(file)), head_bytes


def _is_header(cells: list[str]) -> bool:
    # pandas writes the header of a set that had none as 0, 0.1, 0.2, ...
    if cells[1:4] == ["0.1", "0.2", "0.3"]:
        return True
    return sum(not _is_number(cell) for cell in cells[1:]) > len(cells) // 2


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _is_square(count: int) -> bool:
    return count > 3 and math.isqrt(count) ** 2 == count


def _refuse_no_square(pixels: int, name: str) -> None:
    if not _is_square(pixels):
        raise DataError(
            f"{name} has {pixels} pixel columns, no square picture: "
            f"a label and 784 pixels a row are wanted"
        )


def _count_rows(file: Path, head_bytes: int) -> int:
    rows, last = 0, b""
    with file.open("rb") as stream:
        stream.seek(head_bytes)
        while block := stream.read(_BLOCK_BYTES):
            rows += block.count(b"\n")
            last = block[-1:]
    return rows + (last not in (b"\n", b""))


def _blocks(file: Path, separator: bytes, layout: Layout, head_bytes: int) -> Iterator[Block]:
    size = file.stat().st_size
    row = _first_row(layout)
    is_hidden = size < _BAR_FROM_BYTES or not sys.stderr.isatty()
    with (
        file.open("rb") as stream,
        click.progressbar(length=size, label=file.name, file=sys.stderr, hidden=is_hidden) as bar,
    ):
        stream.seek(head_bytes)
        while lines := stream.read(_BLOCK_BYTES) + stream.readline():
            bar.update(len(lines))
            tidy = _tidy(lines, separator)
            if tidy:
                yield read_block(tidy, layout, str(file), row)
            row += lines.count(b"\n")


def _tidy(lines: bytes, separator: bytes) -> bytes:
    tidy = lines.replace(b"\r\n", b"\n")
    tidy = tidy if separator == b"," else tidy.replace(separator, b",")
    tidy = tidy.rstrip(b"\n ")
    return tidy + b"\n" if tidy else b""


def _first_row(layout: Layout) -> int:
    return 2 if layout.names else 1


def _joined(labels: list[Labels], layout: Layout, file: Path) -> Labels:
    if not labels:
        raise DataError(f"{file} has a header and no rows")
    if all(block.dtype.kind != "U" for block in labels):
        return np.concatenate(labels)
    words: Labels = np.concatenate([block.astype(np.str_) for block in labels])
    _refuse_word_among_codes(words, layout, file)
    return words


def _refuse_word_among_codes(words: Labels, layout: Layout, file: Path) -> None:
    """One word among codes up to 25 would turn every code into a word, and 7 from H into 7."""
    is_number = np.array([word.isdecimal() for word in words])
    is_code = is_number & (np.char.str_len(words) > 1)
    if is_code.any() and not is_number.all():
        row = int(np.flatnonzero(~is_number)[0])
        raise DataError(
            f"{file}, row {row + _first_row(layout)}, {layout.column(layout.label)}: "
            f"'{words[row]}' is a word among numbers such as {words[is_code][0]}"
        )


def _upright(pictures: NDArray[np.uint8], file: Path) -> NDArray[np.uint8]:
    # EMNIST's own files hold every picture with rows and columns exchanged.
    return pictures.transpose(0, 2, 1) if "emnist" in file.name.lower() else pictures


def _choose(folder: Path, part: str) -> Path:
    files = [file for file in sorted(folder.glob("*.csv")) if _holds_pixels(file)]
    named = [file for file in files if part in file.stem.lower()] or files
    if len(named) == 1:
        return named[0]
    names = ", ".join(file.name for file in files)
    raise DataError(f"{folder} has several CSV files ({names}): name one of them")
