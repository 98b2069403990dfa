"""A program for the kill test: records at an uneven rate of 10 to 60 a second until killed."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import numpy as np

from glyphcam.live.frame import Frame
from glyphcam.live.reading import Reading, Step
from glyphcam.live.recorder import Recorder, RecordSettings
from glyphcam.live.recorder_subject import Subject
from glyphcam.live.view import View
from glyphcam.models.prediction import Prediction


def main(root: Path, seed: int) -> None:
    """Print the monotonic second of the first frame, then go on."""
    chance = random.Random(seed)
    picture = np.random.default_rng(seed).integers(0, 256, (480, 640, 3), np.uint8)
    sure = Prediction(("A", "B"), np.array([0.9, 0.1], np.float32), 0.5)
    subject = Subject("asl", "a test", "onnx", ())
    with Recorder(
        RecordSettings(is_on=True, root=root), View(), lambda: subject, print
    ) as recorder:
        start_s = time.monotonic()
        print(start_s, flush=True)
        for index in range(1_000_000):
            picture = np.roll(picture, 1, axis=1)
            now_s = time.monotonic()
            frame = Frame(picture, index, now_s - start_s, now_s)
            recorder.take(Step(frame, Reading(raw=sure, steady=sure), picture))
            time.sleep(chance.uniform(1 / 60, 1 / 10))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
