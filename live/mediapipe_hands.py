"""`--hands mediapipe`: the mediapipe package itself on the same two networks."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import cv2
import numpy as np

from glyphcam.calibration.errors import MissingExtra, ModelError
from glyphcam.live.frame import Picture
from glyphcam.live.hand_choice import continued, signing_hand
from glyphcam.live.hand_tracker import KEPT_S
from glyphcam.live.steady_side import SteadySide
from glyphcam.models.cache import TASK_NAME, cache_folder
from glyphcam.models.hand import Hand


class MediapipeHands:
    """MediaPipe's hand landmarker in VIDEO mode, followed as `HandTracker` follows.

    It is asked for one hand, which it follows from its last landmarks too: asked for two, it runs
    the palm network on every frame that shows one, at twice the time.
    """

    def __init__(self, task: Path | None = None) -> None:
        """Open the bundle ``task``, by default the one `glyphcam train hand` leaves in the cache.

        MissingExtra where mediapipe is not installed, ModelError where the bundle is missing.
        """
        bundle = task or cache_folder() / TASK_NAME
        self._landmarker = _open_landmarker(bundle)
        self._side = SteadySide()
        self._last: Hand | None = None
        self._seen_s = float("-inf")
        self._last_ms = -1

    def __enter__(self) -> MediapipeHands:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the landmarker."""
        self.close()

    def close(self) -> None:
        """Free MediaPipe's graph and its threads."""
        self._landmarker.close()

    def track(self, image: Picture, seconds: float) -> Hand | None:
        """Return the followed hand in ``image`` (h, w, 3) uint8 BGR, or None."""
        hand = self._chosen(self.hands(image, seconds), image.shape[0], seconds)
        if hand is None:
            return None
        self._last, self._seen_s = hand, seconds
        return self._side.steadied(hand, seconds)

    def hands(self, image: Picture, seconds: float) -> tuple[Hand, ...]:
        """Return all hands MediaPipe sees; its clock only ever rises, whatever ``seconds`` does."""
        import mediapipe

        self._last_ms = max(self._last_ms + 1, round(seconds * 1000))
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        result = self._landmarker.detect_for_video(picture, self._last_ms)
        size_wh = (image.shape[1], image.shape[0])
        return tuple(
            _hand(points, world, side[0], size_wh)
            for points, world, side in zip(
                result.hand_landmarks,
                result.hand_world_landmarks,
                result.handedness,
                strict=True,
            )
        )

    def _chosen(self, hands: tuple[Hand, ...], height: int, seconds: float) -> Hand | None:
        lost_s = seconds - self._seen_s
        if self._last is not None and 0 <= lost_s <= KEPT_S:
            return continued(self._last, hands, lost_s)
        self._side.forget()
        return signing_hand(hands, height)


def _open_landmarker(bundle: Path) -> Any:
    try:
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision
    except ImportError as error:
        raise MissingExtra("mediapipe", "--hands mediapipe") from error
    if not bundle.is_file():
        raise ModelError(f"no {bundle}: `glyphcam train hand` makes it, once")
    options = vision.HandLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_buffer=bundle.read_bytes()),
        running_mode=vision.RunningMode.VIDEO,
        num_hands=1,
    )
    try:
        return vision.HandLandmarker.create_from_options(options)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"MediaPipe refuses {bundle}: delete it and run `glyphcam train hand` again"
        ) from error


def _hand(points: Any, world: Any, side: Any, size_wh: tuple[int, int]) -> Hand:
    """Return MediaPipe's hand as ours: pixels, and the side as seen un-mirrored.

    Tasks gives no presence, only that it passed; its depth is in units of the picture's width.
    """
    scale = np.array([size_wh[0], size_wh[1], size_wh[0]], np.float32)
    right = side.score if side.category_name == "Right" else 1 - side.score
    return Hand(_rows(points) * scale, _rows(world), float(right), 1.0)


def _rows(points: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.array([[point.x, point.y, point.z] for point in points], np.float32)
