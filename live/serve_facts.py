"""What is told of the served models: labels, threshold, figures, checksum."""

from __future__ import annotations

from typing import Any

from glyphcam.live.serve_shelf import ServedModel, ServeShelf
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import shipped


def models_facts(shelf: ServeShelf) -> dict[str, Any]:
    """Return what GET /models answers: every served model, defaults first of their recogniser."""
    names = [path.stem for path in shipped() if path.stem.partition("-")[0] in shelf.recognisers]
    return {
        "models": [model_facts(shelf.named(name)) for name in names],
        "default": {"picture": shelf.default_reader, "patch": shelf.default_patch_recogniser},
    }


def model_facts(model: ServedModel) -> dict[str, Any]:
    """Return what is told of one model; ``inputs`` are the graph's own, ``n`` patches at once."""
    stamp, network = model.network.stamp, model.network
    shapes = {"patch": ["n", 28, 28], "landmarks": ["n", 21, 3]}
    return {
        "name": model.name,
        "recogniser": stamp.recogniser,
        "kind": stamp.kind,
        "title": RECOGNISERS[stamp.recogniser].title,
        "is_default": RECOGNISERS[stamp.recogniser].kinds[0] == stamp.kind,
        "labels": list(stamp.labels),
        "threshold": stamp.threshold,
        "inputs": {name: shapes[name] for name in network.input_names},
        "outputs": network.output_widths,
        "patch_version": stamp.patch_version,
        "sha256": model.sha256,
        "trained": stamp.trained,
        "figures": dict(stamp.figures),
    }
