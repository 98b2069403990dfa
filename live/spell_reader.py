"""A reader that spells: another reader's readings, with the text they have become."""

from __future__ import annotations

from dataclasses import replace

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.reader import Reader
from glyphcam.live.reading import Reading
from glyphcam.live.spell_desk import SpellDesk


class SpellingReader:
    """Hands every reading of a running source to the ``desk`` and gives it the text so far."""

    def __init__(self, reader: Reader, desk: SpellDesk) -> None:
        self._reader = reader
        self._desk = desk

    def read(self, frame: Frame) -> Reading:
        """Read one frame of a running source."""
        reading = self._reader.read(frame)
        return replace(reading, spelling=self._desk.take(reading, frame.seconds))

    def read_picture(self, image: Picture) -> Reading:
        """Read one still (h, w, 3) uint8 BGR: nothing is spelled by it."""
        return self._reader.read_picture(image)
