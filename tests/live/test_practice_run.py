"""Practice over real films: what the hand shows is ticked off, what it does not is advised on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from glyphcam.calibration.errors import SettingError
from glyphcam.live.cli import glyphcam
from glyphcam.live.frame import Frame
from glyphcam.live.practice_record import load_record, record_path
from glyphcam.live.practice_run import enlarged, items_of


@pytest.fixture(autouse=True)
def _users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path / "users"))


@pytest.fixture
def card(data: Path, tmp_path: Path) -> Path:
    """A second each of a real hand that shows C, A, R and D, one signer's."""
    from glyphcam.live.h264 import H264Writer
    from glyphcam.live.picture import load_picture

    path, index = tmp_path / "card.mp4", 0
    folder = data / "asl_frames" / "keptsecret"
    pictures = [load_picture(sorted((folder / each).glob("*.jpg"))[0]).image for each in "CARD"]
    height, width = pictures[0].shape[:2]
    writer = H264Writer(path, (width // 2 * 2, height // 2 * 2))
    for picture in pictures:
        for _ in range(15):
            writer.write(picture[: height // 2 * 2, : width // 2 * 2], index / 15)
            index += 1
    writer.close()
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(glyphcam, ["practice", *map(str, words)], catch_exceptions=False)


def test_a_word_shown_is_ticked_off_and_kept(card: Path) -> None:
    said = run("card", "--source", card, "--no-window", "--user", "ann").output
    read = [line.split()[0] for line in said.splitlines() if " read after " in line]
    assert read == ["C", "A", "R", "D"]
    assert "4 of 4 letters read" in said
    record = load_record(record_path("ann"))
    assert sorted(record.letters) == ["A", "C", "D", "R"]
    stats = run("--stats", "--user", "ann").output
    assert "letter  known" in stats and "you know 0 of 26 letters well" in stats


def test_a_wrong_letter_is_advised_on_and_nothing_is_kept_without_a_name(
    data: Path, tmp_path: Path
) -> None:
    clip = data / "clips" / "still_L_1.mp4"
    said = run("B", "--source", clip, "--no-window").output
    assert "show B" in said and "That is L: " in said
    assert "straighten the middle, ring and little finger" in said
    assert "nothing was practised" in said
    assert not (tmp_path / "users").exists()


def test_a_drawn_j_is_ticked_off(data: Path) -> None:
    said = run("J", "--source", data / "clips" / "motion_J_2.mp4", "--no-window").output
    assert "J read after" in said


def test_a_broken_record_stops_practice_before_the_camera(tmp_path: Path) -> None:
    path = record_path("ann")
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(SettingError, match="it was left as it is"):
        run("A", "--source", "no-such-film.mp4", "--user", "ann", "--no-window")
    assert path.read_text() == "mine"


def test_what_cannot_be_spelled_or_told_is_refused() -> None:
    with pytest.raises(SettingError, match="'A1' cannot be spelled: '1' is no letter"):
        items_of(["card", "a1"])
    with pytest.raises(SettingError, match="whose"):
        run("--stats")
    with pytest.raises(SettingError, match="'bob' has not practised yet"):
        run("--stats", "--user", "bob")


def test_small_pictures_are_enlarged_and_others_left() -> None:
    small, large = (Frame(np.zeros((side, side * 2, 3), np.uint8), 0, 0.0) for side in (200, 500))
    found = list(enlarged([small, large]))
    assert found[0].image.shape == (480, 960, 3)
    assert found[1] is large
