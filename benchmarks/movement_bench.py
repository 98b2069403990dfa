"""J and Z: named in films of signers never learned from, and nowhere else.

    python benchmarks/movement_bench.py [--data DIR] [--out FILE]

Every clip of the data is read as `glyphcam live` reads it. The clips with a movement are read again
as a left hand, tilted, cut off at an edge, with half the frames, faster and slower. Held hands:
I and D of every source, with the tremor that the still clips show and with twice of it. Drawn
films are made of the hands of the sources that were left out of training.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.film_source import FilmSource
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.movement_watch import MovementWatch
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.models.hand import Hand
from glyphcam.models.movement import MOVEMENTS, MovementNetwork
from glyphcam.models.prediction import Prediction
from glyphcam.training.movement import LEFT_OUT
from glyphcam.training.movement_films import HandFilm, film_of, smooth_noise
from glyphcam.training.movement_poses import merged, read_poses

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"
STILL = Prediction(("I",), np.ones(1, np.float32), 0.5)
HELD_S, RATE_HZ = 4.0, 30
DRAWN = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A letter that moves, as it was first shown."""

    label: str
    seconds: float
    confidence: float


def named_in(frames: Iterable[Frame]) -> list[Named]:
    """Return what a reader names in a film, each stretch once."""
    reader = open_reader(ReaderChoice("asl"))
    return stretches((frame.seconds, reader.read(frame).steady) for frame in frames)


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


def mirrored(frame: Frame) -> Frame:
    """Return the frame as if the other hand signed."""
    return replace(frame, image=np.asarray(cv2.flip(frame.image, 1), np.uint8))


def tilted(degrees: float) -> object:
    """Return what turns a frame in its plane."""

    def turn(frame: Frame) -> Frame:
        height, width = frame.image.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        turned: Picture = np.asarray(
            cv2.warpAffine(frame.image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE),
            np.uint8,
        )
        return replace(frame, image=turned)

    return turn


def cut(frame: Frame) -> Frame:
    """Return the frame without its upper eighth: fingers leave the picture on the way."""
    return replace(frame, image=frame.image[frame.image.shape[0] // 8 :])


def timed(factor: float) -> object:
    """Return what makes a film take ``factor`` of its time."""
    return lambda frame: replace(frame, seconds=frame.seconds * factor)


WAYS = {
    "as it is": lambda frame: frame,
    "left hand": mirrored,
    "tilted 15": tilted(15),
    "tilted -15": tilted(-15),
    "cut above": cut,
    "twice as fast": timed(0.5),
    "1.5 times as fast": timed(1 / 1.5),
    "1.5 times as slow": timed(1.5),
}


def read_clip(clip: Path, way: object, every: int = 1) -> list[str]:
    """Return the letters that move named in one clip, changed by ``way``."""
    with FilmSource(clip) as film:
        frames = [frame for i, frame in enumerate(film) if i % every == 0]
    return [each.label for each in named_in(way(frame) for frame in frames)]  # type: ignore[operator]


def held(network: MovementNetwork, data: Path, letter: str, tremor: float) -> list[bool]:
    """Return for each source whether its ``letter``, held for four seconds, was left alone."""
    dice = np.random.default_rng(5)
    seconds = np.arange(0, HELD_S, 1 / RATE_HZ)
    left_alone = []
    for poses in read_poses(data / "asl").values():
        for pose in poses.by_letter.get(letter, ()):
            shaken = pose + tremor * (
                smooth_noise(2 * len(seconds), 21, dice, 0.15)[::2]
                + smooth_noise(2 * len(seconds), 1, dice, 0.2)[::2]
            )
            hands = [_hand(points * 90 + 200) for points in shaken]
            left_alone.append(not watched(network, list(seconds), hands))
    return left_alone


def tremor_of(data: Path) -> float:
    """Return how far points of held hands stray, in palm lengths: median of the still clips."""
    found = []
    for clip in sorted((data / "clips").glob("still_*.mp4")):
        reader = open_reader(ReaderChoice("asl"))
        with FilmSource(clip) as film:
            regions = [reader.read(frame).region for frame in film]
        track = np.stack(
            [r.hand.landmarks for r in regions if r is not None and r.hand is not None]
        )
        palm = np.linalg.norm(track[:, [5, 9, 13, 17]] - track[:, :1], axis=-1).mean()
        quick = track[15:] - np.stack(
            [track[i : i + 15].mean(axis=0) for i in range(len(track) - 15)]
        )
        found.append(float(quick[..., :2].std() / palm))
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
            found["none_minutes"] = round(sum(f.seconds[-1] for f in films) / 60, 2)
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
    found["motion"] = {
        clip.stem: {name: read_clip(clip, way) for name, way in WAYS.items()}
        | {"15 frames a second": read_clip(clip, WAYS["as it is"], 2)}
        for clip in moving
    }
    found["others"] = {c.stem: read_clip(c, WAYS["as it is"]) for c in clips if c not in moving}
    tremor = tremor_of(options.data)
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
