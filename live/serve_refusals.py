"""Every error of the app in the one JSON form: what FastAPI raises, and what this program does."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from glyphcam.calibration.errors import GlyphcamError
from glyphcam.live.serve_error import ServeError, error_body, phrase


def add_refusals(app: FastAPI) -> None:
    """Give ``app`` the one form for its errors; what nobody foresaw is a 500 without a word more.

    The traceback of such a one goes to the server's own log, never to the client.
    """
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(GlyphcamError, _ours)
    app.add_exception_handler(Exception, _unforeseen)


def answer(error: ServeError) -> Response:
    """Return the response of one refusal."""
    body = error_body(error.status, str(error), error.code)
    return Response(body, error.status, media_type="application/json")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = error.detail if isinstance(error.detail, str) else phrase(error.status_code)
    if error.status_code == 404:
        sentence = "there is nothing here: /docs lists what there is"
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "another method")
        sentence = f"{request.method} is not for this address: use {allowed}"
    response = answer(ServeError(error.status_code, sentence))
    response.headers.update(error.headers or {})
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first.get("loc", ()))
    return answer(ServeError(422, f"{place}: {first.get('msg', 'cannot be used')}"))


async def _ours(request: Request, error: Exception) -> Response:
    if isinstance(error, ServeError):
        return answer(error)
    return answer(ServeError(422, str(error)))


async def _unforeseen(request: Request, error: Exception) -> Response:
    return answer(ServeError(500, "something went wrong here, not with you: the log says what"))
