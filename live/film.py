"""The film output: what is seen, with the readings drawn in, as an mp4 at its true times."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from glyphcam.calibration.errors import SettingError
from glyphcam.live.film_writers import FilmWriter, film_writer
from glyphcam.live.reading import Step


class Film:
    """Writes each step's picture to ``path``; use it in a ``with``.

    ``kind`` says what was written, for the sentence at the end. SettingError where the path
    cannot be written, is no mp4, or is ``source``, the film being read; another existing file is
    replaced.
    """

    def __init__(self, path: Path, source: Path | None = None) -> None:
        self.path = path
        self._source = source
        self.kind = ""
        self._writer: FilmWriter | None = None
        self._start_s = 0.0

    def __enter__(self) -> Film:
        """Check that the film can be written; it opens with its first picture."""
        if self.path.suffix.lower() != ".mp4":
            raise SettingError(f"{self.path} is no mp4: give --save a name that ends in .mp4")
        if self._source is not None and self.path.exists() and self._source.exists():
            self._check_other(self._source)
        try:
            self.path.open("wb").close()
        except OSError as error:
            raise SettingError(f"{self.path} cannot be written: {error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the film; one without a picture is removed."""
        if self._writer is not None:
            self._writer.close()
        else:
            self.path.unlink(missing_ok=True)

    def _check_other(self, source: Path) -> None:
        if self.path.samefile(source):
            raise SettingError(f"{self.path} is the film being read: give --save another name")

    def take(self, step: Step) -> None:
        """Write the step's picture; the film's clock starts with the first."""
        if self._writer is None:
            self._start_s = step.frame.seconds
            size_wh = (step.picture.shape[1], step.picture.shape[0])
            self._writer = film_writer(self.path, size_wh)
            self.kind = self._writer.kind
        self._writer.write(step.picture, step.frame.seconds - self._start_s)
