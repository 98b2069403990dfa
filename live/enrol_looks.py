"""What is looked for in a picture to enrol: the hand, or the one glyph on a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from glyphcam.calibration.errors import SettingError
from glyphcam.live.enrol_from import Looks
from glyphcam.live.frame import Picture
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation, observe_hand
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import Crop, Recogniser


def looks_of(recogniser: Recogniser, network: Network) -> Looks:
    """Return how the pictures of ``recogniser`` become observations; SettingError for an item."""
    if recogniser.crop not in _LOOKS:
        raise SettingError(f"{recogniser.name} knows no user's hand: there is nothing to enrol")
    return _LOOKS[recogniser.crop](network)


def _hand_looks(network: Network) -> Looks:
    from glyphcam.live.hand_tracker import HandTracker
    from glyphcam.models.hand_finder import HandFinder

    finder = HandFinder()

    def at_still(image: Picture) -> Observation | None:
        hands = finder.find(image, is_thorough=True)
        return observe_hand(image, hands[0]) if hands else None

    return Looks(at_still, "no hand was found in it", lambda: HandTracker(finder))


def _glyph_looks(network: Network) -> Looks:
    from glyphcam.live.card_reader import CardReader

    def at_still(image: Picture) -> Observation | None:
        overheard = Overheard(network)
        glyphs = CardReader(overheard).read_picture(image).glyphs
        return overheard.behind(glyphs[0].prediction) if len(glyphs) == 1 else None

    return Looks(at_still, "it shows no single glyph")


class Overheard:
    """A network that remembers what it was shown, so that the patch behind an answer is found."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._shown: list[tuple[Observation, Prediction]] = []
        self.stamp = network.stamp

    def recognise(self, observations: Sequence[Observation]) -> list[Prediction]:
        """Answer as the network does."""
        predictions = self._network.recognise(observations)
        self._shown += zip(observations, predictions, strict=True)
        return predictions

    def forget(self) -> None:
        """Forget what was shown: another picture follows."""
        self._shown.clear()

    def behind(self, answer: Prediction) -> Observation | None:
        """Return the observation whose answer was nearest to ``answer``; None for none."""
        if not self._shown:
            return None
        gaps = [np.abs(p.probabilities - answer.probabilities).sum() for _, p in self._shown]
        return self._shown[int(np.argmin(gaps))][0]


_LOOKS: Mapping[Crop, Callable[[Network], Looks]] = {
    Crop.HAND: _hand_looks,
    Crop.INK: _glyph_looks,
}
