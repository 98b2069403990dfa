"""The models a worker holds open: each network once, by the name it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from glyphcam.calibration.errors import SettingError
from glyphcam.live.open_reader import AUTO, ReaderChoice, open_reader
from glyphcam.live.reader import Reader
from glyphcam.live.serve_error import ServeError
from glyphcam.models.checksum import sha256
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS, Recogniser, kind_of


@dataclass(frozen=True, slots=True, eq=False)
class ServedModel:
    """A network with the name it goes by over HTTP and its file's SHA-256."""

    name: str
    recogniser: Recogniser
    network: Network
    sha256: str


class ServeShelf:
    """What ``recognisers`` (names) have on the shelf, opened when first asked for."""

    def __init__(self, recognisers: tuple[str, ...]) -> None:
        self.recognisers = recognisers
        self._open = lru_cache(maxsize=None)(_opened)
        self._readers: dict[ReaderChoice, Reader] = {}

    def open_defaults(self) -> None:
        """Open every recogniser's default model, so that the first request does not wait."""
        for name in self.recognisers:
            self._open(name, kind_of(RECOGNISERS[name], None))

    def model(self, recogniser: str | None, kind: str | None) -> ServedModel:
        """Return the model of that kind; ServeError 404 where it is not served."""
        entry = self._entry(recogniser or self.default_patch_recogniser)
        try:
            return self._open(entry.name, kind_of(entry, kind))
        except SettingError as error:
            raise ServeError(404, str(error), "unknown_model") from error

    def named(self, name: str) -> ServedModel:
        """Return the model called ``digits-cnn``, or ``digits`` for its default kind."""
        recogniser, _, kind = name.partition("-")
        return self.model(recogniser, kind or None)

    def reader(self, recogniser: str | None, kind: str | None) -> Reader:
        """Return the reader for stills, kept; a still leaves nothing behind in it."""
        choice = self.choice(recogniser, kind)
        if choice not in self._readers:
            self._readers[choice] = open_reader(choice)
        return self._readers[choice]

    def choice(self, recogniser: str | None, kind: str | None) -> ReaderChoice:
        """Return what is to be read; ServeError 404 where it is not served."""
        name = recogniser or self.default_reader
        if name == AUTO:
            if not self.has_auto or kind:
                raise ServeError(
                    404, "auto needs asl and characters, and takes no model", "unknown_model"
                )
            return ReaderChoice(AUTO)
        return ReaderChoice(name, self.model(name, kind).network.stamp.kind)

    @property
    def default_patch_recogniser(self) -> str:
        """What patches are read as where nothing is asked for."""
        return "digits" if "digits" in self.recognisers else self.recognisers[0]

    @property
    def default_reader(self) -> str:
        """What pictures are read as where nothing is asked for: whatever is shown, if it can be."""
        return AUTO if self.has_auto else self.recognisers[0]

    @property
    def has_auto(self) -> bool:
        """Whether both of what auto chooses between are served."""
        return {"asl", "characters"} <= set(self.recognisers)

    def _entry(self, name: str) -> Recogniser:
        if name not in self.recognisers:
            served = ", ".join(self.recognisers)
            raise ServeError(
                404, f"'{name[:40]}' is not served: choose of {served}", "unknown_model"
            )
        return RECOGNISERS[name]


def _opened(recogniser: str, kind: str) -> ServedModel:
    entry = RECOGNISERS[recogniser]
    network = Network.shipped(entry, kind)
    return ServedModel(f"{recogniser}-{kind}", entry, network, sha256(network.path))
