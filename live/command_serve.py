"""`glyphcam serve`: the models in the browser and over HTTP."""

from __future__ import annotations

import importlib.util
import secrets
from pathlib import Path

import click

from glyphcam.calibration.errors import MissingExtra, SettingError
from glyphcam.calibration.folders import queue_folder
from glyphcam.live.queue_options import queue_options
from glyphcam.live.queue_wish import QueueWish
from glyphcam.live.serve_settings import ServeSettings, default_workers
from glyphcam.live.session_folder import DEFAULT_ROOT
from glyphcam.models.recognisers import RECOGNISERS, recogniser_named

NEEDED = ("fastapi", "uvicorn", "websockets", "python_multipart", "prometheus_client", "orjson")
"""What the extra brings and every part of the server imports."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any."
)
@click.option(
    "--token",
    metavar="WORD",
    envvar="GLYPHCAM_TOKEN",
    help="Let in only who knows it; made up where one is needed.  [env: GLYPHCAM_TOKEN]",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that read.  [default: one a core]"
)
@click.option("--recognisers", metavar="NAME,...", help="Serve these alone.  [default: all]")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A host name it is called by.")
@click.option(
    "--sessions", type=Path, default=DEFAULT_ROOT, show_default=True, metavar="DIR",
    help="Where the sessions are that the pages show.",
)  # fmt: skip
@queue_options
@click.option("--no-pages", is_flag=True, help="Serve programs alone, without the pages.")
def serve(
    host: str,
    port: int,
    token: str | None,
    workers: int | None,
    recognisers: str | None,
    names: tuple[str, ...],
    sessions: Path,
    no_pages: bool,
    queue: QueueWish,
) -> None:
    """Serve pages for a browser and an HTTP interface for programs, on this machine alone."""
    _need_web()
    settings = ServeSettings(
        host=host,
        port=port,
        token=_checked(token),
        workers=default_workers() if workers is None else workers,
        recognisers=_chosen(recognisers),
        names=names,
        sessions=sessions,
        queue=(queue.folder or queue_folder()) if queue.is_wanted else None,
    )
    if not settings.is_local and settings.token is None:
        settings = _with_token(settings)
    if not settings.is_local:
        click.echo(_OPEN, err=True)
    _run(settings, has_pages=not no_pages)


_OPEN = (
    "glyphcam: anybody who can reach this address and knows the token can use the server, over "
    "plain HTTP that others on the way can read; leave --host out to keep it to this machine"
)


def _run(settings: ServeSettings, has_pages: bool) -> None:
    from glyphcam.live.serve_app import make_app
    from glyphcam.live.serve_run import run_server

    run_server(settings, lambda bound: make_app(bound, has_pages=has_pages), click.echo)


def _need_web() -> None:
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise MissingExtra("web", "glyphcam serve")


def _with_token(settings: ServeSettings) -> ServeSettings:
    from dataclasses import replace

    return replace(settings, token=secrets.token_urlsafe(18))


def _checked(token: str | None) -> str | None:
    """Return ``token``; SettingError where it is one that a header or an address cannot carry."""
    if token is None:
        return None
    if len(token) < 8 or not all(letter.isalnum() or letter in "-._~" for letter in token):
        raise SettingError("--token needs 8 or more letters, digits, - . _ or ~")
    if not token.isascii():
        raise SettingError("--token needs plain letters: A to Z, a to z")
    return token


def _chosen(names: str | None) -> tuple[str, ...]:
    if names is None:
        return tuple(RECOGNISERS)
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not wanted:
        raise SettingError(f"--recognisers names none: choose of {', '.join(RECOGNISERS)}")
    return tuple(dict.fromkeys(recogniser_named(name).name for name in wanted))
