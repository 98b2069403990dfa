"""The demo scene: a source like any other, the same every time."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from glyphcam.live.demo_scene import FPS, SHOWN_S, DemoSource, card_quad
from glyphcam.live.demo_strokes import STROKES, drawn


def test_frames_come_in_order_and_all_of_them() -> None:
    with DemoSource(words=("HI",)) as source:
        frames = list(source)
    assert len(frames) == source.count == round(SHOWN_S * FPS)
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert frames[30].seconds == pytest.approx(1.0)
    assert frames[0].image.shape == (480, 640, 3)
    assert not source.is_live


def test_it_is_the_same_every_time() -> None:
    one, other = ([f.image for f in islice(_entered(), 3)] for _ in range(2))
    assert all((a == b).all() for a, b in zip(one, other, strict=True))


def _entered():
    with DemoSource() as source:
        yield from source


def test_the_card_is_inside_the_picture_while_it_is_held() -> None:
    for seconds in np.arange(0.8, 2.4, 0.1):
        quad = card_quad(float(seconds), (900, 280))
        assert quad.min() > 0
        assert (quad < [640, 480]).all()


def test_every_character_has_strokes_of_its_own_and_no_two_drawings_are_alike() -> None:
    rng = np.random.default_rng(0)
    assert len(STROKES) == 36
    assert all(len(stroke) >= 2 for strokes in STROKES.values() for stroke in strokes)
    assert not np.array_equal(drawn("S", rng)[0], drawn("S", rng)[0])
