"""Pictures of strangers: judged by their header before a pixel is decoded, then decoded whole.

OpenCV gives half a picture where the file is cut off and decodes as many pixels as the header
claims. Pillow tells size, kind and frames from the header alone and does not forgive a cut; what
has passed it is decoded by the same road as `glyphcam read` takes.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Mapping
from types import MappingProxyType

from PIL import Image, UnidentifiedImageError

from glyphcam.live.picture import Still, decode_picture
from glyphcam.live.serve_error import ServeError

KINDS: Mapping[str, str] = MappingProxyType(
    {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "BMP": "image/bmp"}
)
"""Pillow's names of what is taken, and the media type of each."""

_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        ".jpg": "JPEG",
        ".jpeg": "JPEG",
        ".jpe": "JPEG",
        ".jfif": "JPEG",
        ".png": "PNG",
        ".webp": "WEBP",
        ".bmp": "BMP",
    }
)

_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
"""Eight bits a channel, grey or red green blue; CMYK and 16 bit are others."""

_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise on files made to hurt them."""


def safe_picture(content: bytes, pixels: int, name: str = "", media: str = "") -> Still:
    """Return the picture in ``content``, of at most ``pixels``.

    ``name`` and ``media`` are what the client called it; they must not contradict the content.
    ServeError 413, 415 or 422 where it is too large, of another kind, cut off, or moving.
    """
    if not content:
        raise ServeError(422, "the picture is empty: it has no bytes")
    with warnings.catch_warnings():
        # Pillow only warns of large pictures; they are measured below. The rest goes to the log.
        warnings.simplefilter("ignore")
        kind = _checked(content, pixels)
    _refuse_disguise(kind, name, media)
    return decode_picture(content, "the picture", may_be_clear=kind in ("PNG", "WEBP"))


def _checked(content: bytes, pixels: int) -> str:
    """Return the kind of a picture that is whole; ServeError says what is wrong with another."""
    try:
        with Image.open(io.BytesIO(content), formats=list(KINDS)) as image:
            _refuse_size(image.size, pixels)
            _refuse_kind(image, content)
            image.load()
            return str(image.format)
    except UnidentifiedImageError:
        raise ServeError(415, _WANTED) from None
    except Image.DecompressionBombError:
        raise ServeError(413, _too_many(pixels)) from None
    except _BROKEN as error:
        raise ServeError(422, "the picture is cut off or broken: send the whole file") from error


_WANTED = "this is no picture that is taken: send a JPEG, PNG, WebP or BMP"


def _refuse_size(size_wh: tuple[int, int], pixels: int) -> None:
    width, height = size_wh
    if width * height > pixels:
        raise ServeError(413, f"the picture is {width}x{height}: {_too_many(pixels)}")


def _too_many(pixels: int) -> str:
    return f"at most {pixels / 1e6:.0f} million pixels are taken, make it smaller"


def _refuse_kind(image: Image.Image, content: bytes) -> None:
    if getattr(image, "n_frames", 1) > 1 or getattr(image, "is_animated", False):
        raise ServeError(415, "the picture moves: send one still")
    if image.mode == "CMYK":
        raise ServeError(415, "the picture is CMYK, for printing: save it as RGB")
    # Pillow opens a 16 bit colour PNG as 8 bit; byte 24 of the file is its depth.
    is_deep = image.format == "PNG" and content[24] > 8
    if is_deep or image.mode not in _MODES:
        raise ServeError(415, "the picture has more than 8 bits a channel: save it with 8")


def _refuse_disguise(kind: str, name: str, media: str) -> None:
    """ServeError where a file is called what it is not; a name that says nothing is no lie."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    called = _ENDINGS.get(ending)
    if called is not None and called != kind:
        raise ServeError(415, f"the file is called {ending} and is a {kind}: name it as it is")
    said = media.partition(";")[0].strip().lower().replace("image/jpg", "image/jpeg")
    if said.startswith("image/") and said != "image/*" and said != KINDS[kind]:
        raise ServeError(415, f"the file is sent as {said[:40]} and is {KINDS[kind]}")
