"""What every shipped model's stamp says of its honesty on data it never saw is within its limit."""

from __future__ import annotations

import pytest

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

LIMITS = {"asl": 0.03}
"""Expected calibration error; hands of strangers are harder to be honest about."""

OTHERS = 0.015


@pytest.mark.parametrize(
    ("recogniser", "kind"), [(r.name, kind) for r in RECOGNISERS.values() for kind in r.kinds]
)
def test_the_stamped_ece_is_within_its_limit(recogniser: str, kind: str) -> None:
    figures = Network.shipped(RECOGNISERS[recogniser], kind).stamp.figures
    assert 0 < figures["ece"] <= LIMITS.get(recogniser, OTHERS)
