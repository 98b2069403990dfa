"""Draw handwriting fonts as training glyphs: DIR of fonts -> training/pens.npz.

    python benchmarks/pens_make.py DIR

Every .woff, .ttf and .otf file in DIR that draws all 36 characters becomes one pen, named by its
file. Which fonts went into the committed file, and their licences: docs/pens.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import RECOGNISERS, Crop

_LABELS = RECOGNISERS["characters"].labels
_POINTS, _SIDE = 160, 512


def main() -> None:
    """Write training/pens.npz: ``names`` (n,) and ``x`` (n, 36, 28, 28) uint8, light on black."""
    fonts = sorted(path for path in Path(sys.argv[1]).iterdir() if path.suffix in _SUFFIXES)
    drawn = {path.stem: _pen(path) for path in fonts}
    whole = {name: pen for name, pen in drawn.items() if pen.any(axis=(1, 2)).all()}
    target = Path(__file__).parent.parent / "training" / "pens.npz"
    np.savez_compressed(target, names=np.array(list(whole)), x=np.stack(list(whole.values())))
    print(
        f"{target}: {len(whole)} pens of {len(fonts)} fonts, {target.stat().st_size / 1e6:.1f} MB"
    )


_SUFFIXES = (".woff", ".ttf", ".otf")


def _pen(path: Path) -> NDArray[np.uint8]:
    font = ImageFont.truetype(str(path), _POINTS)
    return np.stack([to_patch(_drawn(font, label), Crop.INK) for label in _LABELS])


def _drawn(font: ImageFont.FreeTypeFont, label: str) -> NDArray[np.uint8]:
    picture = Image.new("L", (_SIDE, _SIDE), 0)
    middle = (_SIDE / 2, _SIDE / 2)
    ImageDraw.Draw(picture).text(middle, label, fill=255, font=font, anchor="mm")
    return np.asarray(picture, np.uint8)


if __name__ == "__main__":
    main()
