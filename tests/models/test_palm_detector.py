"""Palm boxes are decoded, merged and placed as MediaPipe's sources say."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

import glyphcam.models.palm_detector as detector
from glyphcam.models.session import open_session

MODEL = Path(detector.__file__).parent / "palm_detection.onnx"


def test_there_are_2016_anchors_two_to_a_small_cell_and_six_to_a_large() -> None:
    anchors = detector.anchors()
    assert anchors.shape == (2016, 2)
    assert anchors[0] == pytest.approx([0.5 / 24] * 2)
    assert anchors[2] == pytest.approx([1.5 / 24, 0.5 / 24])  # x runs first
    assert anchors[1152] == pytest.approx([0.5 / 12] * 2)
    assert anchors[-1] == pytest.approx([11.5 / 12] * 2)


def test_a_box_is_decoded_round_its_anchor() -> None:
    raw = np.zeros((1, 18), np.float32)
    raw[0, :6] = [19.2, 0, 38.4, 19.2, 0, 9.6]  # centre, size, first keypoint, of 192
    [place] = detector.decoded(raw, np.array([[0.5, 0.5]], np.float32))
    assert place[0] == pytest.approx([0.5, 0.45])
    assert place[1] == pytest.approx([0.7, 0.55])
    assert place[2] == pytest.approx([0.5, 0.55])


def test_overlapping_boxes_become_one_weighted_by_their_scores() -> None:
    places = np.zeros((3, 9, 2), np.float32)
    places[:, :2] = [[[0, 0], [10, 10]], [[2, 0], [12, 10]], [[50, 50], [60, 60]]]
    palms = detector.suppressed(places, np.array([0.6, 0.9, 0.7], np.float32))
    assert [palm.score for palm in palms] == pytest.approx([0.9, 0.7])
    assert palms[0].box == pytest.approx([1.2, 0, 11.2, 10])


def test_a_wide_picture_is_letterboxed_in_black() -> None:
    small = detector.letterboxed(np.full((100, 200, 3), 255, np.uint8))
    assert small.shape == (1, 192, 192, 3)
    assert small[0, 96, 96] == pytest.approx([1, 1, 1])
    assert not small[0, :40].any() and not small[0, -40:].any()


def test_the_palm_of_a_whole_frame_lies_where_its_mirror_image_says(data: Path) -> None:
    path = sorted((data / "asl_frames").glob("*/B/*.jpg"))[0]
    image = cv2.imread(str(path))
    palms = detector.PalmDetector(open_session(MODEL))
    one, other = palms.detect(image)[0], palms.detect(image[:, ::-1])[0]
    mirrored = image.shape[1] - other.box[[2, 0]]
    assert one.box[[0, 2]] == pytest.approx(mirrored, abs=0.03 * image.shape[1])
