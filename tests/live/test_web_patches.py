"""Uploaded patches: read in each of three forms, refused by name where they are hostile."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.live.web_patches import MOST_ROWS, read_patches

PIXELS = np.random.default_rng(0).integers(0, 256, (5, 28, 28), np.uint8)


def as_csv(path: Path, rows: np.ndarray, head: str = "", labels: str = "") -> Path:
    lines = [",".join([*labels[i : i + 1], *map(str, row.ravel())]) for i, row in enumerate(rows)]
    path.write_text("\n".join([head, *lines] if head else lines) + "\n")
    return path


WRITERS: dict[str, Callable[[Path], Path]] = {
    "plain CSV": lambda folder: as_csv(folder / "p.csv", PIXELS),
    "CSV of Kaggle's form": lambda folder: as_csv(folder / "p.csv", PIXELS, "label,p0", "70124"),
    "NPY of pictures": lambda folder: np.save(folder / "p.npy", PIXELS) or folder / "p.npy",
    "NPY of rows of doubles": lambda folder: (
        np.save(folder / "p.npy", PIXELS.reshape(5, 784).astype(float)) or folder / "p.npy"
    ),
    "NPY of shares": lambda folder: np.save(folder / "p.npy", PIXELS / 255) or folder / "p.npy",
    "NPZ called x": lambda folder: np.savez(folder / "p.npz", x=PIXELS) or folder / "p.npz",
    "packed NPZ called anything": lambda folder: (
        np.savez_compressed(folder / "p.npz", mine=PIXELS) or folder / "p.npz"
    ),
    "Fortran order": lambda folder: (
        np.save(folder / "p.npy", np.asfortranarray(PIXELS)) or folder / "p.npy"
    ),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_patches_come_out_of_every_form(name: str, tmp_path: Path) -> None:
    np.testing.assert_array_equal(read_patches(WRITERS[name](tmp_path)).pixels, PIXELS)


def test_labels_in_front_of_a_row_are_kept(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "p.csv", PIXELS, labels="70124")
    assert read_patches(path).labels == tuple("70124")


def bomb(folder: Path) -> Path:
    path = folder / "p.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", bytes(2**21))
    return path


def pickled(folder: Path) -> Path:
    np.save(folder / "p.npy", np.array([{"a": 1}] * 784), allow_pickle=True)
    return folder / "p.npy"


def huge_header(folder: Path) -> Path:
    """A file of a few bytes that promises 784 million numbers."""
    np.save(folder / "p.npy", PIXELS)
    content = (folder / "p.npy").read_bytes().replace(b"(5, 28, 28), }    ", b"(999999, 28, 28),}")
    (folder / "p.npy").write_bytes(content)
    return folder / "p.npy"


def of_text(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


def of_array(array: np.ndarray) -> Callable[[Path], Path]:
    return lambda folder: np.save(folder / "p.npy", array) or folder / "p.npy"


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "pickle": (pickled, "nothing is unpickled"),
    "bomb": (bomb, "MiB unpacked"),
    "promise": (huge_header, f"999999 patches: 1 to {MOST_ROWS}"),
    "not a number": (of_array(np.full((1, 784), np.nan)), "from nan to nan"),
    "negative": (of_array(np.full((1, 784), -1.0)), "from -1 to -1"),
    "too bright": (of_array(np.full((1, 784), 256)), "from 256 to 256"),
    "wrong shape": (of_array(np.zeros((3, 32, 32))), r"shape \(3, 32, 32\)"),
    "no rows": (of_array(np.zeros((0, 784))), "0 patches"),
    "words": (of_array(np.array(["a"] * 784)), "not numbers"),
    "empty": (of_text("p.npy", b""), "no NPY array"),
    "cut off": (of_text("p.npy", b"\x93NUMPY\x01\x00v\x00{'descr'"), "no NPY array"),
    "disguised": (of_text("p.npz", b"\xff\xd8\xff\xe0JFIF"), "no NPZ file"),
    "empty CSV": (of_text("p.csv", b""), "no rows"),
    "short row": (of_text("p.csv", b"1,2,3\n"), "row 1 has 3 cells"),
    "a word in a row": (of_text("p.csv", b"0," * 783 + b"0\n" + b"x," * 783 + b"0"), "row 2 holds"),
    "binary CSV": (of_text("p.csv", b"\xff\xfe\x00" * 99), "no CSV text"),
    "NUL in CSV": (of_text("p.csv", b"1,\x00\n"), "p.csv"),
    "one endless cell": (of_text("p.csv", b"1" * 200_000), "p.csv"),
    "another kind": (of_text("p.pkl", b"\x80\x04."), "holds no patches"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glyphcam.live.web_patches.MOST_BYTES", 2**20)
    write, said = HOSTILE[name]
    with pytest.raises(DataError, match=said):
        read_patches(write(tmp_path))


def test_more_rows_than_are_taken_are_refused_before_they_are_all_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glyphcam.live.web_patches.MOST_ROWS", 50)
    path = tmp_path / "p.csv"
    path.write_text((",".join(["0"] * 784) + "\n") * 51 + "what follows is no number\n")
    with pytest.raises(DataError, match="over 50 rows"):
        read_patches(path)


def test_an_archive_packed_as_numpy_does_not_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "digits.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x.npy", b"whatever")
    with pytest.raises(DataError, match=r"x\.npy' is locked or packed as NumPy does not"):
        read_patches(path)


def test_an_archive_that_needs_a_password_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "digits.npz"
    np.savez(path, x=np.zeros((1, 28, 28), np.uint8))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 0x1  # the directory's flag of a locked member
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"x\.npy' is locked"):
        read_patches(path)
