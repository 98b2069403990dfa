"""An enrolment from a folder of real hands, used, gone on with and forgotten."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SettingError, SourceError
from glyphcam.calibration.folders import profile_path
from glyphcam.live.command_enrol import enrol as command
from glyphcam.live.enrol_network import for_user
from glyphcam.live.enrol_run import EnrolWish, enrol, forget
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS


@pytest.fixture(autouse=True)
def _users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path / "users"))


@pytest.fixture
def hands(data: Path, tmp_path: Path) -> Path:
    """Two frames each of three letters of one signer, a folder a letter."""
    folder = tmp_path / "hands"
    for letter in "ABL":
        (folder / letter).mkdir(parents=True)
        for path in sorted((data / "asl_frames" / "keptsecret" / letter).glob("*.jpg"))[:2]:
            (folder / letter / path.name).write_bytes(path.read_bytes())
    return folder


def test_a_folder_of_hands_becomes_a_profile_that_a_network_learns(hands: Path) -> None:
    told: list[str] = []
    profile = enrol(EnrolWish("ann", folder=hands, count=1), told.append)
    assert profile.counts() == {"A": 1, "B": 1, "L": 1}
    assert profile.patches is None
    assert told[-1] == "use it with: glyphcam live asl --user ann"
    network = for_user(Network.shipped(RECOGNISERS["asl"]), "ann")
    used = [network.stamp.labels[i] for i in np.flatnonzero(network.neighbours.is_used)]
    assert used == ["A", "B", "L"]


def test_letters_taken_anew_replace_the_old_and_the_others_stay(hands: Path) -> None:
    enrol(EnrolWish("ann", folder=hands, count=2), lambda line: None)
    for path in (hands / "B").iterdir():
        path.unlink()
    again = enrol(EnrolWish("ann", folder=hands, count=1), lambda line: None)
    assert again.counts() == {"A": 1, "B": 2, "L": 1}


def test_a_user_is_forgotten_on_demand(hands: Path) -> None:
    enrol(EnrolWish("ann", folder=hands, count=1), lambda line: None)
    forget("ann", lambda line: None)
    assert not profile_path("ann", "asl").parent.exists()
    with pytest.raises(SettingError, match="there is no profile of 'ann'"):
        forget("ann", lambda line: None)


def test_without_any_good_sample_no_profile_is_written(tmp_path: Path) -> None:
    (tmp_path / "empty" / "A").mkdir(parents=True)
    with pytest.raises(SettingError, match="no sample was kept, so no profile was written"):
        enrol(EnrolWish("ann", folder=tmp_path / "empty"), lambda line: None)
    assert not profile_path("ann", "asl").exists()


def test_a_broken_profile_is_not_overwritten(hands: Path) -> None:
    path = profile_path("ann", "asl")
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(SettingError, match="cannot be read as a profile"):
        enrol(EnrolWish("ann", folder=hands, count=1), lambda line: None)
    assert path.read_text() == "mine"


def test_wishes_that_cannot_be_met_are_refused() -> None:
    with pytest.raises(SettingError, match="asl does not read J: choose among A B"):
        enrol(EnrolWish("ann", letters=("J",)), lambda line: None)
    with pytest.raises(SettingError, match="cannot name a user"):
        enrol(EnrolWish("../ann"), lambda line: None)
    with pytest.raises(SourceError, match="there is no folder"):
        enrol(EnrolWish("ann", folder=Path("nowhere")), lambda line: None)


def test_the_command_forgets_without_asking_for_a_camera(tmp_path: Path) -> None:
    (tmp_path / "users" / "ann").mkdir(parents=True)
    shown = CliRunner().invoke(command, ["--user", "ann", "--forget"])
    assert shown.exit_code == 0
    assert "everything enrolled for 'ann' is gone" in shown.output
