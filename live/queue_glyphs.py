"""The glyphs of one frame's cards, each with the very patch that the network was shown of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glyphcam.live.card_reader import CardReader
from glyphcam.live.card_views import VIEWS
from glyphcam.live.frame import Picture
from glyphcam.live.reading import Quad
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.prediction import Prediction


@dataclass(frozen=True, slots=True, eq=False)
class SeenGlyph:
    """``observation`` in the first view, untwisted; ``prediction`` the mean over all views."""

    observation: Observation
    prediction: Prediction
    quad: Quad


def glyphs_of(image: Picture, network: Network) -> tuple[SeenGlyph, ...]:
    """Read a still (h, w, 3) uint8 BGR and return its glyphs in reading order."""
    overheard = _Overheard(network)
    glyphs = CardReader(overheard).read_picture(image).glyphs
    return tuple(
        SeenGlyph(overheard.behind(glyph.prediction), glyph.prediction, glyph.quad)
        for glyph in glyphs
    )


class _Overheard:
    """A network that remembers what it was shown, and the mean answer over the views."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._shown: list[tuple[Observation, np.ndarray]] = []
        self.stamp = network.stamp

    def recognise(self, observations: Sequence[Observation]) -> list[Prediction]:
        """Answer as the network does; a batch holds every proposal in one view after another."""
        predictions = self._network.recognise(observations)
        rows = np.stack([prediction.probabilities for prediction in predictions])
        means = rows.reshape(len(VIEWS), -1, rows.shape[1]).mean(axis=0)
        self._shown += zip(observations[: len(means)], means, strict=True)
        return predictions

    def behind(self, answer: Prediction) -> Observation:
        """Return the observation whose mean answer is nearest to ``answer``."""
        gaps = [np.abs(mean - answer.probabilities).sum() for _, mean in self._shown]
        return self._shown[int(np.argmin(gaps))][0]
