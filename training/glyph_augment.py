"""Training glyphs as other pens, papers and cameras would show them, back in the ink form.

Each picture is turned, slanted, stretched and bent in one remap at 1.5 times its size; its stroke
is widened or thinned; some lose resolution (to an 8x8 glyph), are blurred, turned to black and
white, or get noise; then it takes the one road to a patch again. 150 us a picture on one thread.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.ink import ink_patch
from glyphcam.training.glyph_variants import LATIN, Habit

Patch = NDArray[np.uint8]
"""(28, 28) uint8, light ink on black."""

Dice = NDArray[np.float64]
"""(k,) float64 in 0..1, all the chance one picture gets."""

_SIDE, _BIG, _BOX = 28, 42, 20
_ZOOM = _BIG / _SIDE
_DICE = 40
_BANK = 256


@dataclass(frozen=True, slots=True)
class Look:
    """How far pictures may differ from the data set's; shares are of pictures, 0 to 1."""

    turn_deg: float = 14.0
    slant: float = 0.35
    stretch: float = 0.35
    bend_px: float = 1.3
    plain_share: float = 0.2
    stroke_share: float = 0.55
    coarse_share: float = 0.25
    blur_share: float = 0.2
    binary_share: float = 0.15
    noise_share: float = 0.15
    square_share: float = 0.1
    cut_share: float = 0.05
    dirt_share: float = 0.12
    bead_share: float = 0.0
    habits: tuple[Habit, ...] = LATIN


class Augmenter:
    """Varies patches by a look; the same seed gives the same pictures, whenever asked."""

    def __init__(self, look: Look, labels: tuple[str, ...]) -> None:
        self._look, self._labels = look, labels
        self._habits = {habit.label: habit for habit in look.habits}
        random = np.random.default_rng(0)
        self._bends = _bends(random)
        self._noises = random.normal(size=(_BANK, _BIG, _BIG)).astype(np.float32)

    @property
    def classes(self) -> int:
        """The number of labels."""
        return len(self._labels)

    def batch(
        self, patches: NDArray[np.uint8], targets: NDArray[np.int64], seed: tuple[int, ...]
    ) -> NDArray[np.uint8]:
        """Return varied copies (n, 28, 28) uint8 of ``patches`` (n, 28, 28)."""
        dice = np.random.default_rng(seed).random((len(patches), _DICE))
        beads = np.random.default_rng((*seed, 1)).random((len(patches), 5))
        return np.stack(
            [
                self._beaded(patch, own, bead)
                if bead[0] < self._look.bead_share
                else self._one(patch, target, own)
                for patch, target, own, bead in zip(
                    patches, targets.tolist(), dice, beads, strict=True
                )
            ]
        )

    def _beaded(self, patch: Patch, dice: Dice, bead: Dice) -> Patch:
        """Return what a fine scan becomes that is stretched in height and shrunk unsmoothed."""
        fine = cv2.resize(self._warped(patch, dice, 0.7), None, fx=3, fy=3)
        scan = np.where(fine > (0.3 + 0.2 * bead[1]) * fine.max(), 255, 0).astype(np.uint8)
        for _ in range(int(3.5 * bead[2])):
            thinner = cv2.erode(scan, _KERNELS[0])
            scan = thinner if thinner.sum() > 0.6 * scan.sum() else scan
        x, y, wide, high = cv2.boundingRect(scan)
        stretch = 1.2 + 0.4 * bead[3]
        share = _BOX / max(wide, high * stretch, 1)
        size = max(1, round(wide * share)), max(1, round(high * stretch * share))
        return ink_patch(_framed(cv2.resize(scan[y : y + high, x : x + wide], size)))

    def _one(self, patch: Patch, target: int, dice: Dice) -> Patch:
        look = self._look
        habit = self._habits.get(self._labels[target])
        if habit is not None and dice[0] < habit.share:
            patch = habit.draw(patch, dice[1:5])
        if dice[5] < look.plain_share:
            return ink_patch(self._warped(patch, dice, 0.4))
        big = _stroked(self._warped(patch, dice, 1.0), dice[12:15], look.stroke_share)
        if dice[30] < look.dirt_share:
            big = _DIRT[int(dice[31] * len(_DIRT))](big, dice[32:38])
        big = self._worn(big, dice[15:26])
        return _shifted(ink_patch(big), dice[26:28])

    def _warped(self, patch: Patch, dice: Dice, strength: float) -> Patch:
        spread = (2 * dice[6:11] - 1) * strength
        look = self._look
        turn, slant = np.deg2rad(look.turn_deg) * spread[0], look.slant * spread[1]
        stretch = np.exp(look.stretch * spread[2])
        if dice[28] < look.square_share:
            stretch *= _to_square(patch) ** dice[29]
        tall, wide = _ZOOM / np.sqrt(stretch), _ZOOM * np.sqrt(stretch)
        back = _undone(np.cos(turn), np.sin(turn), slant, wide, tall)
        bend = self._bends[int(dice[11] * _BANK)] * np.float32(look.bend_px * spread[3])
        x, y = (back @ _GRID).reshape(2, _BIG, _BIG) + (bend + np.float32(13.5))
        return cv2.remap(patch, x, y, cv2.INTER_LINEAR)

    def _worn(self, big: Patch, dice: Dice) -> Patch:
        look = self._look
        if dice[0] < look.coarse_share:
            big = _coarse(big, dice[1:3])
        if dice[3] < look.blur_share:
            big = cv2.GaussianBlur(big, (0, 0), 0.5 + 1.5 * dice[4])
        if dice[5] < look.binary_share:
            big = np.where(big > (0.25 + 0.4 * dice[6]) * big.max(), 255, 0).astype(np.uint8)
        if dice[7] < look.noise_share:
            noise = self._noises[int(dice[8] * _BANK)] * (30 * dice[9])
            big = np.clip(big * 0.9 + noise, 0, 255).astype(np.uint8)
        if dice[7] > 1 - look.cut_share:
            big = _cut(big, dice[8:10])
        return cv2.LUT(big, _GAMMAS[int(dice[10] * len(_GAMMAS))])


