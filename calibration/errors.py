"""Every error a user can cause, in one tree: the message says what, which, and what now."""

from __future__ import annotations


class GlyphcamError(Exception):
    """Root of the tree; the command line shows its message as one line and exits with 2."""


class SourceError(GlyphcamError):
    """A camera, film, folder or stream that gives no frames."""


class PictureError(GlyphcamError):
    """A picture that cannot be read or used."""


class ModelError(GlyphcamError):
    """A model file that is missing, broken, or made for another version."""


class DataError(GlyphcamError):
    """A data set with a fault, named by file, row and column."""


class SettingError(GlyphcamError):
    """An option or settings file whose value cannot be used."""


class QueueError(GlyphcamError):
    """A review queue that cannot be opened, read or written."""


class MissingExtra(GlyphcamError):
    """A part of the program that is not installed."""

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(f"{what} needs the extra '{extra}': pip install 'glyphcam[{extra}]'")
