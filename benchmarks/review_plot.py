"""Draws docs/review-gain.png from the simulation: `python benchmarks/review_plot.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

HERE = Path(__file__).parent
SHOWN = ("asl", "asl_person", "digits", "digits_outside", "fashion")
LINES = (("asked", "chosen by the queue", "#1b6ac9", "-"), ("random", "by chance", "#8a8a8a", "--"))


def main() -> None:
    """Draw the errors before and after, a panel a case."""
    found = json.loads((HERE / "review.json").read_text(encoding="utf-8"))
    names = [name for name in SHOWN if name in found]
    figure, panels = pyplot.subplots(1, len(names), figsize=(3.0 * len(names), 3.2), squeeze=False)
    for panel, name in zip(panels[0], names, strict=True):
        draw(panel, found[name])
    panels[0][0].set_ylabel("wrong answers, %")
    panels[0][0].legend(frameon=False, fontsize=9)
    figure.tight_layout()
    figure.savefig(HERE.parent / "docs" / "review-gain.png", dpi=110)


def draw(panel: Any, case: dict[str, Any]) -> None:
    """Draw one case: error against the number of answers, with a standard deviation each."""
    errors = case["error_percent"]
    for choice, words, colour, style in LINES:
        keys = ["before", *(key for key in errors if f"/{choice}/" in key)]
        budgets = [0, *(int(key.split("/")[2]) for key in keys[1:])]
        means = [errors[key]["mean"] for key in keys]
        panel.errorbar(
            budgets, means, [errors[key]["sd"] for key in keys], color=colour, linestyle=style,
            marker="o", markersize=4, capsize=3, label=words,
        )  # fmt: skip
    panel.set_title(case["title"], fontsize=10)
    panel.set_xlabel("answers of the reviewer")
    panel.set_xticks(budgets)
    panel.set_ylim(bottom=0)
    panel.spines[["top", "right"]].set_visible(False)
    panel.grid(axis="y", alpha=0.25)


if __name__ == "__main__":
    main()
