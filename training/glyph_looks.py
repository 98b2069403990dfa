"""How far each recogniser's pictures are varied, in training and for what is held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.fashion_augment import ItemAugmenter
from glyphcam.training.glyph_augment import Augmenter, Look
from glyphcam.training.glyph_data import GlyphSet
from glyphcam.training.glyph_variants import KANNADA


class Varies(Protocol):
    """Makes varied copies of patches; the same seed gives the same ones."""

    @property
    def classes(self) -> int:
        """The number of labels."""

    def batch(
        self, patches: NDArray[np.uint8], targets: NDArray[np.int64], seed: tuple[int, ...]
    ) -> NDArray[np.uint8]:
        """Return copies (n, 28, 28) uint8 of ``patches`` (n, 28, 28)."""


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "characters": Look(),
        "digits": Look(plain_share=0.3),
        # A 0 cut at its foot looks like a 1 to a net that never saw one: KANNADA's habit.
        # The published scans are stretched, and rows of beads where they are thin.
        "kannada": Look(
            stretch=0.6,
            slant=0.4,
            plain_share=0.15,
            coarse_share=0.35,
            binary_share=0.3,
            cut_share=0.0,
            dirt_share=0.06,
            bead_share=0.25,
            habits=KANNADA,
        ),
    }
)
"""How far handwriting is varied; what is not named here are items."""


_CALM_SHARE = 0.75


def augmenter_of(recogniser: Recogniser, is_calm: bool = False) -> Varies:
    """Return what varies the pictures of ``recogniser``; a calm one leaves most nearly plain."""
    look = LOOKS.get(recogniser.name)
    if look is None:
        return ItemAugmenter(recogniser.labels, 1 - _CALM_SHARE if is_calm else 0.5)
    calm = replace(look, plain_share=_CALM_SHARE) if is_calm else look
    return Augmenter(calm, recogniser.labels)


def varied(recogniser: Recogniser, glyphs: GlyphSet, seed: int) -> GlyphSet:
    """Return a varied copy of every picture of ``glyphs``, unlike any shown in training."""
    patches = augmenter_of(recogniser).batch(glyphs.patches, glyphs.targets, (seed, 1 << 20))
    return GlyphSet("varied", patches, glyphs.targets)
