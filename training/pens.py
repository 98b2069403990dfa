"""Letters and digits as the same hand writes them: 111 fonts drawn from handwriting, one pen each.

Where digits come from one collection and letters from another, a network learns which collection
a picture is of. Here each pen wrote all 36. `benchmarks/pens_make.py` made pens.npz; docs/pens.md
names the fonts, their makers and their licences.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.recognisers import RECOGNISERS, Recogniser
from glyphcam.training.glyph_data import GlyphSet, hashes

TIMES = 8
"""How often each picture of a pen stands among the training rows: an eighth of what is shown."""

_FILE = Path(__file__).parent / "pens.npz"
_FOLDS = 5


def pens(recogniser: Recogniser) -> tuple[GlyphSet, GlyphSet]:
    """Return (to learn from, to be judged by) of the labels that ``recogniser`` reads.

    A fifth of the families judges: fonts whose names begin alike, as edu-qld and edu-tas do.
    """
    with np.load(_FILE, allow_pickle=False) as kept:
        names, pictures = kept["names"], kept["x"]  # (n,), (n, 36, 28, 28)
    families = np.array([str(name).split("-")[0] for name in names])
    is_judge = hashes(families) % _FOLDS == 0
    taught, judged = (_of(recogniser, pictures[rows]) for rows in (~is_judge, is_judge))
    return taught.rows(np.tile(np.arange(len(taught.targets)), TIMES)), judged


def _of(recogniser: Recogniser, pictures: NDArray[np.uint8]) -> GlyphSet:
    written = RECOGNISERS["characters"].labels
    known = [written.index(label) for label in recogniser.labels if label in written]
    targets = [recogniser.labels.index(written[column]) for column in known]
    patches = pictures[:, known].reshape(-1, *pictures.shape[2:])
    return GlyphSet("other pens", patches, np.tile(np.array(targets, np.int64), len(pictures)))
