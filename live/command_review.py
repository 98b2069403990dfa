"""`glyphcam review`: look at what was doubtful, correct it, and take the corrections away."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.live.queue_options import QUEUE_DIR

REVIEWER = click.option(
    "--reviewer", default="", metavar="NAME", help="Who answers; your login name by default."
)


@click.group(invoke_without_command=True)
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
