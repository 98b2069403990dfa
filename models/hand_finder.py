"""Hands in a still picture: palms first, then the landmarks of each, then a second, wider look."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand
from glyphcam.models.hand_landmarks import HandLandmarks
from glyphcam.models.palm_detector import PalmDetector
from glyphcam.models.session import open_session

PRESENCE = 0.5
"""A hand with a lower score is none: MediaPipe's own threshold."""


class HandFinder:
    """Both hand networks opened: `find` for a picture, `palms` and `landmarks` for a tracker."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open the networks of ``folder``, by default the shipped ones; ModelError if broken."""
        models = folder or Path(__file__).parent
        self.palms = PalmDetector(open_session(models / "palm_detection.onnx"))
        self.landmarks = HandLandmarks(open_session(models / "hand_landmark.onnx"))

    def find(self, image: NDArray[np.uint8], threshold: float = 0.5) -> tuple[Hand, ...]:
        hands = (self.landmarks.read(image, palm.region) for palm in self.palms.detect(image, threshold))
        return tuple(h for h in hands if h.score >= PRESENCE)
