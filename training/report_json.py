"""An evaluation as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence

from glyphcam.training.confusions import worst_confusions
from glyphcam.training.evaluate import Evaluation

_DIGITS = 6
_PLAIN = (
    "n",
    "n_found",
    "accuracy",
    "accuracy_found",
    "accuracy_merged",
    "accuracy_top3",
    "macro_f1",
    "ece",
    "brier",
    "log_loss",
    "coverage",
    "accuracy_sure",
)


def report_json(evaluation: Evaluation) -> str:
    """Return the evaluation as one line of JSON; shares are 0 to 1, rounded to six digits.

    ``accuracy`` counts pictures in which nothing was found as errors, ``accuracy_found`` leaves
    them out. ``worst`` lists [true, answered, count].
    """
    figures, stamp = evaluation.figures, evaluation.network.stamp
    report = {
        "recogniser": evaluation.recogniser.name,
        "kind": stamp.kind,
        "model": evaluation.network.path.name,
        "data": evaluation.data.name,
        **{name: _rounded(getattr(figures, name)) for name in _PLAIN},
        "threshold": _rounded(stamp.threshold),
        "ms_p50": _rounded(evaluation.ms_p50),
        "left_out": dict(evaluation.data.left_out),
        "notes": list(evaluation.data.notes),
        "worst": _worst(evaluation),
        "per_class": {
            each.label: {
                "precision": _rounded(each.precision),
                "recall": _rounded(each.recall),
                "f1": _rounded(each.f1),
                "support": each.support,
            }
            for each in figures.per_class
        },
        "per_source": {
            each.source: {"n": each.n, "accuracy": _rounded(each.accuracy)}
            for each in figures.per_source
        },
    }
    return json.dumps(report, ensure_ascii=False)


def _worst(evaluation: Evaluation) -> Sequence[Sequence[str | int]]:
    labels = evaluation.recogniser.labels
    pairs = worst_confusions(evaluation.figures.confusion)
    return [[labels[pair.target], labels[pair.answer], pair.count] for pair in pairs]


def _rounded(value: float | int) -> float | int:
    return value if isinstance(value, int) else round(value, _DIGITS)
