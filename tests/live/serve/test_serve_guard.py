"""Who may come in: names, other sites' pages, tokens. Asked of the guard itself and of a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_guard import Guard
from glyphcam.live.serve_settings import ServeSettings

LOCAL = Guard(ServeSettings())
OPEN = Guard(ServeSettings(host="0.0.0.0", token="a-good-token", names=("lab.example",)))


def scope(
    path: str = "/models", method: str = "POST", query: str = "", **headers: str
) -> dict[str, object]:
    given = {"host": "127.0.0.1:8000"} | {n.replace("_", "-"): v for n, v in headers.items()}
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_this_machine_may_be_called_by_its_own_names(host: str) -> None:
    assert LOCAL.check(scope(host=host)) is False


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.7", "", "[::1", "localhost.evil"]
)
def test_a_name_that_was_pointed_at_this_machine_is_refused(host: str) -> None:
    with pytest.raises(ServeError, match="not called by this name"):
        LOCAL.check(scope(host=host))


def test_where_others_may_come_in_an_address_or_a_given_name_will_do() -> None:
    for host in ("192.168.1.7:8000", "lab.example", "[fe80::1]:8000"):
        OPEN.check(scope(host=host, authorization="Bearer a-good-token"))
    with pytest.raises(ServeError, match="not called by this name"):
        OPEN.check(scope(host="evil.example", authorization="Bearer a-good-token"))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"},
    ],
)
def test_another_sites_page_may_not_post(headers: dict[str, str]) -> None:
    with pytest.raises(ServeError, match="another site's page"):
        LOCAL.check(scope(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:8000", "sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
        {},
    ],
)
def test_its_own_page_and_a_program_may_post(headers: dict[str, str]) -> None:
    assert LOCAL.check(scope(**headers)) is False


def test_a_link_on_another_page_may_be_followed_but_not_framed_nor_fetched() -> None:
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    LOCAL.check(scope(method="GET", sec_fetch_dest="document", **link))
    with pytest.raises(ServeError, match="in a frame"):
        LOCAL.check(scope(method="GET", sec_fetch_dest="iframe", **link))
    with pytest.raises(ServeError, match="another site's page"):
        LOCAL.check(scope(method="GET", sec_fetch_site="cross-site", sec_fetch_mode="no-cors"))


def test_another_sites_page_may_not_open_the_websocket() -> None:
    socket = scope("/live", origin="http://evil.example") | {"type": "websocket"}
    with pytest.raises(ServeError, match="another site's page"):
        LOCAL.check(socket)


@pytest.mark.parametrize(
    "given",
    [
        {"authorization": "Bearer a-good-token"},
        {"cookie": "other=1; glyphcam-token=a-good-token"},
        {"query": "token=a-good-token"},
    ],
)
def test_the_token_lets_in_and_is_kept_only_where_an_address_that_is_opened_bore_it(
    given: dict[str, str],
) -> None:
    assert OPEN.check(scope(method="POST", **given)) is False
    assert OPEN.check(scope(method="GET", **given)) is ("query" in given)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Basic a-good-token"},
        {"authorization": "Bearer"},
        {"cookie": "glyphcam-token=wrong"},
        {"cookie": "\x01=;;;="},
        {"query": "token=a-good-tokem"},
        {"query": "&".join("a=b" for _ in range(999))},
        {"authorization": "Bearer \u00fc"},
    ],
)
def test_without_the_token_nobody_comes_in(given: dict[str, str]) -> None:
    with pytest.raises(ServeError, match="a token is needed"):
        OPEN.check(scope(**given))


def test_whether_the_server_runs_is_no_secret() -> None:
    paths = ("/health", "/ready", "/v1/health", "/v2/health/live", "/v2/health/ready")
    assert [OPEN.check(scope(path, "GET")) for path in paths] == [False] * len(paths)


def test_a_browser_that_was_opened_with_the_token_keeps_it(serve: Any, tmp_path: Path) -> None:
    with serve(tmp_path, "--token", "a-good-token", "--workers", "1") as served:
        with served.client() as browser:
            assert browser.get("/models").status_code == 401
            first = browser.get("/models?token=a-good-token")
            assert "HttpOnly" in first.headers["set-cookie"]
            assert "SameSite=Strict" in first.headers["set-cookie"]
            assert browser.get("/models").status_code == 200
        headers = {"Authorization": "Bearer a-good-token"}
        assert httpx.get(f"{served.url}/metrics", headers=headers).status_code == 200
        refused = httpx.get(f"{served.url}/metrics")
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["code"] == "token_needed"


def test_the_server_itself_refuses_other_names_and_sites(client: httpx.Client) -> None:
    assert client.get("/models", headers={"Host": "evil.example"}).status_code == 421
    answer = client.post("/predict", headers={"Origin": "http://evil.example"}, content=b"x")
    assert (answer.status_code, answer.json()["code"]) == (403, "refused")
