"""The item reader: cut the piece of clothing out, name it, steady the answer."""

from __future__ import annotations

from glyphcam.live.card_reader import Recognises
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.item_finder import Item, find_item
from glyphcam.live.reading import NOTHING, Reading, Region
from glyphcam.live.steady import Smoother
from glyphcam.models.observation import Observation
from glyphcam.models.patch import to_patch
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import Crop


class ItemReader:
    """Names the piece of clothing in the middle of the picture."""

    def __init__(self, network: Recognises) -> None:
        self._network = network
        self._smoother = Smoother()

    def read(self, frame: Frame) -> Reading:
        """Read one frame of a running source."""
        item = find_item(frame.image)
        if item is None:
            return Reading(steady=self._smoother.update(None, frame.seconds))
        raw = self._named(item)
        return Reading(Region(item.quad), raw, self._smoother.update(raw, frame.seconds))

    def read_picture(self, image: Picture) -> Reading:
        """Read one still (h, w, 3) uint8 BGR by itself."""
        item = find_item(image)
        if item is None:
            return NOTHING
        raw = self._named(item)
        return Reading(Region(item.quad), raw, raw)

    def _named(self, item: Item) -> Prediction:
        [prediction] = self._network.recognise([Observation(to_patch(item.gray, Crop.ITEM))])
        return prediction
