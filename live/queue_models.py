"""The models behind queued readings: the one that answered, and a second one to disagree with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from glyphcam.live.open_reader import AUTO, ReaderChoice, open_network
from glyphcam.live.recorder_subject import AUTO_READS
from glyphcam.models.checksum import sha256
from glyphcam.models.network import Network
from glyphcam.models.recognisers import Crop, Recogniser, recogniser_named

SECOND_KINDS = {Crop.HAND: ("landmark-knn", "fused"), Crop.INK: ("knn", "cnn")}
"""Cheap kinds that err otherwise than the default: nearest neighbours beside a network."""


@dataclass(frozen=True, slots=True, eq=False)
class QueueModel:
    """One recogniser's network, its file's SHA-256, and a second kind to ask, None for none."""

    recogniser: Recogniser
    network: Network
    sha256: str
    second: Network | None = None

    @property
    def kind(self) -> str:
        """The kind of the model that answered."""
        return self.network.stamp.kind


def queue_models(choice: ReaderChoice) -> dict[str, QueueModel]:
    """Return the models that read what ``choice`` reads, by recogniser."""
    if choice.recogniser == AUTO:
        return {name: _model(recogniser_named(name), None) for name in AUTO_READS}
    return {choice.recogniser: _model(recogniser_named(choice.recogniser), choice.model)}


def second_kind(recogniser: Recogniser, first: str) -> str | None:
    """Return the kind to ask beside ``first``; None where the recogniser has only that."""
    wanted = SECOND_KINDS.get(recogniser.crop, ("knn", "cnn"))
    return next((kind for kind in wanted if kind != first and kind in recogniser.kinds), None)


def _model(recogniser: Recogniser, model: str | None) -> QueueModel:
    network = open_network(recogniser, model)
    kind = second_kind(recogniser, network.stamp.kind)
    second = None if kind is None else Network.shipped(recogniser, kind)
    found = QueueModel(recogniser, network, sha256(network.path))
    return replace(found, second=second)
