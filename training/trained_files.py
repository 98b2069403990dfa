"""What a training run leaves beside its model: card, curves, charts, report, held-out answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.card import write_card
from glyphcam.training.charts import draw_confusion, draw_history, draw_reliability
from glyphcam.training.figures import confusion_matrix
from glyphcam.training.recipe import HeldOut, Trained
from glyphcam.training.report_text import held_out_text


def write_trained(
    trained: Trained, recogniser: Recogniser, folder: Path, minutes: float, judged_by: str = ""
) -> None:
    """Write everything about a trained model into ``folder``; ``judged_by`` is for its card."""
    write_card(trained.path, trained.stamp, _said_of(trained), minutes, judged_by)
    draw_trained(trained, folder)
    held = trained.held_out
    if held is not None:
        report = held_out_text(recogniser, held, trained.stamp.threshold)
        (folder / "report.txt").write_text(report, encoding="utf-8")
        keep_answers(held, folder / "held-out.npz")


def _said_of(trained: Trained) -> str:
    """Return what the card says beside the figures: whether people's corrections were learned."""
    count = trained.parameters.get("corrections")
    return f"Learned with {count} corrections of the user's own review queue." if count else ""


def draw_trained(trained: Trained, folder: Path) -> tuple[Path, ...]:
    """Write the curves of training and the charts of what was held out, where there are any."""
    drawn = []
    if trained.history:
        drawn.append(draw_history(trained.history, folder / "curves.png"))
    if trained.held_out is not None:
        drawn += _draw_held_out(trained.held_out, trained.stamp.labels, folder)
    return tuple(drawn)


def keep_answers(held: HeldOut, path: Path) -> None:
    """Write the held-out answers for `glyphcam calibrate report --answers`."""
    groups = np.full(len(held.targets), held.name) if held.groups is None else held.groups
    np.savez(path, probabilities=held.probabilities, targets=held.targets, groups=groups)


def _draw_held_out(held: HeldOut, labels: tuple[str, ...], folder: Path) -> list[Path]:
    answers = held.probabilities.argmax(axis=1)
    confusion = confusion_matrix(held.targets, answers, len(labels))
    return [
        draw_confusion(confusion, labels, folder / "confusion.png"),
        draw_reliability(held.probabilities, held.targets, folder / "reliability.png"),
    ]
