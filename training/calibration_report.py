"""`glyphcam calibrate report`: how honest a model is, before and after, as PNG and JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.reliability import reliability_bins
from glyphcam.calibration.temperature import sharpen
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS, Recogniser, kind_of, recogniser_named
from glyphcam.models.shelf import model_path
from glyphcam.training.array_set import open_archive
from glyphcam.training.calibration_facts import (
    honesty,
    precisions_kept,
    set_coverage,
    sets_kept,
)
from glyphcam.training.charts import new_figure, save
from glyphcam.training.datasets import data_folder
from glyphcam.training.default_sets import test_set
from glyphcam.training.evaluate import answer
from glyphcam.training.out_folder import made


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Calibrated answers of one model: ``probabilities`` (n, k), ``targets`` (n,), ``groups`` (n,)

    the writer or source of each; ``name`` says which data it was.
    """

    name: str
    probabilities: NDArray[np.floating]
    targets: NDArray[np.int64]
    groups: NDArray[np.str_]


@click.command()
@click.argument("recogniser", default="asl", type=click.Choice(list(RECOGNISERS)))
@click.argument("kind", required=False)
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE.npz",
              help="Held-out answers of a training run, instead of the shared tests.")  # fmt: skip
@click.option("--out", "-o", type=click.Path(path_type=Path), default=Path("calibration-report"),
              show_default=True, help="Folder for the PNG and the JSON.")  # fmt: skip
@click.option("--json", "is_json", is_flag=True, help="The JSON object and nothing else.")
def report(
    recogniser: str, kind: str | None, answers: Path | None, out: Path, is_json: bool
) -> None:
    """Report how honest the model KIND of RECOGNISER is, before and after its calibration."""
    entry = recogniser_named(recogniser)
    network = Network.load(model_path(entry, kind_of(entry, kind)), entry)
    given = _tested(network, entry) if answers is None else read_answers(answers, entry)
    facts = facts_of(network, given)
    made(out)
    name = f"{entry.name}-{network.stamp.kind}"
    (out / f"{name}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    path = draw_before_after(_before(network, given.probabilities), given, out / f"{name}.png")
    click.echo(json.dumps(facts) if is_json else _in_words(name, facts))
    click.echo(path, err=True)


def facts_of(network: Network, given: Answers) -> dict[str, Any]:
    """Return the report as it is written: honesty before and after, and what promises hold."""
    after, targets, groups = given.probabilities, given.targets, given.groups
    before = _before(network, after)
    return {
        "model": network.path.name,
        "data": given.name,
        "answers": len(targets),
        "temperature": network.stamp.temperature,
        "before": asdict(honesty(before, targets)),
        "after": asdict(honesty(after, targets)),
        "precision": [asdict(kept) for kept in precisions_kept(after, targets, groups)],
        "sets": [asdict(kept) for kept in sets_kept(after, targets, groups)],
        "set_coverage": asdict(set_coverage(after, targets, groups, network.stamp.labels)),
    }


def read_answers(path: Path, recogniser: Recogniser) -> Answers:
    """Read an .npz of ``probabilities`` (n, k), ``targets`` (n,) and perhaps ``groups`` (n,)."""
    with open_archive(path) as archive:
        missing = [key for key in ("probabilities", "targets") if key not in archive.files]
        if missing:
            raise DataError(f"{path} has no array {' and no array '.join(missing)}")
        probabilities, targets = archive["probabilities"], archive["targets"]
        groups = archive["groups"] if "groups" in archive.files else np.full(len(targets), "all")
    width = len(recogniser.labels)
    if probabilities.shape != (len(targets), width):
        raise DataError(
            f"{path} has probabilities {probabilities.shape}: {recogniser.name} needs "
            f"({len(targets)}, {width})"
        )
    return Answers(path.name, probabilities, targets.astype(np.int64), groups.astype(np.str_))


def draw_before_after(before: NDArray[np.floating], given: Answers, path: Path) -> Path:
    """Write both reliability diagrams side by side, how often each confidence comes below."""
    figure = new_figure((9, 4.6))
    for axes, (title, each) in zip(
        figure.subplots(1, 2, sharey=True),
        (("before", before), ("after", given.probabilities)),
        strict=True,
    ):
        _draw_reliability(axes, each, given.targets, title)
    return save(figure, path)


def _draw_reliability(
    axes: Any, probabilities: NDArray[np.floating], targets: NDArray[np.int64], title: str
) -> None:
    is_right = probabilities.argmax(axis=1) == targets
    bins = reliability_bins(probabilities.max(axis=1), is_right)
    left = [b.low for b in bins]
    widths = [b.high - b.low for b in bins]
    axes.bar(left, [b.accuracy for b in bins], widths, align="edge", alpha=0.75, label="right")
    shares = [b.count / len(targets) for b in bins]
    axes.bar(left, shares, widths, align="edge", alpha=0.35, color="grey", label="how many")
    axes.plot([0, 1], [0, 1], color="black", linestyle="--", linewidth=1, label="honest")
    error = honesty(probabilities, targets).ece
    axes.set(title=f"{title}: ECE {error:.1%}", xlabel="confidence", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left")


def _tested(network: Network, recogniser: Recogniser) -> Answers:
    data = test_set(recogniser, data_folder())
    groups = np.full(len(data), data.name) if data.groups is None else data.groups
    return Answers(data.name, answer(network, data), data.targets, groups)


def _before(network: Network, probabilities: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return what the model said before its temperature; votes have none and stay."""
    temperature = network.stamp.temperature
    return probabilities if temperature is None else sharpen(probabilities, 1 / temperature)


def _in_words(name: str, facts: dict[str, Any]) -> str:
    before, after = facts["before"], facts["after"]
    lines = [f"{name} on {facts['data']}, {facts['answers']} answers"]
    for key, title in (("ece", "ECE"), ("brier", "Brier score"), ("log_loss", "log loss")):
        lines.append(f"  {title:12} {before[key]:.4f} -> {after[key]:.4f}")
    for kept in facts["precision"]:
        held = f"{kept['cost']:.1%} held back"
        lines.append(f"  precision {kept['asked']:.3g}: {kept['kept']:.1%} right, {held}")
    for kept in facts["sets"]:
        size = f"{kept['cost']:.2f} candidates"
        lines.append(f"  sets of {kept['asked']:.2g}: hold the truth {kept['kept']:.1%}, {size}")
    by_letter = facts["set_coverage"]["by_letter"]
    worst = sorted(by_letter, key=by_letter.get)[:5]
    held = ", ".join(f"{letter} {by_letter[letter]:.0%}" for letter in worst)
    return "\n".join([*lines, f"  sets of 0.95 hold least often: {held}"])
