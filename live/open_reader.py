"""Opens the reader of a recogniser: its finder, its network, its smoother."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from glyphcam.calibration.errors import SettingError
from glyphcam.live.hand_reader import HandReader, Tracker
from glyphcam.live.letter_gate import LetterGate
from glyphcam.live.movement_watch import MovementWatch
from glyphcam.live.reader import Reader
from glyphcam.live.steady import Smoother
from glyphcam.live.tuning import PLAIN, Tuning, tuned, with_candidates
from glyphcam.models.hand_finder import HandFinder
from glyphcam.models.movement import MovementNetwork
from glyphcam.models.network import NOVELTY_LIMIT, Network
from glyphcam.models.recognisers import RECOGNISERS, Crop, Recogniser, recogniser_named

AUTO = "auto"
READABLE = (*RECOGNISERS, AUTO)
"""What can be read live: a recogniser, or whatever is shown."""

HANDS_ENGINES = ("onnx", "mediapipe")


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """``recogniser`` by name or AUTO; ``model`` a kind or an ONNX file, None the default kind.

    ``tuning`` is what is asked of it: a user's profile, a precision, candidate sets.
    """

    recogniser: str = "asl"
    model: str | None = None
    hands: str = "onnx"
    tuning: Tuning = PLAIN


def open_reader(choice: ReaderChoice) -> Reader:
    """Return a reader ready for its first frame; ModelError where its files are no good."""
    if choice.recogniser == AUTO:
        return _open_auto_reader(choice)
    recogniser = recogniser_named(choice.recogniser)
    network = tuned(open_network(recogniser, choice.model), choice.tuning)
    reader = _OPENERS[recogniser.crop](choice, network)
    return with_candidates(reader, network, choice.tuning)


def open_network(recogniser: Recogniser, model: str | None) -> Network:
    """Open a shipped kind, or the ONNX file whose path ``model`` is."""
    if model is not None and model.endswith(".onnx"):
        return Network.load(Path(model), recogniser)
    return Network.shipped(recogniser, model)


def title_of(choice: ReaderChoice) -> str:
    """Return what the overlay calls the choice."""
    if choice.recogniser == AUTO:
        return "hand or card"
    return recogniser_named(choice.recogniser).title


def is_card(choice: ReaderChoice) -> bool:
    """Whether what is read may be a card, whose readings have ``text`` and ``glyphs``."""
    return choice.recogniser == AUTO or RECOGNISERS[choice.recogniser].crop is Crop.INK


def _open_hand_reader(choice: ReaderChoice, network: Network) -> Reader:
    finder = HandFinder()
    find_still = partial(finder.find, is_thorough=True)
    gate = LetterGate(network.stamp.figures.get(NOVELTY_LIMIT))
    tracker = _open_tracker(choice.hands, finder)
    movement = MovementWatch(MovementNetwork.load())
    return HandReader(tracker, find_still, network, Smoother(), gate, movement)


def _open_tracker(engine: str, finder: HandFinder) -> Tracker:
    if engine == "onnx":
        from glyphcam.live.hand_tracker import HandTracker

        return HandTracker(finder)
    if engine == "mediapipe":
        from glyphcam.live.mediapipe_hands import MediapipeHands

        return MediapipeHands()
    raise SettingError(f"no hand engine '{engine}': choose one of {', '.join(HANDS_ENGINES)}")


def _open_card_reader(choice: ReaderChoice, network: Network) -> Reader:
    from glyphcam.live.card_reader import CardReader

    return CardReader(network)


def _open_item_reader(choice: ReaderChoice, network: Network) -> Reader:
    from glyphcam.live.item_reader import ItemReader

    return ItemReader(network)


def _open_auto_reader(choice: ReaderChoice) -> Reader:
    from glyphcam.live.auto_reader import AutoReader

    if choice.model is not None or choice.tuning != PLAIN:
        raise SettingError(
            "auto reads with the default models: leave out --model, --user, --min-precision, --sets"
        )
    hand = open_reader(ReaderChoice("asl", hands=choice.hands))
    return AutoReader(hand, open_reader(ReaderChoice("characters")))


_OPENERS: Mapping[Crop, Callable[[ReaderChoice, Network], Reader]] = {
    Crop.HAND: _open_hand_reader,
    Crop.INK: _open_card_reader,
    Crop.ITEM: _open_item_reader,
}
