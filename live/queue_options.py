"""The options of the review queue, as one group for the commands that fill it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from glyphcam.live.queue_wish import QueueWish

Command = TypeVar("Command", bound=Callable[..., Any])

QUEUE_DIR = click.option(
    "--queue-dir", type=Path, metavar="DIR", help="The review queue's folder; your own by default."
)


def queue_options(command: Command) -> Command:
    """Give a command --queue and --queue-dir, handed over as one ``queue: QueueWish``."""

    @functools.wraps(command)
    def with_wish(is_queued: bool, queue_dir: Path | None, **others: Any) -> Any:
        return command(**others, queue=QueueWish(is_queued, queue_dir))

    option = click.option(
        "--queue", "is_queued", is_flag=True,
        help="Keep pictures of doubtful readings for 'glyphcam review'.",
    )  # fmt: skip
    wrapped: Any = option(QUEUE_DIR(with_wish))
    return wrapped
