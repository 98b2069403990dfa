"""How the text of --source is understood: one table from what it looks like to what opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from glyphcam.calibration.errors import SourceError
from glyphcam.live.camera import Camera
from glyphcam.live.camera_list import likely_addresses
from glyphcam.live.camera_trouble import camera_trouble, stream_trouble
from glyphcam.live.capture import Device, Stream
from glyphcam.live.film_source import FilmSource
from glyphcam.live.frames import FirstThatWorks, Source
from glyphcam.live.picture_source import PICTURE_SUFFIXES, PictureSource

SCHEMES = ("http://", "https://", "rtsp://", "rtsps://", "rtmp://", "udp://", "tcp://", "srt://")
"""What begins a network stream."""


def open_source(text: str) -> Source:
    """Return the source that ``text`` names: to be entered with ``with``.

    A number or /dev/... is a camera, "demo" the built-in scene, "any" the first camera that works
    or else the demo, an address a network stream, a folder, pattern or picture is pictures,
    anything else a film. SourceError where there is none.
    """
    return next(way.open(text) for way in _WAYS if way.fits(text))


@dataclass(frozen=True, slots=True)
class _Way:
    fits: Callable[[str], bool]
    open: Callable[[str], Source]


MOST_CAMERAS = 1000
"""Numbers from here on are surely mistyped, and OpenCV takes only 32 bits."""


def _camera(text: str) -> Source:
    if text.isdecimal() and int(text) >= MOST_CAMERAS:
        raise SourceError(f"there is no camera {text}: cameras are numbered from 0")
    address = int(text) if text.isdecimal() else text
    return Camera(Device(address), f"camera {text}", lambda: camera_trouble(text))


def _stream(text: str) -> Source:
    return Camera(Stream(text), "the stream", lambda: stream_trouble(text))


def _demo(text: str) -> Source:
    from glyphcam.live.demo_scene import DemoSource

    return DemoSource()


def _any(text: str) -> Source:
    return FirstThatWorks(*map(_camera, likely_addresses()), _demo(text))


def _pictures(text: str) -> Source:
    return PictureSource.of(text)


def _film(text: str) -> Source:
    return FilmSource(Path(text))


def _nothing(text: str) -> Source:
    raise SourceError(
        f"there is no source '{text}': give a camera number such as 0, a film, a folder or "
        "pattern of pictures, an http or rtsp address, or demo"
    )


def _is_pictures(text: str) -> bool:
    path = Path(text)
    return (
        path.is_dir()
        or any(sign in text for sign in "*?[")
        or (path.is_file() and path.suffix.lower() in PICTURE_SUFFIXES)
    )


_WAYS = (
    _Way(lambda text: text.isdecimal() or text.startswith("/dev/"), _camera),
    _Way(lambda text: text == "demo", _demo),
    _Way(lambda text: text == "any", _any),
    _Way(lambda text: text.lower().startswith(SCHEMES), _stream),
    _Way(_is_pictures, _pictures),
    _Way(lambda text: Path(text).is_file(), _film),
    _Way(lambda text: True, _nothing),
)
