"""Whether a sheet is written paper at all: even ground, sharp even strokes, little else."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from glyphcam.live.card_paper import Gray, Sheet
from glyphcam.live.glyph_marks import Marks


@dataclass(frozen=True, slots=True)
class Writing:
    """What tells writing from faces, cloth and windows; shares are 0 to 1.

    ``contrast``: the ink's darkness against its paper; ``sharpness``: the mean rise of ink at its
    edge, a pixel; ``apart``: how much of the sheet's variance lies between ink and paper rather
    than within them; ``grey``: the share of bare paper that is neither; ``grain``: the mean
    darkness of bare paper; ``fatness``: the median stroke against its mark; ``clutter``: ink that
    cannot be writing; ``foreign``: the share of the sheet under marks that come in over its rim;
    ``count``: how many marks may be writing, one being the least evidence; ``cut``: the share of
    them that touch the rim; ``severed``: how many letters the rim seems to cut in two; ``solid``:
    the share of the sheet under dark shapes too broad for a pen.
    """

    contrast: float
    sharpness: float
    apart: float
    grey: float
    grain: float
    fatness: float
    clutter: float
    foreign: float
    count: int
    cut: float
    severed: int = 0
    solid: float = 0.0

    @property
    def is_card(self) -> bool:
        """Whether a sheet cut out along an outline is written paper.

        Each limit is passed by all but one or two in a hundred of 1,000 true cards, pencil and
        chalk among them; three candidates in four that are no card fail at least one.
        """
        return bool(
            self.contrast > 0.15
            and self.sharpness > self.least_sharpness
            and self.apart > 0.52
            and self.grey < 0.07
            and self.grain < self.most_grain
            and self.fatness < 0.42
            and self.clutter < 0.2
            and self.cut < 1.0
            and self.foreign < 0.2
            and self.solid < 0.02
        )

    @property
    def is_still_card(self) -> bool:
        """Whether what was a card a moment ago may be one still: noise and blur come and go."""
        return bool(
            self.contrast > 0.12
            and self.sharpness > 0.75 * self.least_sharpness
            and self.apart > 0.45
            and self.grey < 0.1
            and self.grain < self.most_grain + 0.03
            and self.clutter < 0.25
            and self.cut < 1.0
            and self.foreign < 0.23
            and self.solid < 0.02
        )

    @property
    def most_grain(self) -> float:
        """How grainy bare paper may be: pencil in a dark room is faint against a camera's noise.

        True cards of pencil that measure more than 0.14 have strokes that stand well apart.
        """
        is_neat = self.apart > 0.78 and max(self.foreign, self.clutter) < 0.04
        return 0.17 if is_neat else 0.14

    @property
    def least_sharpness(self) -> float:
        """How sharp the ink's edges must be: the more else lies on the sheet, the sharper.

        True cards measure 0.22 to 0.48, hands, hair and cloth mostly under 0.2.
        """
        other = max(self.foreign, self.clutter)
        if self.grain < 0.03 and other < 0.02 and self.cut < 0.3:
            return 0.1  # nothing but writing on the cleanest paper: a large, soft photo of a page
        lone = 0.025 if self.count == 1 else 0.0
        if self.is_clean:
            lone -= 0.05  # pencil, out of focus
        return 0.18 + lone + 0.3 * other + 0.4 * max(0.0, self.grain - 0.05)

    @property
    def is_clean(self) -> bool:
        """Whether there is ink and bare paper and next to nothing between."""
        other = max(self.foreign, self.clutter)
        return self.apart > 0.75 and self.grey < 0.02 and other < 0.04 and self.cut == 0

    @property
    def is_page(self) -> bool:
        """Whether a whole picture is a page: no outline vouches for it, so it must be cleaner."""
        return bool(
            self.is_card
            and self.contrast > 0.25
            and self.apart > 0.65
            and self.grey < 0.02
            and self.grain < 0.1
            and self.clutter < 0.08
            and self.foreign < 0.03
        )


def judge(sheet: Sheet, marks: Marks) -> Writing:
    """Return what the sheet's ink and paper look like."""
    mask, ink = sheet.mask[::2, ::2], sheet.ink[::2, ::2]
    taken = cv2.bitwise_or(cv2.dilate(mask, np.ones((5, 5), np.uint8)), sheet.printed[::2, ::2])
    bare = ink[taken == 0]
    kept = sum(mark.area for mark in marks.kept)
    total = cv2.countNonZero(sheet.mask)
    strokes = [mark.stroke / mark.size for mark in marks.kept]
    return Writing(
        contrast=sheet.contrast,
        sharpness=_sharpness(sheet),
        apart=_apart(ink, mask, sheet.printed[::2, ::2]),
        grey=float((bare > 90).mean()) if bare.size else 1.0,
        grain=float(bare.mean()) / 255 if bare.size else 1.0,
        fatness=float(np.median(strokes)) if strokes else 1.0,
        clutter=marks.clutter,
        count=len(marks.kept),
        cut=_cut(marks),
        severed=marks.severed,
        solid=sheet.solid,
        foreign=(total - kept) / mask.size / 4,
    )


def _cut(marks: Marks) -> float:
    high, wide = marks.labels.shape
    touching = [
        bool((mark.box[:2] <= 1).any() or mark.box[2] >= wide - 1 or mark.box[3] >= high - 1)
        for mark in marks.kept
    ]
    return float(np.mean(touching)) if touching else 0.0


def _sharpness(sheet: Sheet) -> float:
    inner = cv2.erode(sheet.mask, np.ones((3, 3), np.uint8))
    edge = cv2.subtract(sheet.mask, inner)
    step = cv2.morphologyEx(sheet.ink, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return cv2.mean(step, edge)[0] / 510.0


def _apart(ink: Gray, mask: Gray, printed: Gray) -> float:
    """How much of the variance of ``ink`` (h, w), lines left out, ``mask`` explains: 0 to 1."""
    seen = cv2.bitwise_or(mask, cv2.bitwise_not(printed))
    (mean,), (spread,) = (part.ravel() for part in cv2.meanStdDev(ink, mask=seen))
    share = cv2.countNonZero(mask) / max(cv2.countNonZero(seen), 1)
    if share in (0.0, 1.0) or spread == 0:
        return 0.0
    inked = cv2.mean(ink, mask)[0]
    bare = (mean - share * inked) / (1 - share)
    return float((share * (inked - mean) ** 2 + (1 - share) * (bare - mean) ** 2) / spread**2)
