"""The page of docs/serve.md names limits and routes that are there."""

from __future__ import annotations

import re
from pathlib import Path

from glyphcam.live.command_serve import serve
from glyphcam.live.serve_limits import LIMITS, MIB

BODIES = "body; upload of a film"
TEXT = (Path(__file__).parents[3] / "docs" / "serve.md").read_text(encoding="utf-8")


def test_the_limits_told_are_the_limits_kept() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE))
    body, film = (
        int(number) * MIB for number in re.findall(r"(\d+) MiB", rows["body; upload of a film"])
    )
    assert (body, film) == (LIMITS.body_bytes, LIMITS.film_bytes)
    assert rows["picture"].startswith(f"{LIMITS.picture_pixels // 1_000_000} million pixels")
    assert rows["patches in a request"] == f"{LIMITS.patches:,}"
    assert rows["headers"] == f"{LIMITS.header_bytes // 1024} KiB, within {LIMITS.header_s:.0f} s"
    assert rows["connections"].startswith(f"{LIMITS.connections}:")
    assert rows["requests that wait"].startswith(f"{LIMITS.waiting:,},")
    assert rows["live clients; frame"].startswith(f"{LIMITS.live_clients}; 2 MiB and 2.1 million")
    assert rows["work on one request"].startswith(f"{LIMITS.work_s:.0f} s")


def test_the_options_told_are_the_options_there_are() -> None:
    told = set(re.findall(r"\[(--[a-z-]+)", TEXT.partition("```\n")[2].partition("```")[0]))
    assert told == {option.opts[0] for option in serve.params}
