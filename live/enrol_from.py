"""Enrol from a folder: one folder a letter, with pictures of it, or films of it being held."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glyphcam.calibration.errors import PictureError, SourceError
from glyphcam.live.enrol_hold import HoldGate
from glyphcam.live.enrol_samples import EnrolSamples
from glyphcam.live.film_source import FilmSource
from glyphcam.live.frame import Picture
from glyphcam.live.hand_reader import Tracker
from glyphcam.live.picture import load_picture
from glyphcam.live.picture_source import PICTURE_SUFFIXES
from glyphcam.models.observation import Observation

FILM_SUFFIXES = frozenset({".mp4", ".mov", ".mkv", ".avi", ".webm"})

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Looks:
    """How a picture or a film becomes observations.

    ``at_still`` returns the observation of a picture or None; ``new_tracker`` makes what follows
    a hand through one film; ``in_film`` observes a followed hand, None where films are no use.
    ``nothing`` says what is missing from a picture without an observation.
    """

    at_still: Callable[[Picture], Observation | None]
    nothing: str
    new_tracker: Callable[[], Tracker] | None = None


@dataclass(slots=True)
class FromFolder:
    """Takes up to ``count`` samples a letter from ``folder`` and says what it refuses."""

    samples: EnrolSamples
    looks: Looks
    count: int
    say: Say
    refused: int = field(default=0, init=False)

    def take(self, folder: Path) -> None:
        """Go through the folders of ``folder``; SourceError where none is named for a letter."""
        if not folder.is_dir():
            raise SourceError(f"there is no folder {folder}: it should hold one folder a letter")
        by_letter = {place: self._letter(place) for place in sorted(folder.iterdir(), key=natural)}
        if not any(by_letter.values()):
            labels = " ".join(self.samples.labels)
            raise SourceError(f"{folder} holds no folder named for one of {labels}")
        for place, letter in by_letter.items():
            if letter is not None:
                self._take_letter(letter, place)
            elif place.is_dir():
                self.say(f"{place.name}: not a letter this recogniser reads, left out")

    def _letter(self, place: Path) -> str | None:
        if not place.is_dir():
            return None
        names = {label.casefold(): label for label in self.samples.labels}
        return names.get(place.name.casefold())

    def _take_letter(self, letter: str, place: Path) -> None:
        for path in sorted(place.iterdir(), key=natural):
            if self.samples.count(letter) >= self.count:
                return
            try:
                self._take_file(letter, path)
            except (PictureError, SourceError) as error:
                self._refuse(letter, path, str(error))
        if not self.samples.count(letter):
            self.say(f"{letter}: no sample in {place} could be kept")

    def _take_file(self, letter: str, path: Path) -> None:
        if path.suffix.lower() in PICTURE_SUFFIXES:
            observation = self.looks.at_still(load_picture(path).image)
            if observation is None:
                self._refuse(letter, path, self.looks.nothing)
            else:
                self._offer(letter, path, observation)
        elif path.suffix.lower() in FILM_SUFFIXES and self.looks.new_tracker is not None:
            kept = [
                self._offer(letter, path, observation)
                for observation in self._held(path, self.looks.new_tracker())
            ]
            if not kept:
                self._refuse(letter, path, "no hand is held still in it long enough")

    def _held(self, path: Path, tracker: Tracker) -> Iterator[Observation]:
        """Yield what is shown of a hand held still in a film, as many as are still wanted."""
        from glyphcam.models.observation import observe_hand

        gate = HoldGate(self.count)
        with FilmSource(path) as film:
            for frame in film:
                hand = tracker.track(frame.image, frame.seconds)
                if gate.update(hand, frame.seconds).is_sample and hand is not None:
                    yield observe_hand(frame.image, hand)

    def _offer(self, letter: str, path: Path, observation: Observation) -> bool:
        if self.samples.count(letter) >= self.count:
            return False
        other = self.samples.offer(letter, observation)
        if other is not None:
            self._refuse(letter, path, f"it looks like your {other}")
        return other is None

    def _refuse(self, letter: str, path: Path, reason: str) -> None:
        self.refused += 1
        self.say(f"{letter}: {path.name} was not kept: {reason}")


def natural(path: Path) -> tuple[tuple[int, str], ...]:
    """Return a key by which 2.jpg comes before 10.jpg."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
