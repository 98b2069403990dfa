"""Who may come in: the Host and Origin of every request, and the token where one is needed.

A page of another site that is open in the same browser can send requests to 127.0.0.1. It cannot
forge Origin or Sec-Fetch-Site, so those are what is judged; a name of its own that it points at
127.0.0.1 (DNS rebinding) shows in Host.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_settings import LOCAL_HOSTS, ServeSettings

if TYPE_CHECKING:
    from starlette.types import Scope

Headers = Mapping[str, str]

COOKIE = "glyphcam-token"
"""The cookie a browser keeps the token in once it was opened with ?token=."""

OPEN_PATHS = frozenset({"/health", "/ready", "/v2/health/live", "/v2/health/ready"})
"""What answers without the token: it says no more than that the server runs."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses, by ServeError, what may not come in under ``settings``."""

    def __init__(self, settings: ServeSettings) -> None:
        self._token = settings.token
        self._names = {name.lower() for name in (*LOCAL_HOSTS, settings.host, *settings.names)}
        self._is_local = settings.is_local

    def check(self, scope: Scope) -> bool:
        """Let a request of ``scope`` pass; return whether its token is to be kept as a cookie."""
        headers = headers_of(scope)
        host = headers.get("host", "")
        if not self._is_called_rightly(host):
            raise ServeError(421, "the server is not called by this name: use its address")
        _refuse_cross_site(scope, headers, host)
        return self._check_token(scope, headers)

    def _is_called_rightly(self, host: str) -> bool:
        name = host_name(host)
        if name in self._names:
            return True
        # A rebound name is a name: where others may come in at all, a plain address is none.
        return not self._is_local and _is_address(name)

    def _check_token(self, scope: Scope, headers: Headers) -> bool:
        if self._token is None or scope["path"].removeprefix("/v1") in OPEN_PATHS:
            return False
        if self._is_right(_bearer(headers)) or self._is_right(_cookie(headers)):
            return False
        if self._is_right(asked_token(scope)):
            return scope["type"] == "http" and scope["method"] == "GET"
        raise ServeError(
            401, "a token is needed: send 'Authorization: Bearer TOKEN', or open /?token=TOKEN once"
        )

    def _is_right(self, given: str | None) -> bool:
        if given is None or self._token is None:
            return False
        return hmac.compare_digest(given.encode(), self._token.encode())


def headers_of(scope: Scope) -> Headers:
    """Return the headers, names in small letters; a name given twice keeps its last value."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def host_name(host: str) -> str:
    """Return a Host header's name without its port, in small letters, an IPv6 address bare."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _refuse_cross_site(scope: Scope, headers: Headers, host: str) -> None:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.partition("://")[2].lower() != host.lower():
        raise ServeError(403, "another site's page may not use this server")
    if site in (None, "same-origin", "none"):
        return
    is_link = scope["type"] == "http" and scope["method"] in _SAFE_METHODS
    if not (is_link and headers.get("sec-fetch-mode") == "navigate"):
        raise ServeError(403, "another site's page may not use this server")
    if headers.get("sec-fetch-dest") not in (None, "document"):
        raise ServeError(403, "another site may not show this server in a frame")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _bearer(headers: Headers) -> str | None:
    kind, _, value = headers.get("authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else None


def _cookie(headers: Headers) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return None if found is None else found.value


def asked_token(scope: Scope) -> str | None:
    """Return the token in the address, ``?token=``, or None."""
    query = scope["query_string"].decode("latin-1")
    try:
        return parse_qs(query, max_num_fields=50).get("token", [None])[0]
    except ValueError:
        return None
