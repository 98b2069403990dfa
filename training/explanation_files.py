"""An explanation as a picture a person understands, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from glyphcam.training.charts import new_figure, save
from glyphcam.training.explanation import Explanation

_TOP = 5


def explanation_json(found: Explanation) -> str:
    """Return the explanation as one line of JSON; ``weights`` are rows of 28 numbers."""
    told = {
        "image": str(found.picture),
        "method": found.method,
        "label": found.label,
        "answer": found.prediction.label,
        "confidence": round(found.prediction.confidence, 6),
        "unsure": found.prediction.is_unsure,
        "top": [[c.label, round(c.probability, 6)] for c in found.prediction.top(_TOP)],
    }
    if found.weights is not None:
        told["weights"] = np.round(found.weights.astype(float), 5).tolist()
    if found.alike:
        told["neighbours"] = [
            {"label": each.label, "distance": round(each.distance, 4), "place": each.place}
            for each in found.alike
        ]
    return json.dumps(told, ensure_ascii=False)


def draw_explanation(found: Explanation, path: Path) -> Path:
    """Write the explanation as PNG: the patch, what spoke for the label, and the answers."""
    figure = new_figure((11, 2.6 if found.alike else 4.2))
    answer = f"{found.prediction.label} at {found.prediction.confidence:.0%}"
    figure.suptitle(f"{found.picture.name}: read as {answer}")
    if found.alike:
        _draw_alike(figure, found)
    else:
        _draw_weights(figure, found)
    return save(figure, path)


def _draw_weights(figure: Any, found: Explanation) -> None:
    left, middle, right = figure.subplots(1, 3)
    weights = np.zeros((28, 28), np.float32) if found.weights is None else found.weights
    limit = max(float(np.abs(weights).max()), 1e-6)
    _show(left, found.observation.patch, "what the model was shown")
    _show(middle, found.observation.patch, f"for {found.label} red, against it blue")
    heat = middle.imshow(weights, cmap="seismic", vmin=-limit, vmax=limit, alpha=0.6)
    figure.colorbar(heat, ax=middle, shrink=0.7)
    top = found.prediction.top(_TOP)[::-1]
    right.barh([c.label for c in top], [100 * c.probability for c in top])
    right.set(title="answers, %", xlim=(0, 100))


def _draw_alike(figure: Any, found: Explanation) -> None:
    axes = figure.subplots(1, len(found.alike) + 1)
    _show(axes[0], found.observation.patch, "asked")
    for place, each in zip(axes[1:], found.alike, strict=True):
        _show(place, each.patch, f"{each.label}\n{each.distance:.2f}")


def _show(axes: Any, patch: Any, title: str) -> None:
    axes.imshow(patch, cmap="gray", vmin=0, vmax=255)
    axes.set_title(title, fontsize=10)
    axes.axis("off")
