"""An evaluation as text: the model, the headline figures, a line a class, the worst confusions."""

from __future__ import annotations

from collections.abc import Iterator

from glyphcam.calibration.reliability import reliability_bins
from glyphcam.models.inspect_onnx import contents
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.card import measured
from glyphcam.training.confusions import worst_confusions
from glyphcam.training.coverage import coverage_curve
from glyphcam.training.evaluate import Evaluation
from glyphcam.training.figures import Figures, figures_of
from glyphcam.training.recipe import HeldOut


def report_text(evaluation: Evaluation) -> str:
    """Return the whole report, lines of at most 100 characters."""
    parts = (
        _model(evaluation),
        _headline(evaluation),
        _classes(evaluation.figures),
        _confusions(evaluation.recogniser, evaluation.figures),
        _sources(evaluation.figures),
        _calibration(evaluation),
        _coverage(evaluation),
    )
    return "\n\n".join("\n".join(part) for part in map(tuple, parts) if part) + "\n"


def _model(evaluation: Evaluation) -> Iterator[str]:
    network, stamp = evaluation.network, evaluation.network.stamp
    content = network.path.read_bytes()
    found = contents(content, network.path.name)
    operators = ", ".join(f"{name} {count}" for name, count in found.operators.most_common(8))
    yield f"{evaluation.recogniser.name} {stamp.kind}: {evaluation.recogniser.title}"
    yield f"  file        {network.path.name}, {len(content) / 1e6:.2f} MB"
    yield f"  numbers     {found.weights:,} stored, {found.nodes} nodes ({operators})"
    yield f"  reads       {', '.join(network.input_names)}; patch version {stamp.patch_version}"
    yield f"  trained     {stamp.trained or 'not stated'} on data {stamp.data or 'not stated'}"
    for name, value in measured(stamp.figures).items():
        yield f"  stamped     {name} {value:g}"


def _headline(evaluation: Evaluation) -> Iterator[str]:
    figures, data = evaluation.figures, evaluation.data
    yield f"data          {data.name}: {figures.n} pictures"
    if data.left_out:
        counts = ", ".join(f"{label} {count}" for label, count in data.left_out.items())
        yield f"left out      labels it does not read: {counts}"
    yield from (f"note          {note}" for note in data.notes)
    yield f"accuracy      {figures.accuracy:.2%}"
    if figures.n != figures.n_found:
        lost = figures.n - figures.n_found
        yield f"no hand found {lost} pictures, counted as errors; of the others"
        yield f"              {figures.accuracy_found:.2%} are right"
    if evaluation.recogniser.look_alikes:
        pairs = ", ".join("/".join(pair) for pair in evaluation.recogniser.look_alikes)
        yield f"merged        {figures.accuracy_merged:.2%} with {pairs} as one"
    yield f"among three   {figures.accuracy_top3:.2%}"
    yield f"macro F1      {figures.macro_f1:.4f}"
    yield f"ECE           {figures.ece:.2%}"
    yield f"Brier         {figures.brier:.4f}, log loss {figures.log_loss:.4f}"
    yield (
        f"sure          {figures.coverage:.1%} at p >= {evaluation.network.stamp.threshold:.2f}, "
        f"{figures.accuracy_sure:.2%} of those right"
    )
    yield f"speed         {evaluation.ms_p50:.2f} ms a picture (p50, one thread)"


def held_out_text(recogniser: Recogniser, held: HeldOut, threshold: float) -> str:
    """Return what a training run says of the answers it held out: accuracy, classes, sources."""
    figures = figures_of(recogniser, held.probabilities, held.targets, threshold, held.groups)
    lines = [f"{held.name}: {figures.n} pictures, accuracy {figures.accuracy:.2%}"]
    lines += [f"ECE {figures.ece:.2%}, macro F1 {figures.macro_f1:.4f}", "", *_classes(figures)]
    lines += ["", *_confusions(recogniser, figures), "", *_sources(figures)]
    return "\n".join(lines).rstrip() + "\n"


def _classes(figures: Figures) -> Iterator[str]:
    yield f"{'label':<14}{'precision':>10}{'recall':>10}{'F1':>10}{'pictures':>10}"
    for each in figures.per_class:
        yield (
            f"{each.label:<14}{each.precision:>10.4f}{each.recall:>10.4f}"
            f"{each.f1:>10.4f}{each.support:>10}"
        )


def _confusions(recogniser: Recogniser, figures: Figures) -> Iterator[str]:
    labels = recogniser.labels
    pairs = worst_confusions(figures.confusion)
    if pairs:
        yield "worst confusions"
    for pair in pairs:
        yield f"  {labels[pair.target]} read as {labels[pair.answer]}: {pair.count}"


def _sources(figures: Figures) -> Iterator[str]:
    if figures.per_source:
        yield "by source"
    for each in sorted(figures.per_source, key=lambda one: one.accuracy):
        yield f"  {each.source[-40:]:<40}{each.accuracy:>8.2%} of {each.n}"


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    confidences = evaluation.probabilities.max(axis=1, initial=0)
    is_right = evaluation.probabilities.argmax(axis=1) == evaluation.data.targets
    yield f"{'confidence':<14}{'answers':>10}{'mean':>10}{'right':>10}"
    for each in reliability_bins(confidences, is_right, 10):
        span = f"{each.low:.1f} to {each.high:.1f}"
        yield f"{span:<14}{each.count:>10}{each.confidence:>10.3f}{each.accuracy:>10.3f}"


def _coverage(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'answered':<14}{'right':>10}{'from p':>10}"
    for point in coverage_curve(evaluation.probabilities, evaluation.data.targets):
        yield f"{point.coverage:<14.0%}{point.accuracy:>10.2%}{point.confidence:>10.3f}"
