"""Pictures as a source: a folder, a pattern or one file, in natural order, one a second."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from glyphcam.calibration.errors import SourceError
from glyphcam.live.frame import Frame
from glyphcam.live.picture import load_picture

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pgm"})
"""Which files of a folder are taken; a pattern takes what it names."""

SECONDS_EACH = 1.0
"""Pictures stand this far apart on their clock, so that one does not steady the next."""


class PictureSource:
    """Gives each picture once; PictureError names one that cannot be used."""

    is_live = False
    dropped = 0

    def __init__(self, paths: tuple[Path, ...], name: str) -> None:
        self.name = name
        self.count: int | None = len(paths)
        self._frames = _frames(paths)

    @classmethod
    def of(cls, text: str) -> PictureSource:
        """Return the source of a folder, pattern or picture; SourceError where it holds none."""
        try:
            paths = tuple(sorted(_paths(text), key=_natural))
        except OSError as error:
            raise SourceError(f"'{text}' cannot be looked into: {error.strerror}") from error
        if not paths:
            kinds = ", ".join(sorted(suffix[1:] for suffix in PICTURE_SUFFIXES))
            raise SourceError(f"no picture in '{text}': it needs files of a kind in {kinds}")
        return cls(paths, text)

    def __enter__(self) -> PictureSource:
        """Nothing is held open between pictures."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close."""

    def __iter__(self) -> Iterator[Frame]:
        """Go on with the next picture."""
        return self._frames


def _frames(paths: tuple[Path, ...]) -> Iterator[Frame]:
    for index, path in enumerate(paths):
        yield Frame(load_picture(path).image, index, index * SECONDS_EACH)


def _paths(text: str) -> list[Path]:
    path = Path(text)
    if path.is_dir():
        return [file for file in path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES]
    if path.is_file():
        return [path]
    names = glob.glob(text, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    return [Path(name) for name in names if Path(name).is_file()]


def _natural(path: Path) -> tuple[tuple[int, str], ...]:
    """Order img2 before img10."""
    parts = re.findall(r"\d+|\D+", str(path))
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
