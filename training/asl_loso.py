"""Measure every ASL kind on sources it never saw: ``python -m glyphcam.training.asl_loso``.

Writes one JSON: by kind the mean, median and worst source, each source, each letter, the errors
of calibration, and beside them what a random split of the same rows would have promised.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import click
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.threshold import coverage
from glyphcam.training.asl_cnn import patch_answers, patch_course, softmax
from glyphcam.training.asl_finish import answered, read_asl
from glyphcam.training.asl_fused import fused_answers
from glyphcam.training.asl_honest import Answered, by_letter, by_source, honesty
from glyphcam.training.asl_knn import knn_answers
from glyphcam.training.asl_landmarks import landmark_answers, landmark_course
from glyphcam.training.asl_rows import LABELS, AslRows
from glyphcam.training.asl_svm import svm_answers
from glyphcam.training.recipe import TrainOptions

Answers = Callable[[AslRows, TrainOptions], NDArray[np.floating]]


def _landmarks(rows: AslRows, options: TrainOptions) -> NDArray[np.floating]:
    return softmax(landmark_answers(rows, landmark_course(options), options.is_quiet).logits)


def _votes(rows: AslRows, options: TrainOptions) -> NDArray[np.floating]:
    return landmark_answers(rows, landmark_course(options), options.is_quiet).votes


def _patches(rows: AslRows, options: TrainOptions) -> NDArray[np.floating]:
    return softmax(patch_answers(rows, patch_course(options), options.is_quiet))


KINDS: Mapping[str, Answers] = MappingProxyType(
    {
        "fused": fused_answers,
        "cnn": _patches,
        "knn": lambda rows, options: knn_answers(rows, options.is_quiet),
        "svm": lambda rows, options: svm_answers(rows, options.is_quiet),
        "landmark-knn": _votes,
        "landmarks alone": _landmarks,
    }
)
"""What is measured, by kind; the last is no kind but the fused one without its patch."""


def measured(answers: Answered) -> dict[str, object]:
    """Return the JSON entry of answers on sources left out."""
    honest = honesty(answers)
    confidences = honest.calibrated.max(axis=1)
    return {
        **{name: honest.figures[name] for name in _HEADLINES},
        "rows": len(answers.targets),
        "threshold": round(honest.threshold, 4),
        "answered_at_threshold": round(coverage(confidences, honest.threshold), 4),
        "right_first_two": round(_among_two(answers), 4),
        "by_source": _rounded(by_source(answers)),
        "by_letter": _rounded(by_letter(answers)),
    }


_HEADLINES = ("accuracy_mean", "accuracy_median", "accuracy_worst", "ece", "sources")


def shuffled(rows: AslRows, seed: int = 0) -> AslRows:
    """Return the rows with a tenth of them, drawn at random, as the one source to leave out.

    Nearly the same frame as each of them is then in training.
    """
    is_drawn = np.random.default_rng(seed).random(len(rows.targets)) < 0.1
    # one letter a name: the rest is drawn from as it always is, and none of it is measured
    names = np.where(is_drawn, "drawn", np.char.add(rows.sources, np.array(LABELS)[rows.targets]))
    return AslRows(rows.landmarks, rows.patches, rows.has_patch, rows.targets, names)


def _among_two(answers: Answered) -> float:
    first_two = np.argsort(-answers.probabilities, axis=1)[:, :2]
    return float((first_two == answers.targets[:, None]).any(axis=1).mean())


def _rounded(shares: Mapping[str, float]) -> dict[str, float]:
    return {name: round(share, 4) for name, share in shares.items()}


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="folder with landmarks.npz and crops")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="only these")
@click.option("--out", type=click.Path(path_type=Path), default=Path("benchmarks/asl-loso.json"))
@click.option("--random-split", "with_random", is_flag=True, help="beside it a random split")
@click.option("--quiet", "is_quiet", is_flag=True, help="no progress bars")
def main(
    data: Path | None, kinds: tuple[str, ...], out: Path, with_random: bool, is_quiet: bool
) -> None:
    """Leave each source out once and write the figures; kinds already in the file stay."""
    with TemporaryDirectory() as folder:
        named = () if data is None else (data,)
        options = TrainOptions(out=Path(folder), data=named, is_quiet=is_quiet)
        rows = read_asl(options)
        for kind in kinds or KINDS:
            entry = measured(answered(rows, KINDS[kind](rows, options)))
            if with_random:
                dealt = shuffled(rows)
                entry["random_split"] = _random(KINDS[kind](dealt, options), dealt)
            _keep(out, kind, entry)
            click.echo(f"{kind}: {entry['accuracy_mean']:.2%} mean, {entry['accuracy_worst']:.2%}")


def _random(probabilities: NDArray[np.floating], rows: AslRows) -> float:
    return round(float(answered(rows, probabilities).is_right.mean()), 4)


def _keep(path: Path, kind: str, entry: Mapping[str, object]) -> None:
    old = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    kept = {**old, kind: {**old.get(kind, {}), **entry}}
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
