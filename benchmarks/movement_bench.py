"""J and Z: named where they are drawn, and nowhere else.

    python benchmarks/movement_bench.py [--data DIR] [--out FILE]

The hand of each clip is followed as `glyphcam live` does and given to the same movement stage. The
clips in which something is drawn are seen again as a left hand, tilted and cut off at an edge, and
at half the frames, faster and slower. Of the signers, the shipped model knows films of two; what a
model makes of each without films of that one is stamped in it (`signer_1_left_out`). Held hands: I
and D of every source, with the tremor that the still clips show and with twice of it. Drawn films
are made of the hands of the sources that were left out of training.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.film_source import FilmSource
from glyphcam.live.frame import Picture
from glyphcam.live.hand_tracker import HandTracker
from glyphcam.live.movement_watch import MovementWatch
from glyphcam.models.hand import Hand
from glyphcam.models.hand_finder import HandFinder
from glyphcam.models.movement import MOVEMENTS, MovementNetwork
from glyphcam.models.prediction import Prediction
from glyphcam.training.movement_films import HandFilm, film_of, smooth_noise
from glyphcam.training.movement_poses import LEFT_OUT, merged, read_poses

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"
STILL = Prediction(("I",), np.ones(1, np.float32), 0.5)
HELD_S, RATE_HZ, PER_SOURCE = 3.0, 30, 3
DRAWN = 60

Change = Callable[[Picture], Picture]


@dataclass(frozen=True, slots=True)
class Named:
    """A letter that moves, as it was first shown."""

    label: str
    seconds: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Track:
    """A hand followed through a film."""

    seconds: list[float]
    hands: list[Hand]

    def named(self, network: MovementNetwork, factor: float = 1.0, every: int = 1) -> list[Named]:
        """Return what is named where the film takes ``factor`` of its time, at fewer frames."""
        seconds = [each * factor for each in self.seconds[::every]]
        return watched(network, seconds, self.hands[::every])


def track(clip: Path, change: Change = lambda image: image) -> Track:
    """Return the hand of a clip, each picture changed before."""
    tracker, found = HandTracker(HandFinder()), Track([], [])
    with FilmSource(clip) as film:
        for frame in film:
            hand = tracker.track(change(frame.image), frame.seconds)
            if hand is not None:
                found.seconds.append(frame.seconds)
                found.hands.append(hand)
    return found


def stretches(answers: Iterable[tuple[float, Prediction | None]]) -> list[Named]:
    """Return each stretch of J or Z among steadied answers."""
    found: list[Named] = []
    last = None
    for seconds, answer in answers:
        label = answer.label if answer is not None and answer.label in MOVEMENTS else None
        if answer is not None and label is not None and label != last:
            found.append(Named(label, round(seconds, 2), round(answer.confidence, 3)))
        last = label
    return found


def watched(
    network: MovementNetwork, seconds: Sequence[float], hands: Sequence[Hand]
) -> list[Named]:
    """Return what the movement stage alone names of a followed hand."""
    watch = MovementWatch(network)
    return stretches((s, watch.shown(h, s, STILL)) for s, h in zip(seconds, hands, strict=True))


def mirrored(image: Picture) -> Picture:
    """Return the picture as if the other hand signed."""
    return np.asarray(cv2.flip(image, 1), np.uint8)


def tilted(degrees: float) -> Change:
    """Return what turns a picture in its plane."""

    def turn(image: Picture) -> Picture:
        height, width = image.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        edge = cv2.BORDER_REPLICATE
        return np.asarray(cv2.warpAffine(image, matrix, (width, height), borderMode=edge), np.uint8)

    return turn


def cut(image: Picture) -> Picture:
    """Return the picture without its upper tenth: fingers leave it on the way."""
    return image[image.shape[0] // 10 :]


def in_many_ways(network: MovementNetwork, clip: Path) -> dict[str, list[str]]:
    """Return the letters named in a clip as it is, and seen or played in other ways."""
    plain = track(clip)
    ways = {
        "as it is": plain.named(network),
        "15 frames a second": plain.named(network, every=2),
        "twice as fast": plain.named(network, 0.5),
        "1.5 times as fast": plain.named(network, 1 / 1.5),
        "1.5 times as slow": plain.named(network, 1.5),
    }
    if clip.stem in DRAWN_CLIPS:
        ways |= {name: track(clip, change).named(network) for name, change in CHANGES.items()}
    return {name: [each.label for each in found] for name, found in ways.items()}


DRAWN_CLIPS = ("motion_J_1", "motion_J_2", "motion_Z_1", "motion_Z_2")
"""In the two other motion clips, of a third signer, the hand does not move."""

CHANGES: dict[str, Change] = {
    "left hand": mirrored,
    "tilted 15": tilted(15),
    "tilted -15": tilted(-15),
    "cut above": cut,
}


def held(network: MovementNetwork, data: Path, letter: str, tremor: float) -> list[bool]:
    """Return for each source whether its ``letter``, held for four seconds, was left alone."""
    dice = np.random.default_rng(5)
    seconds = np.arange(0, HELD_S, 1 / RATE_HZ)
    left_alone = []
    for poses in read_poses(data / "asl").values():
        for pose in poses.by_letter.get(letter, [])[:PER_SOURCE]:
            shaken = pose + tremor * (
                smooth_noise(2 * len(seconds), 21, dice, 0.15)[::2]
                + smooth_noise(2 * len(seconds), 1, dice, 0.2)[::2]
            )
            hands = [_hand(points * 90 + 200) for points in shaken]
            left_alone.append(not watched(network, list(seconds), hands))
    return left_alone


def tremor_of(tracks: Iterable[Track]) -> float:
    """Return how far points of held hands stray, in palm lengths: the median over still clips."""
    found = []
    for each in tracks:
        points = np.stack([hand.landmarks for hand in each.hands])
        palm = np.linalg.norm(points[:, [5, 9, 13, 17]] - points[:, :1], axis=-1).mean()
        means = np.stack([points[i : i + 15].mean(axis=0) for i in range(len(points) - 15)])
        found.append(float((points[15:] - means)[..., :2].std() / palm))
    return float(np.median(found))


def drawn(network: MovementNetwork, data: Path) -> dict[str, object]:
    """Return how many drawn films of unseen hands are named, and how many others wrongly."""
    poses = read_poses(data / "asl")
    unseen = merged([poses[name] for i, name in enumerate(sorted(poses)) if i % LEFT_OUT == 2])
    dice = np.random.default_rng(9)
    found: dict[str, object] = {}
    for label in ("J", "Z", "none"):
        films = [film_of(label, unseen, dice) for _ in range(DRAWN)]
        names = [[each.label for each in _watch_film(network, film)] for film in films]
        if label == "none":
            found["none_minutes"] = round(float(sum(f.seconds[-1] for f in films)) / 60, 2)
            found["none_named"] = sum(map(len, names))
        else:
            found[f"{label}_named"] = round(float(np.mean([label in each for each in names])), 3)
            found[f"{label}_named_other"] = sum(bool(set(each) - {label}) for each in names)
    return found


def _watch_film(network: MovementNetwork, film: HandFilm) -> list[Named]:
    hands = [_hand(points * 90 + 200) for points in film.hands]
    return watched(network, [float(s) for s in film.seconds], hands)


def _hand(points: NDArray[np.floating]) -> Hand:
    landmarks = np.asarray(points, np.float32)
    return Hand(landmarks, landmarks, 1.0, 1.0)


def _ms_a_frame(network: MovementNetwork, data: Path) -> float:
    poses = merged(list(read_poses(data / "asl").values()))
    films = [film_of("none", poses, np.random.default_rng(i)) for i in range(6)]
    spent = []
    for film in films:
        watch = MovementWatch(network)
        for seconds, points in zip(film.seconds, film.hands, strict=True):
            start = time.perf_counter()
            watch.shown(_hand(points * 90), float(seconds), STILL)
            spent.append((time.perf_counter() - start) * 1e3)
    return round(float(np.median(spent)), 3)


def main() -> None:
    """Measure everything and write the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=HERE / "movement.json")
    options = parser.parse_args()
    network = MovementNetwork.load()
    clips = sorted((options.data / "clips").glob("*.mp4"))
    moving = [clip for clip in clips if clip.stem.startswith("motion")]
    found: dict[str, object] = {"model": dict(asdict(network.stamp)["figures"])}
    found["motion"] = {clip.stem: in_many_ways(network, clip) for clip in moving}
    others = {clip.stem: track(clip) for clip in clips if clip not in moving}
    found["others"] = {
        name: [each.label for each in seen.named(network)] for name, seen in others.items()
    }
    tremor = tremor_of(seen for name, seen in others.items() if name.startswith("still"))
    found["tremor_palm_lengths"] = round(tremor, 4)
    found["held"] = {
        f"{letter} tremor x{times}": _share(held(network, options.data, letter, times * tremor))
        for letter in "ID"
        for times in (1, 2)
    }
    found["drawn"] = drawn(network, options.data)
    found["ms_a_frame_p50"] = _ms_a_frame(network, options.data)
    options.out.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


def _share(left_alone: Sequence[bool]) -> dict[str, float | int]:
    return {"held": len(left_alone), "left_alone": round(float(np.mean(left_alone)), 4)}


if __name__ == "__main__":
    main()
