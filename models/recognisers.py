"""The five recognisers, one declarative entry each: what they read and who crops for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from glyphcam.calibration.errors import SettingError


class Crop(Enum):
    """Who finds the thing to read, and in which form it comes to the network."""

    HAND = "hand"
    INK = "ink"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """What one recogniser reads; ``kinds[0]`` is its default model kind."""

    name: str
    title: str
    labels: tuple[str, ...]
    crop: Crop
    kinds: tuple[str, ...]
    look_alikes: tuple[tuple[str, str], ...] = ()


_DIGITS = tuple("0123456789")

_ENTRIES = (
    Recogniser(
        name="asl",
        title="American Sign Language letters",
        labels=tuple("ABCDEFGHIKLMNOPQRSTUVWXY"),
        crop=Crop.HAND,
        kinds=("fused", "cnn", "knn", "svm", "landmark-knn"),
    ),
    Recogniser(
        name="characters",
        title="handwritten digits and capital letters",
        labels=tuple("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        crop=Crop.INK,
        kinds=("cnn", "knn"),
        look_alikes=(("0", "O"), ("1", "I")),
    ),
    Recogniser(
        name="digits",
        title="handwritten digits",
        labels=_DIGITS,
        crop=Crop.INK,
        kinds=("cnn", "knn", "svm"),
    ),
    Recogniser(
        name="kannada",
        title="handwritten Kannada digits",
        labels=_DIGITS,
        crop=Crop.INK,
        kinds=("cnn", "knn"),
    ),
    Recogniser(
        name="fashion",
        title="Fashion-MNIST goods",
        labels=(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
        crop=Crop.ITEM,
        kinds=("cnn", "knn"),
    ),
)

RECOGNISERS: Mapping[str, Recogniser] = MappingProxyType({entry.name: entry for entry in _ENTRIES})


def recogniser_named(name: str) -> Recogniser:
    """Return the entry called ``name``; SettingError names the ones there are."""
    if name not in RECOGNISERS:
        raise SettingError(f"no recogniser '{name}': choose one of {', '.join(RECOGNISERS)}")
    return RECOGNISERS[name]


def kind_of(recogniser: Recogniser, kind: str | None) -> str:
    """Return ``kind``, or the default where it is None; SettingError names the kinds there are."""
    if kind is None:
        return recogniser.kinds[0]
    if kind not in recogniser.kinds:
        choices = ", ".join(recogniser.kinds)
        raise SettingError(f"{recogniser.name} has no model kind '{kind}': choose one of {choices}")
    return kind
