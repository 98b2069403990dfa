"""What a network reads in a drawing: by the same road as a card, `to_patch`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from glyphcam.live.draw_strokes import Drawing, picture_of
from glyphcam.live.kannada_digits import in_kannada
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import Patch, to_patch
from glyphcam.models.prediction import Candidate, Prediction
from glyphcam.models.recognisers import RECOGNISERS, Crop, Recogniser, recogniser_named

DRAWABLE = tuple(r.name for r in RECOGNISERS.values() if r.crop is Crop.INK)
"""The recognisers that read ink."""

UNSURE = "?"

_RULED_OUT = 0.01
"""A look-alike less likely is not named: a drawn round leaves the other of 0 and O 3 %."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawAnswer:
    """``patch`` is what the network saw; ``words`` the answer as it is told, "O or 0", "?".

    ``top`` are the five likeliest labels as they are shown, each with its probability.
    """

    patch: Patch
    prediction: Prediction
    words: str
    top: tuple[Likely, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """A label as it is shown, in its own script, and its probability."""

    shown: str
    probability: float


def read_drawing(network: Network, drawing: Drawing) -> DrawAnswer | None:
    """Return what ``network`` reads in the drawing, None where nothing is drawn."""
    patch = to_patch(picture_of(drawing), Crop.INK)
    return read_patch(network, patch) if patch.any() else None


def read_patch(network: Network, patch: Patch) -> DrawAnswer:
    """Return what ``network`` reads in a patch (28, 28) uint8, light ink on black."""
    recogniser = recogniser_named(network.stamp.recogniser)
    [raw] = network.recognise([Observation(patch)])
    top = tuple(Likely(shown(recogniser, c.label), c.probability) for c in raw.top(5))
    other = _look_alike(recogniser, raw)
    sure = raw.confidence + (0.0 if other is None else other.probability)
    if sure < raw.threshold:
        return DrawAnswer(patch, raw, UNSURE, top)
    words = raw.label if other is None else f"{raw.label} or {other.label}"
    return DrawAnswer(patch, raw, shown(recogniser, words), top)


def shown(recogniser: Recogniser, label: str) -> str:
    """Return a label in the script it is written in."""
    return in_kannada(label) if recogniser.name == "kannada" else label


def _look_alike(recogniser: Recogniser, raw: Prediction) -> Candidate | None:
    """Return what the likeliest label may just as well be: O for 0, I for 1, where not ruled out.

    A card's neighbours settle it and a lone glyph there is taken for a letter; a drawing is alone
    and may be either.
    """
    twins = {label: pair for pair in recogniser.look_alikes for label in pair}
    for label in set(twins.get(raw.label, ())) - {raw.label}:
        probability = float(raw.probabilities[raw.labels.index(label)])
        if probability >= _RULED_OUT:
            return Candidate(label, probability)
    return None


@lru_cache(maxsize=32)
def shipped_network(recogniser: str, kind: str | None = None) -> Network:
    """Return a shipped network, opened once; SettingError or ModelError where there is none."""
    return Network.shipped(recogniser_named(recogniser), kind)
