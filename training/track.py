"""Training runs in MLflow: one SQLite store in a folder, every fact and file of a run in it.

`mlflow ui --backend-store-uri sqlite:///FOLDER/mlflow.db` shows them. Nothing is sent anywhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from glyphcam.calibration.errors import MissingExtra, ModelError
from glyphcam.training.canonical import INPUTS
from glyphcam.training.card import headline
from glyphcam.training.out_folder import made
from glyphcam.training.recipe import Trained
from glyphcam.training.run_recipe import Order

CHAMPION, CHALLENGER = "champion", "challenger"
"""Aliases in the registry: the version of best accuracy so far, and the latest that is not."""

_FILES = "files"


def store_uri(folder: Path) -> str:
    """Return the URI of the store in ``folder``: MLflow refuses plain file stores by now."""
    return f"sqlite:///{folder.resolve() / 'mlflow.db'}"


def prepare_store(folder: Path) -> None:
    """Make the store of ``folder``, so that runs that end together do not both make it."""
    _open(folder).MlflowClient().search_experiments(max_results=1)


def track(trained: Trained, order: Order, folder: Path) -> str:
    """Record a run in the store of ``folder``, register its model, and return the run's id."""
    mlflow = _open(folder)
    name = trained.path.stem
    with mlflow.start_run(experiment_id=_experiment(mlflow, name, folder)) as run:
        _log_facts(mlflow, trained, order)
        mlflow.log_artifacts(str(order.options.out), _FILES)
        version = _register(mlflow, trained, name)
        _rank(mlflow.MlflowClient(), name, version, trained)
    return str(run.info.run_id)


def fetch_model(name: str, run_id: str | None, folder: Path, into: Path) -> Path:
    """Return the ONNX file of a run, or of the champion of ``name``, copied into ``into``.

    ModelError where there is no store, no such run, or no model of that name in it.
    """
    if not (folder / "mlflow.db").is_file():
        raise ModelError(f"no runs in {folder}: train with --track {folder} first")
    mlflow = _open(folder)
    try:
        run = run_id or _champion(mlflow.MlflowClient(), name)
        files = mlflow.artifacts.download_artifacts(
            run_id=run, artifact_path=_FILES, dst_path=str(into)
        )
    except mlflow.exceptions.MlflowException as error:
        raise ModelError(f"{folder} has no run {run_id or CHAMPION} of {name} ({error})") from error
    path = Path(files) / f"{name}.onnx"
    if not path.is_file():
        raise ModelError(f"run {run} holds no {name}.onnx: it trained another model")
    return path


def _open(folder: Path) -> Any:
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    try:
        import mlflow
    except ImportError as error:
        raise MissingExtra("training", "tracking runs") from error
    made(folder)
    mlflow.set_tracking_uri(store_uri(folder))
    mlflow.set_registry_uri(store_uri(folder))
    return mlflow


def _experiment(mlflow: Any, name: str, folder: Path) -> str:
    found = mlflow.get_experiment_by_name(name)
    if found is not None:
        return str(found.experiment_id)
    place = (folder.resolve() / "artifacts" / name).as_uri()
    return str(mlflow.create_experiment(name, artifact_location=place))


def _log_facts(mlflow: Any, trained: Trained, order: Order) -> None:
    options = order.options
    asked = {"seed": options.seed, "is_small": options.is_small, "is_full": options.is_full}
    mlflow.log_params({**asked, **options.settings, **trained.parameters})
    mlflow.set_tags({"data": trained.stamp.data, "patch_version": trained.stamp.patch_version})
    for series, values in trained.history.items():
        for epoch, value in enumerate(values, 1):
            mlflow.log_metric(series, value, step=epoch)
    mlflow.log_metrics({name: float(value) for name, value in trained.figures.items()})


def _register(mlflow: Any, trained: Trained, name: str) -> str:
    import numpy as np
    import onnx
    from mlflow.models import ModelSignature
    from mlflow.types import Schema, TensorSpec

    model = onnx.load(trained.path)
    types = {"patch": np.dtype(np.uint8), "landmarks": np.dtype(np.float32)}
    inputs = [
        TensorSpec(types[each.name], (-1, *INPUTS[each.name]), each.name)
        for each in model.graph.input
    ]
    answered = TensorSpec(np.dtype(np.float32), (-1, len(trained.stamp.labels)), "probabilities")
    logged = mlflow.onnx.log_model(
        model,
        name=name,
        signature=ModelSignature(Schema(inputs), Schema([answered])),
        registered_model_name=name,
        pip_requirements=["numpy", "onnx", "onnxruntime"],  # else it starts a process to guess
    )
    return str(logged.registered_model_version)


def _rank(client: Any, name: str, version: str, trained: Trained) -> None:
    accuracy = headline(trained.figures) or 0.0
    client.set_model_version_tag(name, version, "accuracy", f"{accuracy:.6f}")
    aliases = client.get_registered_model(name).aliases
    best = aliases.get(CHAMPION)
    tags = client.get_model_version(name, best).tags if best else {}
    is_better = accuracy >= float(tags.get("accuracy", 0.0))
    client.set_registered_model_alias(name, CHAMPION if is_better else CHALLENGER, version)


def _champion(client: Any, name: str) -> str:
    return str(client.get_model_version_by_alias(name, CHAMPION).run_id)
