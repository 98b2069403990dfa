"""Blur is measured in pixels whatever the contrast and the noise."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.live.camera_check_blur import blur_px, noise_variance


def stripes(contrast: int, sigma: float) -> np.ndarray:
    image = np.full((400, 640), 100.0, np.float32)
    for i, left in enumerate(range(0, 640, 80)):
        image[i * 45 : i * 45 + 60, left : left + 40] = 100 + contrast
        image[:, left : left + 20] += contrast / 2
    return np.clip(cv2.GaussianBlur(image, (0, 0), sigma), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("contrast", [40, 100])
@pytest.mark.parametrize("sigma", [2.0, 3.0, 5.0])
def test_the_blur_of_edges_comes_out_in_pixels(sigma: float, contrast: int) -> None:
    assert blur_px(stripes(contrast, sigma)) == pytest.approx(sigma, rel=0.2)


def test_smearing_one_way_counts_as_much_as_all_round() -> None:
    smeared = cv2.blur(stripes(100, 0.5), (21, 1))
    assert blur_px(smeared) > 3 * blur_px(stripes(100, 0.5))


def test_a_flat_picture_has_no_blur_to_speak_of() -> None:
    assert blur_px(np.full((100, 100), 90, np.uint8)) == 0.0


@pytest.mark.parametrize("sigma", [2.0, 4.0])
def test_noise_does_not_pass_for_sharpness(sigma: float) -> None:
    rng = np.random.default_rng(0)
    noisy = np.clip(stripes(100, sigma) + rng.normal(0, 5, (400, 640)), 0, 255).astype(np.uint8)
    assert blur_px(noisy) == pytest.approx(sigma, rel=0.25)


def test_the_noise_of_a_picture_is_told_from_its_edges() -> None:
    noise = np.random.default_rng(0).normal(0, 6, (400, 640)).astype(np.float32)
    assert noise_variance(stripes(100, 2.0) + noise) == pytest.approx(36, rel=0.1)
