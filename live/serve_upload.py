"""The picture in a request: a file in a form, base64 in JSON, or the body itself."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart import FormParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, parse_options_header

from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_patches import read_object

_HOW = (
    "send the picture as a file in a form (multipart/form-data), as JSON "
    '{"image": base64}, or as the body with its image type'
)

_MOST_FIELDS = 16


@dataclass(frozen=True, slots=True)
class Upload:
    """``content`` is the file's bytes; ``name`` and ``media`` what the client calls it."""

    content: bytes
    name: str = ""
    media: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def read_upload(body: bytes, media: str) -> Upload:
    """Return the picture sent with the content type ``media``; ServeError says what is wrong."""
    kind, options = parse_options_header(media.encode("latin-1", "replace"))
    if kind == b"multipart/form-data":
        return _from_form(body, options.get(b"boundary"))
    if kind == b"application/json" or kind.endswith(b"+json"):
        return _from_json(body)
    if kind.startswith(b"image/") or kind == b"application/octet-stream":
        return Upload(body, media=media)
    raise ServeError(415, _HOW)


class _Form:
    """Collects what a form holds: the first file, and the short fields."""

    def __init__(self) -> None:
        self.file: Upload | None = None
        self.words: dict[str, str] = {}

    def take_field(self, given: Field) -> None:
        if given.field_name is not None and len(self.words) < _MOST_FIELDS:
            word = (given.value or b"")[:200].decode("utf-8", "replace")
            self.words[given.field_name.decode("utf-8", "replace")] = word

    def take_file(self, given: File) -> None:
        if self.file is None:
            given.file_object.seek(0)
            name = (given.file_name or b"").decode("utf-8", "replace")
            media = getattr(given, "content_type", None) or ""
            self.file = Upload(given.file_object.read(), name, media)


def _from_form(body: bytes, boundary: bytes | None) -> Upload:
    if not boundary:
        raise ServeError(400, "the form has no boundary in its content type")
    form = _Form()
    # All in memory: nothing is written unless it was asked for.
    config = {"MAX_MEMORY_FILE_SIZE": len(body) + 1, "MAX_FIELDS": _MOST_FIELDS}
    try:
        parser = FormParser(
            "multipart/form-data", form.take_field, form.take_file, None, boundary, config=config
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, LookupError) as error:
        raise ServeError(400, "the form is broken or cut off") from error
    if form.file is None:
        raise ServeError(422, f"the form holds no file: {_HOW}")
    return Upload(form.file.content, form.file.name, form.file.media, form.words)


def _from_json(body: bytes) -> Upload:
    asked = read_object(body)
    image = asked.get("image")
    if not isinstance(image, str):
        raise ServeError(422, f"there is no picture under 'image': {_HOW}")
    head, comma, data = image.partition(",")
    media = head.removeprefix("data:").partition(";")[0] if comma else ""
    try:
        content = base64.b64decode(data if comma else image, validate=True)
    except (binascii.Error, ValueError):
        raise ServeError(422, "'image' is not base64") from None
    words = {
        name: word for name in ("recogniser", "model") if (word := asked.get(name)) is not None
    }
    if not all(isinstance(word, str) for word in words.values()):
        raise ServeError(422, "'recogniser' and 'model' must be words")
    return Upload(content, media=media, words=words)
