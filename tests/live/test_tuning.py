"""A model is tuned to what is asked: a precision, a user, candidate sets, or left as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.candidates import CandidateReader
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.tuning import PLAIN, Tuning, tuned, with_candidates
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS


@pytest.fixture(scope="module")
def network() -> Network:
    shipped = Network.shipped(RECOGNISERS["asl"])
    figures = {"threshold_0.95": 0.6, "threshold_0.99": 0.9, "set_limit_0.95": 0.8}
    return Network(shipped._session, replace(shipped.stamp, figures=figures), shipped.path)


def test_nothing_asked_changes_nothing(network: Network) -> None:
    assert tuned(network, PLAIN) is network


def test_a_precision_picks_its_threshold(network: Network) -> None:
    assert tuned(network, Tuning(min_precision=0.97)).stamp.threshold == 0.9
    with pytest.raises(SettingError, match="ask for less than"):
        tuned(network, Tuning(min_precision=0.995))


def test_sets_put_candidates_on_every_reading(network: Network) -> None:
    class Blind:
        pass

    reader = Blind()
    assert with_candidates(reader, network, PLAIN) is reader  # type: ignore[arg-type]
    wrapped = with_candidates(reader, network, Tuning(sets=0.95))  # type: ignore[arg-type]
    assert isinstance(wrapped, CandidateReader)


def test_an_unknown_user_is_said(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path))
    with pytest.raises(SettingError, match="there is no profile"):
        tuned(network, Tuning(user="nobody"))


def test_auto_reads_with_the_default_models_only() -> None:
    with pytest.raises(SettingError, match="leave out --model, --user"):
        open_reader(ReaderChoice("auto", tuning=Tuning(user="ann")))
