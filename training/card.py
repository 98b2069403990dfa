"""A model's card: what it reads, how well, on which data, and the checksum of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from glyphcam.models.checksum import sha256
from glyphcam.models.inspect_onnx import contents
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.stamp import Stamp
from glyphcam.training.default_sets import JUDGED_BY

NOTES = "## Notes"
"""What stands from this heading on is written by people and kept when a card is written again."""


_PROMISES = ("threshold_", "set_limit_")
"""What the names of calibration/promises.py start with."""

SURE = "right_when_sure"
"""The figure stamped where fewer than 95 % of the sure answers are right: the share that is."""

_JUDGED = re.compile(r"^On (.+)\.$", re.MULTILINE)
_TOOK = re.compile(r"\| training took \| ([\d.]+) minutes \|")


def write_card(
    path: Path, stamp: Stamp, notes: str = "", minutes: float | None = None, judged_by: str = ""
) -> Path:
    """Write the card of the model at ``path`` beside it; notes of an older card are kept.

    ``minutes`` is how long training took, where that is known; ``judged_by`` what the figures are
    of, where it is not the recogniser's own test.
    """
    card = path.with_suffix(".md")
    kept = notes_on(card) or notes
    end = f"\n{NOTES}\n\n{kept}\n" if kept else ""
    card.write_text(card_text(path, stamp, minutes, judged_by) + end, "utf-8")
    return card


def notes_on(card: Path) -> str:
    """Return what people wrote on a card, "" where there is none."""
    text = card.read_text("utf-8") if card.is_file() else ""
    return text.partition(f"\n{NOTES}\n")[2].strip()


def minutes_on(card: Path) -> float | None:
    """Return how many minutes training took by a card, None where it does not say."""
    found = _TOOK.search(card.read_text("utf-8")) if card.is_file() else None
    return float(found[1]) if found else None


def judged_on(card: Path) -> str:
    """Return what the figures of a card are of, "" where there is none."""
    found = _JUDGED.search(card.read_text("utf-8")) if card.is_file() else None
    return found[1] if found else ""


def measured(figures: Mapping[str, float]) -> dict[str, float]:
    """Return the figures by name without the promises (thresholds and limits) stamped with them."""
    return {name: figures[name] for name in sorted(figures) if not name.startswith(_PROMISES)}


def headline(figures: Mapping[str, float]) -> float | None:
    """Return the accuracy a model is ranked by (the mean over sources for hands), or None."""
    return figures.get("accuracy", figures.get("accuracy_mean"))


def _of_the_sure(stamp: Stamp) -> str:
    """Say how many are right from the threshold on where it is fewer than the usual 95 %."""
    share = stamp.figures.get(SURE)
    return "" if share is None else f": {share:.0%} are right from there on"


def card_text(path: Path, stamp: Stamp, minutes: float | None = None, judged_by: str = "") -> str:
    """Return the part of a card that follows from the file and its stamp."""
    entry, content = RECOGNISERS[stamp.recogniser], path.read_bytes()
    found = contents(content, path.name)
    rows = {
        "reads": f"{entry.title}: {' '.join(stamp.labels)}",
        "kind": stamp.kind,
        "trained": f"{stamp.trained}, `glyphcam train {stamp.recogniser} {stamp.kind}`",
        "data fingerprint": f"`{stamp.data}`",
        "patch version": str(stamp.patch_version),
        "temperature": "votes" if stamp.temperature is None else f"{stamp.temperature:g}",
        "unsure below": f"{stamp.threshold:g}{_of_the_sure(stamp)}",
        "size": f"{len(content) / 1e6:.2f} MB, {found.weights:,} numbers, {found.nodes} nodes",
        "sha256": f"`{sha256(path)}`",
        "licence": "Apache-2.0",
    }
    if minutes is not None:
        rows["training took"] = f"{minutes:.1f} minutes"
    lines = [f"# {path.name}", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in rows.items()]
    lines += [
        "",
        "## Figures",
        "",
        f"On {judged_by or JUDGED_BY[stamp.recogniser]}.",
        "",
        "| figure | value |",
        "|---|---|",
    ]
    lines += [f"| {name} | {value:g} |" for name, value in measured(stamp.figures).items()]
    return "\n".join(lines) + "\n"
