"""Candidate sets: the one to three labels that hold the truth as often as was asked."""

from __future__ import annotations

from dataclasses import replace

from glyphcam.calibration.conformal import MOST, set_sizes
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.reader import Reader
from glyphcam.live.reading import Reading
from glyphcam.models.prediction import Prediction


class CandidateReader:
    """Another reader's readings, with the candidates of each hand's or item's answer."""

    def __init__(self, reader: Reader, limit: float) -> None:
        """``limit`` is a set limit of the model's, see glyphcam.calibration.conformal."""
        self._reader = reader
        self._limit = limit

    def read(self, frame: Frame) -> Reading:
        """Read one frame of a running source."""
        return self._with_candidates(self._reader.read(frame))

    def read_picture(self, image: Picture) -> Reading:
        """Read one still (h, w, 3) uint8 BGR."""
        return self._with_candidates(self._reader.read_picture(image))

    def _with_candidates(self, reading: Reading) -> Reading:
        if reading.steady is None:
            return reading
        return replace(reading, candidates=candidates(reading.steady, self._limit))


def candidates(prediction: Prediction, limit: float) -> tuple[str, ...]:
    """Return the labels of the set, likeliest first; none where it would need more than MOST.

    An answer that no confidence would make sure (a hand between two signs) has none either.
    """
    if prediction.is_refused:
        return ()
    size = int(set_sizes(prediction.probabilities[None], limit)[0])
    return tuple(c.label for c in prediction.top(size)) if size <= MOST else ()


def in_words(labels: tuple[str, ...]) -> str:
    """Return candidates as they are said: "M", "M or N", "M, N or T"."""
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} or {labels[-1]}"
