"""What a recording says about itself: what is read, from where, by which models."""

from __future__ import annotations

from dataclasses import dataclass, replace

from glyphcam.live.open_reader import AUTO, ReaderChoice, open_network
from glyphcam.live.session_facts import ModelFacts, model_facts
from glyphcam.live.tuning import PLAIN, Tuning, tuned
from glyphcam.models.recognisers import recogniser_named

AUTO_READS = ("asl", "characters")
"""The recognisers behind "auto", each with its default model."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is being read, from which source, by which models."""

    recogniser: str
    source: str
    hands: str
    models: tuple[ModelFacts, ...]
    tuning: Tuning = PLAIN


def subject_of(choice: ReaderChoice, source: str) -> Subject:
    """Return the facts about a reader's choice; its model files are hashed."""
    names = AUTO_READS if choice.recogniser == AUTO else (choice.recogniser,)
    # The user's samples change the answers, not the file; the asked precision its threshold.
    asked = replace(choice.tuning, user=None)
    networks = [tuned(open_network(recogniser_named(n), choice.model), asked) for n in names]
    models = tuple(model_facts(network.stamp, network.path) for network in networks)
    return Subject(choice.recogniser, source, choice.hands, models, choice.tuning)
