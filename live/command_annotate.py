"""`glyphcam annotate`: films in, films with the readings drawn in out, or whole sessions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from glyphcam.live.annotate_dask import annotate_on_cluster
from glyphcam.live.annotate_film import annotate_film
from glyphcam.live.annotate_plan import Job, Plan, plan
from glyphcam.live.annotate_pool import Done, Progress, annotate_all, usable_cores
from glyphcam.live.annotate_progress import AnnotateProgress
from glyphcam.live.card_overlay import card_drawer
from glyphcam.live.film import Film
from glyphcam.live.film_source import FilmSource
from glyphcam.live.json_lines import JsonLines
from glyphcam.live.loop import run
from glyphcam.live.open_reader import READABLE, ReaderChoice, is_card, open_reader, title_of
from glyphcam.live.output import Output
from glyphcam.live.overlay import Overlay
from glyphcam.live.queue_live import queue_of_film
from glyphcam.live.queue_options import queue_options
from glyphcam.live.queue_wish import QueueWish
from glyphcam.live.tuning import PLAIN, tuning_from, tuning_options
from glyphcam.live.view import View


@click.command()
@click.argument("recogniser", type=click.Choice(READABLE))
@click.argument("videos", nargs=-1, required=True, type=Path, metavar="VIDEO...")
@click.option("-o", "into", type=Path, metavar="DIR", help="Make a session of each film in DIR.")
@click.option("--model", metavar="KIND|FILE", help="Model kind, or an ONNX file of your own.")
@tuning_options
@click.option("--json", "is_json", is_flag=True, help="One JSON object a frame, nothing else.")
@click.option(
    "--jobs", "-j", type=click.IntRange(1), default=usable_cores, metavar="N",
    help="Films at a time, with -o: one a core by default.",
)  # fmt: skip
@click.option("--dask", metavar="ADDRESS", help="Send the films to a Dask scheduler, with -o.")
@queue_options
def annotate(
    recogniser: str,
    videos: tuple[Path, ...],
    into: Path | None,
    model: str | None,
    user: str | None,
    min_precision: float | None,
    sets: float | None,
    is_json: bool,
    jobs: int,
    dask: str | None,
    queue: QueueWish,
) -> int:
    """Read every frame of VIDEOs.

    Without -o each becomes NAME_annotated.mp4 here, or with --json nothing but lines. With -o each
    becomes a session, DIR/NAME, with film, events and captions; what is done already is skipped,
    and what cannot be read is listed at the end (exit status 1).
    """
    choice = ReaderChoice(recogniser, model, tuning=tuning_from(user, min_precision, sets))
    if into is None:
        if dask is not None:
            raise click.UsageError("--dask needs -o DIR, a folder that the cluster sees too")
        for video in videos:
            _annotate_here(choice, video, is_json, queue)
        return 0
    if dask is not None and queue.is_wanted:
        raise click.UsageError("--queue keeps pictures on this machine: leave --dask out")
    if choice.tuning != PLAIN:
        open_reader(choice)  # what cannot be tuned is said once, not film by film
    planned = plan(videos, into, choice, queue)
    if is_json:
        return _one_by_one(planned, is_card(choice))
    news = annotate_all(planned.jobs, jobs)
    return _follow(planned, annotate_on_cluster(planned.jobs, dask) if dask else news)


def _follow(planned: Plan, news: Iterable[Progress | Done]) -> int:
    """Show how the films go, then what was made and what was not; return the exit status."""
    for folder in planned.done:
        click.echo(f"{folder.path} is done already", err=True)
    write = _write_over if sys.stderr.isatty() else None
    progress = AnnotateProgress(planned.jobs, write)
    done: list[Done] = []
    for one in news:
        progress.take(one)
        if isinstance(one, Done):
            done.append(one)
            if one.error is None:
                progress.end()
                click.echo(str(one.job.folder))
    progress.end()
    return _list_failures(done)


def _list_failures(done: Sequence[Done]) -> int:
    failed = [one for one in done if one.error is not None]
    for one in failed:
        click.echo(f"glyphcam: {one.job.video}: {one.error}", err=True)
    return 1 if failed else 0


def _one_by_one(planned: Plan, has_cards: bool) -> int:
    """Annotate film after film in this process, with every frame's line as it is read."""
    lines = JsonLines(sys.stdout, is_card=has_cards)
    return _list_failures([_with_lines(job, lines) for job in planned.jobs])


def _with_lines(job: Job, lines: JsonLines) -> Done:
    from glyphcam.calibration.errors import GlyphcamError

    try:
        annotate_film(job, lambda ahead: None, lines)
    except GlyphcamError as error:
        return Done(job, str(error))
    click.echo(str(job.folder), err=True)
    return Done(job)


def _annotate_here(choice: ReaderChoice, video: Path, is_json: bool, queue: QueueWish) -> None:
    """Read one film into NAME_annotated.mp4, or into JSON lines; SourceError where it is none."""
    reader = open_reader(choice)
    with ExitStack() as stack:
        source = stack.enter_context(FilmSource(video))
        outputs: list[Output] = []
        if is_json:
            outputs.append(JsonLines(sys.stdout, is_card=is_card(choice)))
        else:
            outputs.append(stack.enter_context(Film(Path(f"{video.stem}_annotated.mp4"))))
        for queued in queue_of_film(queue, choice, video, partial(click.echo, err=True)):
            outputs.append(stack.enter_context(queued))
        draw = Overlay(View(), title_of(choice), card_drawer(choice.recogniser))
        run(source, reader, draw, outputs)
    if not is_json:
        click.echo(f"{video.stem}_annotated.mp4")


def _write_over(text: str) -> None:
    click.echo(text, err=True, nl=False)
