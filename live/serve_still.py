"""One still picture of a request, read as `glyphcam read` reads it."""

from __future__ import annotations

from pathlib import PurePath

import orjson

from glyphcam.live.open_reader import AUTO
from glyphcam.live.picture_record import picture_record
from glyphcam.live.reading import Reading
from glyphcam.live.serve_answers import TOP
from glyphcam.live.serve_picture import safe_picture
from glyphcam.live.serve_shelf import ServedModel, ServeShelf
from glyphcam.live.serve_upload import read_upload
from glyphcam.live.serve_wire import Answer, Job


def read_still(job: Job, shelf: ServeShelf, pixels: int) -> Answer:
    """Return the reading of the picture in ``job``, at most ``pixels`` large.

    What the address asks for goes before what stands beside the picture. ServeError where the
    picture or the model cannot be had.
    """
    upload = read_upload(job.body, job.words.get("media", ""))
    words = {**upload.words, **job.words}
    recogniser, kind = words.get("recogniser"), words.get("model")
    reader = shelf.reader(recogniser, kind)
    still = safe_picture(upload.content, pixels, upload.name, upload.media)
    reading = reader.read_picture(still.image)
    name = PurePath(upload.name).name or "picture"
    record = picture_record(PurePath(name), reading, still.shrink)
    model = answering_model(shelf, recogniser, kind, reading)
    facts = {"top": top_five(reading), "model": model.name, "sha256": model.sha256}
    return Answer(orjson.dumps({**record, **facts}))


def answering_model(
    shelf: ServeShelf, recogniser: str | None, kind: str | None, reading: Reading
) -> ServedModel:
    """Return the model that gave the reading; auto chooses it by what was shown."""
    asked = shelf.choice(recogniser, kind)
    if asked.recogniser != AUTO:
        return shelf.model(asked.recogniser, asked.model)
    is_hand = reading.region is not None and reading.region.hand is not None
    return shelf.model("asl" if is_hand else "characters", None)


def top_five(reading: Reading) -> list[list[str | float]]:
    """Return the five likeliest labels with their probability, of a letter or a lone glyph."""
    answer = reading.glyphs[0].prediction if len(reading.glyphs) == 1 else reading.steady
    return [[c.label, round(c.probability, 4)] for c in answer.top(TOP)] if answer else []
