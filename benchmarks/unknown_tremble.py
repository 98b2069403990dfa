"""How real hands tremble while they hold a letter: the tracked clips, in palm lengths."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.film_source import FilmSource
from glyphcam.live.hand_tracker import HandTracker
from glyphcam.models.hand_finder import HandFinder
from glyphcam.models.observation import right_handed

Points = NDArray[np.float64]
Trembling = list[Points]
"""Each (n, 21, 3) at 30 Hz: a held hand's way round its own mean."""

_EDGE_S = 0.25
_KNUCKLES = [5, 9, 13, 17]


def trembling(clips: Path, rate_hz: int = 30) -> Trembling:
    """Return the trembling of every held letter of the still and the word clips."""
    still = [_track(path) for path in sorted(clips.glob("still_*.mp4"))]
    held = [_even(t[(t.s > _EDGE_S) & (t.s < t.s[-1] - 0.1)], rate_hz) for t in still]
    held += [h for letters in held_in_clips(clips, rate_hz).values() for h in letters.values()]
    return [hands - hands.mean(axis=0) for hands in held]


def held_in_clips(clips: Path, rate_hz: int) -> dict[str, dict[str, Points]]:
    """Return by word clip and letter the held hands (n, 21, 3), evenly at ``rate_hz``."""
    found: dict[str, dict[str, Points]] = {}
    for table in sorted(clips.glob("*.tsv")):
        letters = np.array([row.split("\t")[1] for row in table.read_text().splitlines()])
        track = _track(table.with_suffix(".mp4"))
        frame_s = 1 / track.rate_hz
        parts = {}
        for letter in dict.fromkeys(letters.tolist()):
            own = np.flatnonzero(letters == letter) * frame_s
            is_held = (track.s > own[0] + _EDGE_S) & (track.s < own[-1] - 0.1)
            parts[letter] = _even(track[is_held], rate_hz)
        found[table.stem] = parts
    return found


class Track:
    """One clip's hand: ``s`` (n,) seconds, ``hands`` (n, 21, 3) in palm lengths."""

    def __init__(self, s: Points, hands: Points, rate_hz: float) -> None:
        self.s, self.hands, self.rate_hz = s, hands, rate_hz

    def __getitem__(self, chosen: NDArray[np.bool_]) -> Track:
        return Track(self.s[chosen], self.hands[chosen], self.rate_hz)


def in_palms(hands: Points) -> Points:
    """Return hands (n, 21, 3) from the wrist, in palm lengths."""
    points = hands - hands[:, :1]
    palms = np.linalg.norm(points[:, _KNUCKLES, :2], axis=2).mean(axis=1)
    return np.asarray(points / palms[:, None, None])


def _track(path: Path) -> Track:
    tracker, seconds, hands = HandTracker(HandFinder()), [], []
    with FilmSource(path) as film:
        times = []
        for frame in film:
            times.append(frame.seconds)
            hand = tracker.track(frame.image, frame.seconds)
            if hand is not None:
                seconds.append(frame.seconds)
                hands.append(right_handed(hand))
    rate_hz = (len(times) - 1) / (times[-1] - times[0])
    return Track(np.array(seconds), in_palms(np.stack(hands).astype(np.float64)), rate_hz)


def _even(track: Track, rate_hz: int) -> Points:
    """Return the hands at even times, taken straight between two frames."""
    times = np.arange(track.s[0], track.s[-1], 1 / rate_hz)
    flat = track.hands.reshape(len(track.s), -1)
    columns = [np.interp(times, track.s, flat[:, i]) for i in range(flat.shape[1])]
    return np.stack(columns, 1).reshape(-1, 21, 3)
