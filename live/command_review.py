"""`glyphcam review`: look at what was doubtful, correct it, and take the corrections away."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.queue_options import QUEUE_DIR
from glyphcam.live.review_export import NAMES
from glyphcam.models.recognisers import RECOGNISERS

REVIEWER = click.option(
    "--reviewer", default="", metavar="NAME", help="Who answers; your login name by default."
)


RETRAIN = "glyphcam.training.command_review_retrain:retrain"
"""Retraining belongs to the training package, which is imported only when it is called."""


class ReviewGroup(click.Group):
    """The commands below, and `retrain` by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*super().list_commands(ctx), "retrain"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, `retrain` imported now."""
        if cmd_name != "retrain":
            return super().get_command(ctx, cmd_name)
        module, attribute = RETRAIN.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=ReviewGroup, invoke_without_command=True)
@QUEUE_DIR
@REVIEWER
@click.option("--window", "is_window", is_flag=True, help="An OpenCV window, no browser.")
@click.option("--no-browser", is_flag=True, help="Only say the address of the page.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes any."
)
@click.pass_context
def review(
    context: click.Context,
    queue_dir: Path | None,
    reviewer: str,
    is_window: bool,
    no_browser: bool,
    port: int,
) -> None:
    """Look at the readings that --queue put aside, one key an answer.

    Opens a page in the browser that only this machine can reach; Finish on the page or Ctrl-C ends
    it. Nothing leaves this machine.
    """
    context.obj = queue_dir
    if context.invoked_subcommand is not None:
        return
    if is_window:
        from glyphcam.live.review_window import show_review

        show_review(queue_dir, reviewer, click.echo)
        return
    from glyphcam.live.review_serve import serve_review

    serve_review(queue_dir, reviewer, port, opens_browser=not no_browser, say=click.echo)


RECOGNISER = click.option(
    "--recogniser", type=click.Choice(list(RECOGNISERS)), default="asl", show_default=True,
    help="What was read.",
)  # fmt: skip


@review.command("list")
@click.option("--all", "is_all", is_flag=True, help="A line an item too.")
@click.pass_obj
def list_items(queue_dir: Path | None, is_all: bool) -> None:
    """Say what waits, what is answered, how reviewers agree, and which pictures are missing."""
    from glyphcam.live.review_list import listed

    with _open(queue_dir) as store:
        for line in listed(store, is_all=is_all):
            click.echo(line)


@review.command()
@click.option("--to", "form", required=True, type=click.Choice(list(NAMES)), help="The format.")
@click.option("-o", "into", type=Path, metavar="PATH", help="Where to; here by default.")
@RECOGNISER
@click.pass_obj
def export(queue_dir: Path | None, recogniser: str, form: str, into: Path | None) -> None:
    """Take the corrections away: a folder a class, CSV, NPZ, or Label Studio tasks of all items."""
    from glyphcam.live.review_export import export_review

    path = into or Path(f"{recogniser}-review{NAMES[form]}")
    with _open(queue_dir) as store:
        count = export_review(store, recogniser, form, path)
    click.echo(f"{path}: {count} items")


@review.command("import")
@click.argument("tasks", type=Path, metavar="FILE")
@click.pass_obj
def import_answers(queue_dir: Path | None, tasks: Path) -> None:
    """Take in what was annotated in Label Studio: FILE is its export as JSON."""
    from glyphcam.live.review_labelstudio import import_tasks

    with _open(queue_dir) as store:
        done = import_tasks(store, tasks)
    unknown = f", {done.unknown} of items that are not in this queue" if done.unknown else ""
    click.echo(f"{done.answers} answers taken in{unknown}")


@review.command()
@click.option("--user", required=True, metavar="NAME", help="Whose hand it is.")
@click.option(
    "--source", "sources", multiple=True, metavar="S",
    help="Only of this session or film, as the page names it; may be given again.",
)  # fmt: skip
@click.option("--patches", "keeps_patches", is_flag=True, help="Keep the small pictures too.")
@RECOGNISER
@click.pass_obj
def enrol(
    queue_dir: Path | None,
    user: str,
    sources: tuple[str, ...],
    keeps_patches: bool,
    recogniser: str,
) -> None:
    """Enrol what was corrected of one user's own hand: 'glyphcam live --user NAME' then uses it."""
    from glyphcam.live.review_enrol import ReviewEnrolWish, enrol_review

    wish = ReviewEnrolWish(user, recogniser, None, sources, keeps_patches)
    with _open(queue_dir) as store:
        enrol_review(store, wish, click.echo)


@review.command()
@click.option("--source", metavar="S", help="What came of this session or film.")
@click.option("--answered", "is_answered", is_flag=True, help="What somebody has answered.")
@click.option("--waiting", "is_waiting", is_flag=True, help="What nobody has answered.")
@click.option("--all", "is_all", is_flag=True, help="Everything.")
@click.option("--pictures", "only_pictures", is_flag=True, help="Only the pictures of these.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(
    queue_dir: Path | None,
    source: str | None,
    is_answered: bool,
    is_waiting: bool,
    is_all: bool,
    only_pictures: bool,
    is_sure: bool,
) -> None:
    """Remove items from the queue for good, with their pictures and answers."""
    from glyphcam.live.review_forget import Forget, forget_items

    if (source is not None) + is_answered + is_waiting + is_all != 1:
        raise click.UsageError("give one of --source, --answered, --waiting, --all")
    wish = Forget(source, is_answered, is_waiting, only_pictures)
    with _open(queue_dir) as store:
        count = store.count(wish.where(store))
        what = "pictures" if only_pictures else "items with their pictures and answers"
        if not is_sure:
            click.confirm(f"remove {count} {what} for good?", abort=True)
        click.echo(f"removed {forget_items(store, wish)} {what}")


def _open(queue_dir: Path | None) -> ReviewStore:
    """Open the queue; QueueError where nothing was ever queued, so that none is made."""
    from glyphcam.calibration.review_file import queue_path

    path = queue_path(queue_dir)
    if not path.is_file():
        raise QueueError(
            f"there is no queue at {path}: fill one with 'glyphcam live --queue' or "
            "'glyphcam annotate asl FILM --queue'"
        )
    return ReviewStore.open(queue_dir)
