"""Uploaded patches are read as the network reads them, and answered as a sheet and a CSV file."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.web_sheet import show_patches


@pytest.fixture(scope="module")
def mnist(data: Path) -> tuple[np.ndarray, np.ndarray]:
    with np.load(data / "mnist.npz", allow_pickle=False) as archive:
        return archive["x_test"][:500], archive["y_test"][:500]


def answers(folder: Path) -> list[dict[str, str]]:
    with (folder / "answers.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("is_turned", [False, True])
def test_digits_are_read_dark_on_light_and_light_on_dark(
    is_turned: bool, mnist: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    pixels, labels = mnist
    np.save(tmp_path / "p.npy", 255 - pixels if is_turned else pixels)
    shown = show_patches(tmp_path / "p.npy", ReaderChoice("digits"), tmp_path)
    right = [
        int(row["label"]) == label for row, label in zip(answers(tmp_path), labels, strict=True)
    ]
    assert np.mean(right) > 0.985
    assert "500" in shown.words
    assert shown.files == (tmp_path / "answers.csv",)


def test_labels_in_the_file_are_compared(
    mnist: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    pixels, labels = mnist
    rows = [
        f"{y},{','.join(map(str, x.ravel()))}" for x, y in zip(pixels[:50], labels, strict=False)
    ]
    (tmp_path / "p.csv").write_text("\n".join(rows))
    shown = show_patches(tmp_path / "p.csv", ReaderChoice("digits"), tmp_path)
    right = sum(row["label"] == row["given"] for row in answers(tmp_path))
    assert right >= 48
    assert f"{right} of 50 patches" in shown.words


def test_a_label_that_is_a_formula_is_plain_text_in_the_answers(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("=1+1," + ",".join(["0"] * 783 + ["9"]) + "\n")
    show_patches(tmp_path / "p.csv", ReaderChoice("digits"), tmp_path)
    assert answers(tmp_path)[0]["given"] == "'=1+1"


def test_the_sheet_shows_the_first_patches(
    mnist: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    np.save(tmp_path / "p.npy", mnist[0][:12])
    shown = show_patches(tmp_path / "p.npy", ReaderChoice("digits"), tmp_path)
    assert shown.picture is not None
    assert shown.picture.shape == (2 * 108 + 4, 10 * 84 + 4, 3)
    assert shown.told == "The first 12 patches and their labels"


@pytest.mark.parametrize(
    "choice, said",
    [
        (ReaderChoice("asl"), "asl-fused.onnx reads hand landmarks"),
        (ReaderChoice("auto"), "choose what they show"),
    ],
)
def test_what_cannot_be_read_off_patches_is_refused(
    choice: ReaderChoice, said: str, tmp_path: Path
) -> None:
    np.save(tmp_path / "p.npy", np.ones((1, 784), np.uint8))
    with pytest.raises(SettingError, match=said):
        show_patches(tmp_path / "p.npy", choice, tmp_path)
