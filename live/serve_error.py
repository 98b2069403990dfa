"""The one JSON form of every refusal: ``{"error": sentence, "code": word, "status": number}``.

``error`` is a plain string, as the Open Inference Protocol asks, so its clients show it as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from glyphcam.calibration.errors import GlyphcamError

CODES: Mapping[int, str] = MappingProxyType(
    {
        400: "bad_request",
        401: "token_needed",
        403: "refused",
        404: "not_found",
        405: "wrong_method",
        406: "not_acceptable",
        408: "too_slow",
        411: "length_needed",
        413: "too_large",
        415: "wrong_type",
        421: "wrong_host",
        422: "unusable",
        429: "busy",
        431: "headers_too_large",
        500: "internal",
        503: "not_ready",
    }
)
"""The word for each status; a word of its own may be given where one status has many causes."""


class ServeError(GlyphcamError):
    """A request that is refused with ``status``; the message is one sentence for the client."""

    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code or CODES.get(status, "refused")


def error_body(status: int, message: str, code: str | None = None) -> bytes:
    """Return the JSON bytes of one refusal."""
    word = code or CODES.get(status, "refused")
    form = {"error": message, "code": word, "status": status}
    return json.dumps(form, ensure_ascii=False).encode()


def phrase(status: int) -> str:
    """Return the plain words of a status, such as ``not found``."""
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return f"status {status}"
