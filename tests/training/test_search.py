"""Searches: a grid against scikit-learn by hand, on a Dask cluster, and trials that resume."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SettingError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.datasets import load
from glyphcam.training.splits import fold_groups

pytest.importorskip("sklearn")

from glyphcam.training import search_grid as search_grid_module
from glyphcam.training.search_grid import GridSpec, search_grid
from glyphcam.training.search_plan import PLANS

GRID = {
    "features__form": ("pixels",),
    "pca__n_components": (8,),
    "classifier__n_neighbors": (1, 3),
    "classifier__weights": ("uniform", "distance"),
}


@pytest.fixture(scope="module")
def writers(data, tmp_path_factory):
    """120 Kannada digits of six writers."""
    with np.load(data / "kannada.npz", allow_pickle=False) as archive:
        x, y, w = (archive[f"{name}_train"] for name in ("x", "y", "writer"))
    names = np.unique(w)[:6]
    chosen = np.concatenate(
        [np.flatnonzero((w == name) & (y == digit))[:2] for name in names for digit in range(10)]
    )
    path = tmp_path_factory.mktemp("search") / "kannada.npz"
    np.savez(path, x=x[chosen], y=y[chosen], writer=w[chosen])
    return path


def test_a_grid_search_scores_as_cross_validation_by_hand(writers):
    from sklearn.model_selection import StratifiedGroupKFold

    entry = recogniser_named("kannada")
    found = load([writers], entry)
    plan = PLANS["kannada", "knn"]
    points = search_grid(plan, found, GridSpec(folds=3, grid=GRID))
    assert len(points) == 4
    assert [p.accuracy for p in points] == sorted((p.accuracy for p in points), reverse=True)
    x, groups = plan.rows(found), fold_groups(found)
    folds = StratifiedGroupKFold(3, shuffle=True, random_state=0)
    scores = []
    for learned, held in folds.split(x, found.targets, groups):
        assert not set(groups[learned]) & set(groups[held])
        pipeline = plan.pipeline().set_params(**dict(points[0].settings))
        pipeline.fit(x[learned], found.targets[learned])
        scores.append(pipeline.score(x[held], found.targets[held]))
    assert points[0].accuracy == pytest.approx(np.mean(scores))


def test_more_folds_than_sources_is_told(writers):
    found = load([writers], recogniser_named("kannada"))
    with pytest.raises(SettingError, match="7 folds need as many sources"):
        search_grid(PLANS["kannada", "knn"], found, GridSpec(folds=7, grid=GRID))


def test_hand_features_do_not_change_with_place_and_size():
    from glyphcam.training.search_plan import HandFeatures

    hands = np.random.default_rng(0).normal(size=(5, 63)).astype(np.float32)
    moved = hands.reshape(5, 21, 3) * 7 + np.array([3, -2, 1])
    told = HandFeatures().transform(hands), HandFeatures().transform(moved.reshape(5, 63))
    assert np.allclose(*told, atol=1e-4)


def test_no_scheduler_at_an_address_is_told(writers, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(search_grid_module, "_PATIENCE", "1s")
    found = load([writers], recogniser_named("kannada"))
    spec = GridSpec(folds=3, grid=GRID, dask="tcp://127.0.0.1:9")
    with pytest.raises(SettingError, match="no Dask scheduler answers at tcp://127"):
        search_grid(PLANS["kannada", "knn"], found, spec)


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_of_two_workers_finds_what_one_process_finds(writers):
    distributed = pytest.importorskip("distributed")
    found = load([writers], recogniser_named("kannada"))
    plan = PLANS["kannada", "knn"]
    here = search_grid(plan, found, GridSpec(folds=3, grid=GRID))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        there = search_grid(
            plan, found, GridSpec(folds=3, grid=GRID, dask=cluster.scheduler_address)
        )
    assert there == here


def parabola(trial) -> float:
    """An objective without a network: best at rate 0.3."""
    return 1 - (trial.suggest_float("rate", 0, 1) - 0.3) ** 2


def test_trials_resume_where_they_stopped(tmp_path, capsys):
    optuna = pytest.importorskip("optuna")
    from glyphcam.training.search_trials import Study, search_trials

    store = tmp_path / "new" / "search.db"
    first = search_trials(Study("digits-cnn", store, trials=3), parabola)
    assert len(first) == 3
    assert capsys.readouterr().err.startswith("trial 1 of 3: 0.")
    again = search_trials(Study("digits-cnn", store, trials=5), parabola)
    assert f"best {again[0].accuracy:.4f}\n" in capsys.readouterr().err
    assert len(again) == 5
    assert set(first) < set(again)
    assert [p.accuracy for p in again] == sorted((p.accuracy for p in again), reverse=True)
    assert search_trials(Study("digits-cnn", store, trials=5), parabola) == again
    assert len(optuna.get_all_study_summaries(f"sqlite:///{store}")) == 1


@pytest.mark.soak
def test_a_killed_search_goes_on_and_two_processes_share_one_study(tmp_path):
    pytest.importorskip("optuna")
    from glyphcam.training.search_trials import Study, tried

    store = tmp_path / "search.db"
    code = (
        "import sys, os\n"
        "from pathlib import Path\n"
        "from glyphcam.training.search_trials import Study, work\n"
        "def objective(trial):\n"
        "    if trial.number == 2: os._exit(9)\n"
        "    return trial.suggest_float('rate', 0, 1)\n"
        "work(Study('s', Path(sys.argv[1]), 6), objective, int(sys.argv[2]))\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(store), "0"], check=False)
    assert killed.returncode == 9
    assert len(tried(Study("s", store))) == 2
    both = [subprocess.Popen([sys.executable, "-c", code, str(store), n]) for n in "12"]
    assert [process.wait(120) for process in both] == [0, 0]
    assert 6 <= len(tried(Study("s", store))) <= 7


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")
def test_a_search_of_a_cnn_and_of_a_grid_from_the_command_line(writers, tmp_path):
    from glyphcam.training.command_search import search

    grid = CliRunner().invoke(
        search, ["kannada", "knn", "-d", str(writers), "--folds", "2", "--json"]
    )
    assert grid.exit_code == 0, grid.output
    points = [json.loads(line) for line in grid.stdout.splitlines()]
    assert len(points) == 48
    trials = CliRunner().invoke(
        search,
        [
            *("kannada", "cnn", "-d", str(writers), "--trials", "2", "--epochs", "1"),
            *("--store", str(tmp_path / "s.db"), "--json"),
        ],
    )
    assert trials.exit_code == 0, trials.output
    assert len(trials.stdout.splitlines()) == 2
