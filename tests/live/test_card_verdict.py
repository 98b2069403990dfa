"""What counts as written paper: measured cards on one side of each limit, rooms on the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glyphcam.live.card_verdict import Writing

PENCIL_IN_THE_DARK = Writing(
    contrast=0.29,
    sharpness=0.224,
    apart=0.805,
    grey=0.001,
    grain=0.151,
    fatness=0.116,
    clutter=0.012,
    foreign=0.005,
    count=3,
    cut=0.0,
)
"""As it was measured of a film of TAD in pencil on beige."""

SOFT_PAGE = Writing(
    contrast=0.667,
    sharpness=0.107,
    apart=0.757,
    grey=0.0,
    grain=0.029,
    fatness=0.321,
    clutter=0.0,
    foreign=0.002,
    count=2,
    cut=0.0,
)


def test_faint_pencil_under_a_cameras_noise_is_writing() -> None:
    assert PENCIL_IN_THE_DARK.is_card
    assert PENCIL_IN_THE_DARK.is_still_card


@pytest.mark.parametrize("worse", [{"apart": 0.7}, {"foreign": 0.06}, {"grain": 0.18}])
def test_grainy_ground_without_clear_strokes_is_not(worse: dict[str, float]) -> None:
    assert not replace(PENCIL_IN_THE_DARK, **worse).is_card


def test_soft_writing_is_a_page_unless_the_rim_cuts_it() -> None:
    assert SOFT_PAGE.is_card
    assert not replace(SOFT_PAGE, cut=0.5).is_card, "a ceiling behind a hand"