def _bends(random: np.random.Generator) -> NDArray[np.float32]:
    """Return smooth displacement fields (bank, 2, big, big) of unit spread."""
    fields = random.normal(size=(_BANK * 2, _BIG, _BIG)).astype(np.float32)
    smooth = np.stack([cv2.GaussianBlur(field, (0, 0), 6.0) for field in fields])
    smooth /= smooth.std(axis=(1, 2), keepdims=True)
    return smooth.reshape(_BANK, 2, _BIG, _BIG)


def _undone(cos: float, sin: float, slant: float, wide: float, tall: float) -> NDArray[np.float32]:
    """Return the inverse (2, 2) of turn @ [[wide, wide * slant], [0, tall]]."""
    first = [cos / wide - slant * -sin / tall, sin / wide - slant * cos / tall]
    return np.array([first, [-sin / tall, cos / tall]], np.float32)


def _to_square(patch: Patch) -> float:
    """Return the stretch of the width that would fill the square, as some data sets do."""
    _, _, wide, high = cv2.boundingRect((patch > 76).astype(np.uint8))
    return min(max(high, 1) / max(wide, 1), 3.0)


def _stroked(big: Patch, dice: Dice, share: float) -> Patch:
    """Widen or thin the strokes by up to about two patch pixels, never to nothing."""
    if dice[0] > share:
        return big
    kernel = _KERNELS[int(dice[1] * len(_KERNELS))]
    if dice[0] < share * 0.6:
        changed = cv2.dilate(big, kernel)
    else:
        changed = cv2.erode(big, kernel)
        if changed.sum() < 0.45 * big.sum():
            return big
    return cv2.addWeighted(big, 1 - dice[2], changed, dice[2], 0.0)


def _framed(ink: Patch) -> Patch:
    """Return ink of at most 20 pixels a side in the middle of a patch."""
    high, wide = ink.shape
    framed = np.zeros((_SIDE, _SIDE), np.uint8)
    top, left = (_SIDE - high) // 2, (_SIDE - wide) // 2
    framed[top : top + high, left : left + wide] = ink
    return framed


def _coarse(big: Patch, dice: Dice) -> Patch:
    """Lose resolution, down to a glyph of eight pixels, and come back in one of three ways."""
    side = int(11 + 17 * dice[0])
    # Scans shrunk without smoothing leave beads where there were strokes.
    down = cv2.INTER_NEAREST if dice[0] * 7 % 1 < 0.3 else cv2.INTER_AREA
    small = cv2.resize(big, (side, side), interpolation=down)
    return cv2.resize(small, (_BIG, _BIG), interpolation=_WAYS[int(dice[1] * len(_WAYS))])


def _cut(big: Patch, dice: Dice) -> Patch:
    """Lose up to three patch pixels of one side of the ink, as at the edge of a cell."""
    x, y, wide, high = cv2.boundingRect((big > 76).astype(np.uint8))
    lost, side = int(1 + 4 * dice[0]), int(dice[1] * 4)
    kept = np.zeros_like(big)
    left, top = x + lost * (side == 0), y + lost * (side == 1)
    right, bottom = x + wide - lost * (side == 2), y + high - lost * (side == 3)
    kept[top:bottom, left:right] = big[top:bottom, left:right]
    return kept


def _ruled(big: Patch, dice: Dice) -> Patch:
    """Leave a ruled line at one edge, as grids and cells do."""
    place, slope = int(1 + 4 * dice[0]), int(3 * dice[1]) - 1
    line = cv2.line(
        np.zeros_like(big), (place, 0), (place + slope, _BIG), int(90 + 165 * dice[2]), 1
    )
    return np.maximum(big, np.rot90(line, int(dice[3] * 4)))


def _specked(big: Patch, dice: Dice) -> Patch:
    """Drop two specks of ink."""
    spots = big.copy()
    for x, y, size in (dice[:3], dice[3:]):
        cv2.circle(spots, (int(x * _BIG), int(y * _BIG)), int(1 + 1.5 * size), 255, -1)
    return spots


def _scratched(big: Patch, dice: Dice) -> Patch:
    """Break strokes along a line, as pens that skip and papers that fold do."""
    x1, y1, x2, y2 = (dice[:4] * _BIG).astype(int).tolist()
    return cv2.line(big.copy(), (x1, y1), (x2, y2), 0, 1)


def _shifted(patch: Patch, dice: Dice) -> Patch:
    """Be off by a pixel now and then: cutting glyphs from cards is not exact."""
    top, left = 1 - (int(dice[0] * 5) // 2 - 1), 1 - (int(dice[1] * 5) // 2 - 1)
    padded = cv2.copyMakeBorder(patch, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return padded[top : top + _SIDE, left : left + _SIDE]


_GRID = (np.indices((_BIG, _BIG))[::-1].reshape(2, -1) - (_BIG - 1) / 2).astype(np.float32)
_KERNELS = tuple(
    cv2.getStructuringElement(shape, size)
    for shape, size in (
        (cv2.MORPH_CROSS, (3, 3)),
        (cv2.MORPH_RECT, (2, 2)),
        (cv2.MORPH_RECT, (3, 3)),
        (cv2.MORPH_ELLIPSE, (5, 5)),
    )
)
_DIRT = (_ruled, _specked, _scratched)
_WAYS = (cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC)
_GAMMAS = tuple(
    np.rint(255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    for gamma in np.exp(np.linspace(-0.8, 0.8, 9))
)
