"""`glyphcam drift`: whether camera, light or hand have changed over the recorded sessions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from glyphcam.calibration.errors import DataError, SettingError
from glyphcam.live.drift_measure import Measure, measure
from glyphcam.live.drift_queue import QueueWord, queue_word
from glyphcam.live.drift_verdict import Drift, drift_of
from glyphcam.live.queue_options import QUEUE_DIR
from glyphcam.live.session_folder import DEFAULT_ROOT, all_sessions
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.training_reference import training_references


@click.command()
@click.option(
    "--sessions", "root", type=Path, default=DEFAULT_ROOT, show_default=True, metavar="DIR",
    help="Where sessions are kept.",
)  # fmt: skip
@QUEUE_DIR
@click.option("--plot", type=Path, metavar="FILE", help="Draw it as a PNG, one a recogniser.")
@click.option("--json", "is_json", is_flag=True, help="One JSON object, nothing else.")
def drift(root: Path, queue_dir: Path | None, plot: Path | None, is_json: bool) -> None:
    """Compare the newest sessions with those before and with what the models were trained on.

    Says when to check the camera, to come nearer, or to enrol again.
    """
    drifts = drifts_of(_measured(root))
    if not drifts:
        raise SettingError(
            f"nothing was read in any session in {root}: record some with 'glyphcam live --record'"
        )
    words = [queue_word(queue_dir, one.recogniser) for one in drifts]
    if plot is not None:
        for line in _draw(drifts, plot):
            click.echo(line, err=is_json)
    if is_json:
        told = [_told(one, word) for one, word in zip(drifts, words, strict=True)]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for one, word in zip(drifts, words, strict=True):
        for line in lines_of(one, word):
            click.echo(line)


def drifts_of(measures: Sequence[Measure]) -> tuple[Drift, ...]:
    """Judge the sessions of each recogniser, oldest first."""
    references = training_references()
    names = dict.fromkeys(one.recogniser for one in measures)
    return tuple(
        drift_of(name, [one for one in measures if one.recogniser == name], references.get(name))
        for name in names
    )


def lines_of(one: Drift, word: QueueWord | None) -> Iterator[str]:
    """Yield a table of the sessions, what was found, and what to do."""
    yield f"{one.recogniser}: {len(one.measures)} sessions"
    yield f"  {'session':32} {'confidence':>10} {'unsure':>7} {'hand px':>8} {'brightness':>10}"
    for row in one.measures:
        yield (
            f"  {row.name:32} {row.confidence:10.0%} {row.unsure:7.0%} "
            f"{_number(row.hand_px):>8} {_number(row.brightness):>10}"
        )
    strangers = strangers_unsure(one.recogniser)
    if strangers is not None:
        yield f"  still pictures of people no model had seen: {strangers:.0%} unsure"
    if word is not None:
        yield (
            f"  review queue: {word.items} doubtful readings, {word.answered} looked at, "
            f"{word.corrected} of these were wrong"
        )
    for finding in one.findings:
        yield f"  {finding.words}: {finding.advice.value}"
    if not one.findings:
        yield "  nothing has drifted"


def strangers_unsure(recogniser: str) -> float | None:
    """Return the share of unsure answers on sources left out of training; None where not stamped.

    Of a film more is unsure: each change of letter is, for a moment.
    """
    entry = RECOGNISERS.get(recogniser)
    if entry is None:
        return None
    answered = Network.shipped(entry).stamp.figures.get("coverage")
    return None if answered is None else 1.0 - answered


def _measured(root: Path) -> list[Measure]:
    found = []
    for folder in all_sessions(root):
        try:
            one = measure(folder)
        except DataError as error:
            click.echo(f"left out: {error}", err=True)
            continue
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: one.started)


def _draw(drifts: Sequence[Drift], plot: Path) -> Iterator[str]:
    import cv2

    from glyphcam.live.drift_plot import draw_drift

    references = training_references()
    for one in drifts:
        named = plot.with_name(f"{plot.stem}-{one.recogniser}{plot.suffix}")
        path = plot if len(drifts) == 1 else named
        _, png = cv2.imencode(".png", draw_drift(one, references.get(one.recogniser)))
        try:
            path.write_bytes(png.tobytes())
        except OSError as error:
            raise SettingError(f"{path} cannot be written: {error.strerror}") from error
        yield str(path)


def _told(one: Drift, word: QueueWord | None) -> dict[str, Any]:
    return {
        "recogniser": one.recogniser,
        "unsure_of_strangers": strangers_unsure(one.recogniser),
        "sessions": [{**asdict(m), "started": m.started.isoformat()} for m in one.measures],
        "findings": [{"words": f.words, "advice": f.advice.name.lower()} for f in one.findings],
        "queue": None if word is None else asdict(word),
    }


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"
