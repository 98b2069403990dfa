"""`glyphcam sessions`: list, show, check, export, report, erase what was recorded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from glyphcam.calibration.errors import DataError
from glyphcam.live.command_replay import replay
from glyphcam.live.export_formats import FORMATS, export_sessions
from glyphcam.live.session_erase import erase_session, older_than
from glyphcam.live.session_facts import read_facts
from glyphcam.live.session_finish import finish_killed, finish_session
from glyphcam.live.session_folder import (
    DEFAULT_ROOT,
    SessionFolder,
    all_sessions,
    find_session,
)
from glyphcam.live.session_lock import is_held
from glyphcam.live.session_report import write_report
from glyphcam.live.session_summary import Summary, read_summary

NAMES = click.argument("names", nargs=-1, required=True, metavar="SESSION...")


ROOT = click.option(
    "--sessions", "root", type=Path, default=DEFAULT_ROOT, show_default=True, metavar="DIR",
    help="Where sessions are kept.",
)  # fmt: skip


@click.group()
def sessions() -> None:
    """List, show, replay, check, export, report and erase recorded sessions.

    A SESSION is a name from the list, a folder, or "last".
    """


@sessions.command("list")
@ROOT
def list_sessions(root: Path) -> None:
    """List the sessions, oldest first."""
    found = all_sessions(root)
    if not found:
        click.echo(f"no sessions in {root}: record one with 'glyphcam live --record'", err=True)
    for folder in found:
        click.echo(f"{folder.name:32} {_state(folder)}")


@sessions.command()
@NAMES
@ROOT
def show(root: Path, names: tuple[str, ...]) -> None:
    """Show what was read in a session, and how sure."""
    for name in names:
        folder = find_session(root, name)
        for line in _shown(folder, _summary(folder)):
            click.echo(line)


@sessions.command()
@ROOT
def check(root: Path) -> int:
    """Finish the sessions whose recording was killed, and look every other one over."""
    for line in finish_killed(root):
        click.echo(line)
    faults = [fault for folder in all_sessions(root) if (fault := _fault(folder))]
    for fault in faults:
        click.echo(fault, err=True)
    if not faults:
        click.echo(f"{len(all_sessions(root))} sessions in {root} are good")
    return 1 if faults else 0


@sessions.command()
@NAMES
@click.option("--to", "form", required=True, type=click.Choice(list(FORMATS)), help="The format.")
@click.option("-o", "into", type=Path, metavar="FILE|DIR", help="Where to; here by default.")
@ROOT
def export(root: Path, names: tuple[str, ...], form: str, into: Path | None) -> None:
    """Export sessions: tables, ELAN tiers, Label Studio tasks, or JSON like COCO's for films."""
    folders = [find_session(root, name) for name in names]
    for path in export_sessions(folders, FORMATS[form], into):
        click.echo(str(path))


@sessions.command()
@NAMES
@click.option("-o", "into", type=Path, metavar="FILE", help="Into the session by default.")
@ROOT
def report(root: Path, names: tuple[str, ...], into: Path | None) -> None:
    """Write one HTML page about a session: film, timeline, unsure moments."""
    if into is not None and len(names) > 1:
        raise click.UsageError("-o names one file: report one session at a time")
    for name in names:
        folder = find_session(root, name)
        path = into or folder.path / "report.html"
        write_report(folder, path)
        click.echo(str(path))


@sessions.command()
@click.argument("names", nargs=-1, metavar="SESSION...")
@click.option(
    "--keep-days", type=click.FloatRange(0, min_open=True), metavar="N",
    help="Erase those begun more than N days ago.",
)  # fmt: skip
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
@ROOT
def erase(root: Path, names: tuple[str, ...], keep_days: float | None, is_sure: bool) -> None:
    """Erase sessions for good: by name, or those older than --keep-days."""
    if bool(names) == (keep_days is not None):
        raise click.UsageError("name sessions, or give --keep-days N")
    folders = [find_session(root, name) for name in names]
    if keep_days is not None:
        folders = list(older_than(root, keep_days, datetime.now().astimezone()))
    for folder in folders:
        if not is_sure:
            click.confirm(f"erase {folder.path} for good?", abort=True)
        _erase(folder)


def _erase(folder: SessionFolder) -> None:
    left = erase_session(folder)
    click.echo(f"erased {folder.path}")
    for path in left:
        click.echo(f"left {path}: it is none of ours", err=True)


def _state(folder: SessionFolder) -> str:
    try:
        if not folder.is_finished:
            return "being recorded" if is_held(folder.events) else "not ended: run 'check'"
        summary = read_summary(folder.summary)
    except DataError as error:
        return str(error)
    return f"{summary.seconds:8.1f} s  {summary.text:.40}{_mark(summary)}"


def _mark(summary: Summary) -> str:
    if summary.is_killed:
        return "  (was killed)"
    return f"  ({summary.stopped})" if summary.stopped else ""


def _shown(folder: SessionFolder, summary: Summary) -> list[str]:
    facts = read_facts(folder.facts)
    lines = [
        f"{folder.path}",
        f"  {facts.recogniser} from {facts.source}, {facts.started:%Y-%m-%d %H:%M:%S}, "
        f"{facts.who or 'nobody named'}; consent: {facts.consent or 'none noted'}",
        f"  {summary.seconds:.1f} s, {summary.frames} frames, {summary.dropped} dropped from the "
        f"film, {summary.unsure} unsure",
        f"  read: {summary.text or 'nothing'} ({summary.letters_a_minute:.1f} letters a minute)",
        *(f"  model: {m.file} {m.sha256[:12]}" for m in facts.models),
    ]
    return lines + [
        f"  unsure at {moment.start_s:.1f} s for {moment.end_s - moment.start_s:.1f} s: "
        f"perhaps {moment.label}"
        for moment in summary.unsure_moments
    ]


def _summary(folder: SessionFolder) -> Summary:
    return read_summary(folder.summary) if folder.is_finished else finish_session(folder)


def _fault(folder: SessionFolder) -> str | None:
    """Return what is wrong with a finished session, if anything."""
    if not folder.is_finished:
        return None
    try:
        summary = read_summary(folder.summary)
        keep = read_facts(folder.facts).keep
    except DataError as error:
        return str(error)
    if keep.has_video and summary.filmed and not folder.video.is_file():
        return f"{folder.video} is missing: the session's film was taken away"
    return None


sessions.add_command(replay)
