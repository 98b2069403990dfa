"""Who may use the page: nobody without the token, and no other site's page."""

from __future__ import annotations

import re

import pytest

from glyphcam.calibration.review_query import ANSWERED, Where
from glyphcam.calibration.review_store import ReviewStore

pytest.importorskip("fastapi", reason="needs the extra 'web'")


def test_another_sites_page_and_a_stranger_get_nothing(fill, serve) -> None:
    import httpx

    folder = fill(1)
    address = serve()
    root, token = re.match(r"(http://[^/]+)/review\?(token=.+)", address).groups()
    assert httpx.get(f"{root}/review/state").status_code == 401
    assert httpx.get(f"{root}/review?{token}", headers={"Host": "evil.example"}).status_code == 421
    answer = {"item": 1, "verdict": "LABEL", "label": "A", "reviewer": "x"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        sent = httpx.post(f"{root}/review/answer?{token}", json=answer, headers=headers)
        assert sent.status_code == 403
    with ReviewStore.open(folder) as store:
        assert store.count(Where(ANSWERED)) == 0
