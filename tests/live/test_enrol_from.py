"""A folder a letter becomes samples; whatever is not kept is said with its file and reason."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import SourceError
from glyphcam.live.enrol_from import FromFolder, Looks, natural
from glyphcam.live.frame import Picture
from glyphcam.models.hand import Hand
from glyphcam.models.observation import Observation


class FakeSamples:
    """Keeps what it is offered, but takes a dark patch for an X."""

    labels = ("A", "B", "X")

    def __init__(self) -> None:
        self.kept: list[str] = []

    def count(self, letter: str) -> int:
        return self.kept.count(letter)

    def offer(self, letter: str, observation: Observation) -> str | None:
        if observation.patch.mean() < 40:
            return "X"
        self.kept.append(letter)
        return None


def at_still(image: Picture) -> Observation | None:
    patch = cv2.resize(image, (28, 28))[..., 0]
    return None if patch.mean() > 240 else Observation(patch)


class StillHand:
    def track(self, image: Picture, seconds: float) -> Hand | None:
        points = np.random.default_rng(0).uniform(10, 50, (21, 3)).astype(np.float32)
        return Hand(points, points, 1.0, 1.0)


class NoHand:
    def track(self, image: Picture, seconds: float) -> Hand | None:
        return None


def picture(path: Path, grey: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((64, 64, 3), grey, np.uint8))


def film(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 30, (64, 64))
    for i in range(60):
        image = np.full((64, 64, 3), 100 + i, np.uint8)
        image[:, :32] = 20
        writer.write(image)
    writer.release()


def taken(folder: Path, count: int = 3, looks: Looks | None = None) -> tuple[list[str], list[str]]:
    told: list[str] = []
    samples = FakeSamples()
    chosen = looks or Looks(at_still, "no hand was found in it")
    FromFolder(samples, chosen, count, told.append).take(folder)  # type: ignore[arg-type]
    return samples.kept, told


def test_the_first_pictures_of_each_letter_are_kept_in_natural_order(tmp_path: Path) -> None:
    for name in ("1.png", "2.png", "10.png", "11.png"):
        picture(tmp_path / "A" / name, 120)
    picture(tmp_path / "b" / "x.png", 120)
    assert taken(tmp_path) == (["A", "A", "A", "B"], [])
    names = sorted((tmp_path / "A").iterdir(), key=natural)
    assert [path.name for path in names] == ["1.png", "2.png", "10.png", "11.png"]


def test_what_is_refused_is_said_and_the_next_file_taken(tmp_path: Path) -> None:
    picture(tmp_path / "A" / "1.png", 250)
    picture(tmp_path / "A" / "2.png", 20)
    (tmp_path / "A" / "3.jpg").write_text("no picture")
    picture(tmp_path / "A" / "4.png", 120)
    kept, told = taken(tmp_path, count=1)
    assert kept == ["A"]
    assert told[0] == "A: 1.png was not kept: no hand was found in it"
    assert told[1] == "A: 2.png was not kept: it looks like your X"
    assert told[2].startswith("A: 3.jpg was not kept: 3.jpg is not a picture")


def test_a_letter_without_a_good_sample_and_a_folder_of_no_letter_are_said(tmp_path: Path) -> None:
    picture(tmp_path / "A" / "1.png", 120)
    picture(tmp_path / "B" / "1.png", 250)
    (tmp_path / "J").mkdir()
    kept, told = taken(tmp_path)
    assert kept == ["A"]
    assert any(line.startswith("B: no sample in") for line in told)
    assert "J: not a letter this recogniser reads, left out" in told


def test_a_film_gives_samples_of_a_hand_held_still(tmp_path: Path) -> None:
    film(tmp_path / "A" / "held.mp4")
    held = Looks(at_still, "nothing", StillHand)
    kept, told = taken(tmp_path, looks=held)
    assert (kept, told) == (["A", "A", "A"], [])


def test_a_film_without_a_held_hand_is_said(tmp_path: Path) -> None:
    film(tmp_path / "A" / "empty.mp4")
    _, told = taken(tmp_path, looks=Looks(at_still, "nothing", NoHand))
    assert told[0] == "A: empty.mp4 was not kept: no hand is held still in it long enough"


def test_no_folder_and_no_letters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="it should hold one folder a letter"):
        taken(tmp_path / "none")
    (tmp_path / "holiday").mkdir()
    with pytest.raises(SourceError, match="holds no folder named for one of A B X"):
        taken(tmp_path)
