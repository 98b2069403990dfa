"""What a worker can do: read patches, tensors, pictures and live frames, one trade each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import orjson

from glyphcam.calibration.errors import GlyphcamError
from glyphcam.live.serve_answers import columns_answer, records_answer
from glyphcam.live.serve_batch import Wanted, answer_together
from glyphcam.live.serve_error import ServeError, error_body
from glyphcam.live.serve_facts import model_facts, models_facts
from glyphcam.live.serve_live_reader import LiveReaders
from glyphcam.live.serve_patches import read_patches
from glyphcam.live.serve_shelf import ServeShelf
from glyphcam.live.serve_still import read_still
from glyphcam.live.serve_tensors import read_tensors
from glyphcam.live.serve_wire import Answer, Job


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """The part of the server's limits that workers keep.

    ``queue`` is the folder that doubtful readings of live clients go to, empty for nowhere.
    """

    pixels: int
    patches: int
    live_pixels: int
    queue: str = ""


class Trades:
    """Does the jobs of one worker with the models of its shelf."""

    def __init__(self, shelf: ServeShelf, limits: WorkLimits) -> None:
        self._shelf = shelf
        self._limits = limits
        queue = Path(limits.queue) if limits.queue else None
        live = LiveReaders(shelf, limits.live_pixels, queue)
        self._alone: Mapping[str, Callable[[Job], Answer]] = {
            "picture": self._picture,
            "models": self._models,
            "model": self._model,
            "live": live.read,
            "leave": live.leave,
        }
        self._together: Mapping[str, Callable[[Job], Wanted]] = {
            "patches": self._patches,
            "tensors": self._tensors,
        }

    def do(self, jobs: Sequence[Job]) -> list[Answer]:
        """Answer the jobs of one batch, which are all of one trade."""
        trade = jobs[0].do
        if trade in self._alone:
            return [_guarded(self._alone[trade], job) for job in jobs]
        return answer_together([_guarded(self._together[trade], job) for job in jobs])

    def _patches(self, job: Job) -> Wanted:
        call = read_patches(job.body, self._limits.patches)
        words = job.words
        model = self._shelf.model(
            words.get("recogniser") or call.recogniser, words.get("model") or call.model
        )
        tell = records_answer if words.get("form") == "records" else columns_answer
        return Wanted(model, call.patches, call.landmarks, lambda rows: Answer(tell(model, rows)))

    def _tensors(self, job: Job) -> Wanted:
        return read_tensors(job, self._shelf.named(job.words["name"]), self._limits.patches)

    def _picture(self, job: Job) -> Answer:
        return read_still(job, self._shelf, self._limits.pixels)

    def _models(self, job: Job) -> Answer:
        return Answer(orjson.dumps(models_facts(self._shelf)))

    def _model(self, job: Job) -> Answer:
        return Answer(orjson.dumps(model_facts(self._shelf.named(job.words["name"]))))


_Done = TypeVar("_Done")


def _guarded(trade: Callable[[Job], _Done], job: Job) -> _Done | Answer:
    """Return what ``trade`` makes of the job, or the refusal it ended in."""
    try:
        return trade(job)
    except ServeError as error:
        return Answer(error_body(error.status, str(error), error.code), error.status)
    except GlyphcamError as error:
        return Answer(error_body(422, str(error)), 422)
