"""Real films of J and Z: what three signers drew, as hands in palm lengths, filmed over and over.

Signer 3 holds the hand still in both of hers: nothing is drawn there, so nothing is learned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.hand import Hand
from glyphcam.models.hand_finder import HandFinder
from glyphcam.training.movement_films import RATE_HZ, HandFilm, filmed
from glyphcam.training.movement_poses import Poses


@dataclass(frozen=True, slots=True)
class Clip:
    """A film of the data folder's clips: who draws what in it, from when to when."""

    name: str
    signer: int
    label: str
    start_s: float
    end_s: float


CLIPS = (
    Clip("motion_J_1", 1, "J", 1.33, 2.25),
    Clip("motion_J_2", 2, "J", 0.47, 1.37),
    Clip("motion_Z_1", 1, "Z", 0.75, 3.75),
    Clip("motion_Z_2", 2, "Z", 0.40, 1.90),
)
"""The times were read off the films."""


def read_clips(folder: Path) -> dict[int, list[HandFilm]]:
    """Return the hands of the clips in ``folder`` by signer; DataError where one shows no hand."""
    finder = HandFinder()
    found: dict[int, list[HandFilm]] = {}
    for clip in CLIPS:
        found.setdefault(clip.signer, []).append(
            _followed(finder, folder / f"{clip.name}.mp4", clip)
        )
    return found


def filmed_again(film: HandFilm, dice: np.random.Generator) -> HandFilm:
    """Return a clip's hands as another camera would see them, drawn faster or slower."""
    factor = float(np.exp(dice.uniform(np.log(0.5), np.log(1.8))))
    moments = np.arange(0, film.seconds[-1], 1 / (RATE_HZ * factor))
    after = np.clip(np.searchsorted(film.seconds, moments), 1, len(film.seconds) - 1)
    gaps = film.seconds[after] - film.seconds[after - 1]
    share = np.clip((moments - film.seconds[after - 1]) / gaps, 0, 1)[:, None, None]
    hands = film.hands[after - 1] * (1 - share) + film.hands[after] * share
    start_s, end_s = film.start_s * factor, film.end_s * factor
    return replace(filmed(hands, dice), label=film.label, start_s=start_s, end_s=end_s)


def _followed(finder: HandFinder, path: Path, clip: Clip) -> HandFilm:
    """Follow the hand through a film, as the live tracker does: from its last place, else anew."""
    film = cv2.VideoCapture(str(path))
    rate_hz = film.get(cv2.CAP_PROP_FPS)
    seconds: list[float] = []
    hands: list[Hand] = []
    last: Hand | None = None
    index = 0
    while (read := film.read())[0]:
        image: NDArray[np.uint8] = np.asarray(read[1], np.uint8)
        hand = None if last is None else finder.follow(image, last)
        last = hand or next(iter(finder.find(image)), None)
        if last is not None:
            seconds.append(index / rate_hz)
            hands.append(last)
        index += 1
    film.release()
    if not hands:
        raise DataError(f"{path} shows no hand, or is no film: copy it again")
    return HandFilm(np.array(seconds), _in_palms(hands), clip.label, clip.start_s, clip.end_s)


def _in_palms(hands: list[Hand]) -> Poses:
    """Return a right hand's track in palm lengths, by the mean palm of the film."""
    side = 1.0 if np.mean([hand.right for hand in hands]) >= 0.5 else -1.0
    track = np.stack([hand.landmarks for hand in hands]) * np.array([side, 1, 1], np.float32)
    palm = np.linalg.norm(track[:, [5, 9, 13, 17]] - track[:, :1], axis=-1).mean()
    return np.asarray(track / palm, np.float32)
