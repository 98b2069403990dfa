"""An output that puts what was doubtful into the review queue; nothing is kept unless asked."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import numpy as np

from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.review_item import Why
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.open_reader import AUTO, ReaderChoice
from glyphcam.live.queue_items import items_of
from glyphcam.live.queue_models import queue_models
from glyphcam.live.queue_sight import Sight
from glyphcam.live.queue_thread import QueueThread
from glyphcam.live.queue_why import HeldWatch, why_look, why_look_at_card
from glyphcam.live.queue_wish import QueueWish
from glyphcam.live.reading import Reading, Step
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.training_reference import training_references

LOOK_EVERY_S = 0.3
"""At most so often a frame is taken: the next ones show the same."""

SPOT_EVERY_S = 1.0
"""So often a sure answer, too, is looked at closely: a model that errs may be sure of it."""

FILM_WAIT_S = 1.0
"""A film that is read as a source can wait for the networks; a camera cannot."""

LEAVE_S = 30.0
"""How long the end of the program waits for what is still to be queued."""


def no_film() -> str:
    """Say that the moment can be seen nowhere again."""
    return ""


class QueueOutput:
    """Queues doubtful readings; use it in a ``with``.

    ``source`` names this run, ``film`` says where the moment can be seen again. A disk that fails
    stops the queueing with one sentence through ``tell`` and leaves the loop alone.
    """

    def __init__(
        self,
        wish: QueueWish,
        choice: ReaderChoice,
        source: str,
        tell: Callable[[str], None],
        film: Callable[[], str] = no_film,
    ) -> None:
        self._wish = wish
        self._source = source
        self._tell = tell
        self._film = film
        self.reads(choice)
        self._references = training_references()
        self._thread = QueueThread(self._queue)
        self._is_off = False
        self.added = 0
        self.alike = 0

    def reads(self, choice: ReaderChoice) -> None:
        """Note what is read from here on, when another recogniser was chosen."""
        self._choice = choice
        self._models = queue_models(choice)
        self._held = HeldWatch()
        self._looked_s = self._spotted_s = -np.inf

    def __enter__(self) -> QueueOutput:
        """Open the queue; QueueError where that cannot be."""
        self._store = ReviewStore.open(self._wish.folder)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Queue what waits, close the file and say what came of it."""
        if not self._thread.stop(LEAVE_S):
            self._tell(f"{self._store.path} does not answer: the last readings were not queued")
            return
        self._store.close()
        if self._thread.error is not None and not self._is_off:
            self._give_up(self._thread.error)
        elif not self._is_off:
            alike = f", {self.alike} like them left out" if self.alike else ""
            self._tell(f"queued {self.added} readings{alike}: look at them with 'glyphcam review'")

    def take(self, step: Step) -> None:
        """Hand the step over where it deserves a look."""
        if self._is_off:
            return
        if self._thread.error is not None:
            self._give_up(self._thread.error)
            return
        name, why = self._recogniser(step.reading), self._why(step)
        if name is None or why is None:
            return
        patience_s = FILM_WAIT_S if step.frame.captured_s is None else 0.0
        frame = step.frame
        self._thread.put(
            Sight(frame.image, step.reading, name, why, frame.index, frame.seconds, self._film()),
            patience_s,
        )

    def _recogniser(self, reading: Reading) -> str | None:
        """Return the recogniser whose reading it is; None where nothing was read."""
        if self._choice.recogniser != AUTO:
            return self._choice.recogniser
        if reading.glyphs:
            return "characters"
        return "asl" if reading.raw is not None else None

    def _why(self, step: Step) -> tuple[Why, ...] | None:
        """Return why the step is taken, nothing for a spot check; None where it is not."""
        reading, now_s = step.reading, step.frame.seconds
        if now_s < self._looked_s:  # another film, or the demo begins anew
            self._looked_s = self._spotted_s = -np.inf
        hand = reading.region.hand if reading.region is not None else None
        is_held = self._held.is_held(hand, now_s) or hand is None
        if not is_held or now_s - self._looked_s < LOOK_EVERY_S:
            return None
        why = _reasons(reading, self._recogniser(reading))
        if why is None or (not why and now_s - self._spotted_s < SPOT_EVERY_S):
            return None
        self._looked_s = now_s
        if not why:
            self._spotted_s = now_s
        return why

    def _queue(self, sight: Sight) -> None:
        """Run in the thread: a closer look, then into the store."""
        model = self._models.get(sight.recogniser)
        if model is None:  # the person chose another recogniser meanwhile
            return
        for item in items_of(sight, model, self._source, self._references):
            is_new = self._store.add(item)
            self.added += is_new
            self.alike += not is_new

    def _give_up(self, error: BaseException) -> None:
        self._is_off = True
        if not isinstance(error, QueueError):
            raise error
        self._tell(f"nothing more is queued for review: {error}")


def _reasons(reading: Reading, recogniser: str | None) -> tuple[Why, ...] | None:
    """Return the reasons of a reading, none where it is sure; None where nothing was read."""
    if recogniser is None:
        return None
    if reading.glyphs:
        return why_look_at_card(reading, RECOGNISERS[recogniser].look_alikes)
    if reading.raw is None:
        return None
    return why_look(reading.raw, reading.steady)
