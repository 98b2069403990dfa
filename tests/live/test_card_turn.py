"""A card is read upside down only on sure evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from glyphcam.live.card_context import alphabet_of
from glyphcam.live.card_finder import Card, open_card, whole
from glyphcam.live.card_outlines import Outline
from glyphcam.live.card_script import Script
from glyphcam.live.card_turn import Sense, upright
from glyphcam.live.card_words import shipped_prior
from glyphcam.live.demo_card import written_card
from glyphcam.models.recognisers import RECOGNISERS

LABELS = RECOGNISERS["characters"].labels
SENSE = Sense(alphabet_of(LABELS), shipped_prior())
PAGE = cv2.resize(written_card("HELLO", np.random.default_rng(5)), (400, 160))


def script(text: str, *sure: float) -> Script:
    """A row that reads so, each glyph as sure as given, or all as sure as the one given."""
    each = sure if len(sure) > 1 else sure * len(text)
    rows = np.stack([np.full(len(LABELS), (1 - s) / (len(LABELS) - 1), np.float32) for s in each])
    rows[np.arange(len(text)), [LABELS.index(letter) for letter in text]] = each
    zeros = np.zeros(len(text), np.intp)
    return Script(np.zeros((len(text), 4, 2), np.float32), rows, zeros, zeros.astype(bool))


def reads(turned: Script) -> Callable[[Sequence[Card]], list[Script]]:
    return lambda cards: [turned for _ in cards]


def is_turned(up: Script, down: Script) -> bool:
    card = open_card(PAGE, Outline(whole(PAGE), 0.9))
    read_card, read_script = upright(PAGE, card, up, reads(down), SENSE)
    assert (read_card is card) == (read_script is up)
    return read_card is not card


@pytest.mark.parametrize(
    ("up", "down", "wanted"),
    [
        (script("HOL7D", 0.7), script("GLYPH", 0.98), True),
        (script("0773H", 0.95), script("HELLO", 0.96), True),
        (script("7718", 0.97), script("BILL", 0.97), False),
        (script("MOW", 0.95), script("MOW", 0.99), False),
        (script("HOWI", 0.7), script("IMOH", 0.8), False),
        (script("NKK", 0.5), script("7M", 0.95), False),
        (script("MIOLO", 0.4), script("GZGFU", 0.9, 0.9, 0.95, 0.41, 0.9), False),
    ],
    ids=["sure", "calculator", "number", "both-ways", "not-surer", "fewer", "hard-pen"],
)
def test_only_what_reads_far_better_upside_down_is_turned(
    up: Script, down: Script, wanted: bool
) -> None:
    assert is_turned(up, down) is wanted
