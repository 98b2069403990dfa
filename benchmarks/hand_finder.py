"""How many hands are found in tight crops and in frames, and how often one is found where none is.

    python benchmarks/hand_finder.py DATA [--every 10]

prints one line of JSON, kept as hand-finder.json. Crops are the asl folder's, at most 128 px wide.
Windows are cut from whole frames at least a hand's width away from any hand: faces, ears, rooms.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand_finder import HandFinder, Look

Picture = NDArray[np.uint8]

_EAGER = Look(padding=0.0, palm_threshold=0.2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=10, help="take every nth crop")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    finder = HandFinder()
    crops = sorted((given.data / "asl").glob("*/*/*.jpg"))[:: given.every]
    frames = sorted((given.data / "asl_frames").glob("*/*/*.jpg"))
    cards = sorted((given.data / "cards").glob("*.jpg"))
    windows = list(_windows(finder, frames[::2]))
    figures = {
        "crops": _found(finder, [_read(path) for path in crops]),
        "frames": _found(finder, [_read(path) for path in frames]),
        "windows without a hand": _found(finder, windows),
        "photos of cards": _found(finder, [_read(path) for path in cards]),
    }
    print(json.dumps({"every": given.every, **figures}, indent=1))


def _found(finder: HandFinder, pictures: list[Picture]) -> dict[str, float]:
    """Return how many pictures there are and in what share of them either search finds a hand."""
    plain = [bool(finder.find(picture)) for picture in pictures]
    thorough = [bool(finder.find(picture, is_thorough=True)) for picture in pictures]
    return {
        "pictures": len(pictures),
        "plain": round(float(np.mean(plain)), 4),
        "thorough": round(float(np.mean(thorough)), 4),
    }


def _windows(finder: HandFinder, frames: list[Path]) -> Iterator[Picture]:
    """Yield up to two windows of each frame, 128 px wide, in which no part of a hand is."""
    rng = np.random.default_rng(2)
    for path in frames:
        image = _read(path)
        hands = (*finder.look(image, _EAGER), *finder.find(image, is_thorough=True))
        boxes = [_wide_box(hand.landmarks[:, :2]) for hand in hands]
        squares = (_square(rng, image) for _ in range(20))
        free = [s for s in squares if boxes and not any(_touch(s, box) for box in boxes)]
        for x0, y0, x1, y1 in free[:2]:
            yield cv2.resize(image[y0:y1, x0:x1], (128, 128), interpolation=cv2.INTER_AREA)


def _wide_box(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return x0 y0 x1 y1 of the hand with its own width round it, and two below for the arm."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = (high - low).max()
    return np.array([*(low - 0.6 * side), high[0] + 0.6 * side, high[1] + 1.2 * side], np.float32)


def _square(rng: np.random.Generator, image: Picture) -> NDArray[np.int64]:
    height, width = image.shape[:2]
    side = int(rng.uniform(0.2, 0.6) * min(height, width))
    x, y = rng.integers(0, width - side), rng.integers(0, height - side)
    return np.array([x, y, x + side, y + side])


def _touch(one: NDArray[np.int64], other: NDArray[np.float32]) -> bool:
    return bool((one[:2] < other[2:]).all() and (other[:2] < one[2:]).all())


def _read(path: Path) -> Picture:
    image = cv2.imread(str(path))
    if image is None:
        raise SystemExit(f"{path} cannot be read")
    return np.asarray(image, np.uint8)


if __name__ == "__main__":
    main()
