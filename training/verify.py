"""Recompute the figures of a shipped model and hold them to those it is stamped with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS, Crop
from glyphcam.training.card import measured
from glyphcam.training.default_sets import headline_set
from glyphcam.training.evaluate import evaluate, open_network
from glyphcam.training.recipe import TrainOptions
from glyphcam.training.recipes import recipe_of

_MEASURED = ("accuracy", "accuracy_merged", "ece")
"""Figures that a test set gives again from the file alone."""

MEASURED_SLACK, RETRAINED_SLACK = 0.0006, 0.007
"""Rounding in the stamp; and what is noise between two trainings on different machines."""


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of one model: as stamped, as found now, and how far apart they may be."""

    model: str
    figure: str
    stamped: float
    found: float
    slack: float

    @property
    def is_right(self) -> bool:
        """Whether the two agree."""
        return abs(self.stamped - self.found) <= self.slack


def is_measurable(network: Network) -> bool:
    """Return whether there is a test its figures are of; those of hands are cross-validated."""
    return RECOGNISERS[network.stamp.recogniser].crop is not Crop.HAND


def measure(path: Path, data: Path) -> tuple[Check, ...]:
    """Measure a model on its recogniser's test in the folder ``data``."""
    entry = RECOGNISERS[Network.load(path).stamp.recogniser]
    network = open_network(path, entry)
    figures = evaluate(network, entry, headline_set(entry, data)).figures
    found = {name: float(getattr(figures, name)) for name in _MEASURED}
    return compare(path.stem, network.stamp.figures, found, MEASURED_SLACK)


def retrain(path: Path, is_quiet: bool = False) -> tuple[Check, ...]:
    """Train a model again, all its folds, and compare every figure of the two stamps."""
    stamp = Network.load(path).stamp
    entry = RECOGNISERS[stamp.recogniser]
    with TemporaryDirectory() as folder:
        options = TrainOptions(out=Path(folder), is_quiet=is_quiet)
        again = recipe_of(entry, stamp.kind)(entry, stamp.kind, options).stamp
    return compare(path.stem, stamp.figures, again.figures, RETRAINED_SLACK)


def compare(
    model: str, stamped: Mapping[str, float], found: Mapping[str, float], slack: float
) -> tuple[Check, ...]:
    """Return a check for each measured figure both sides have."""
    both = [name for name in measured(stamped) if name in found]
    return tuple(Check(model, name, stamped[name], found[name], slack) for name in both)
