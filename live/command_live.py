"""`glyphcam live`: read a camera, a film, pictures or a stream as it runs."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.live.go_live import LiveWish, go_live
from glyphcam.live.open_reader import HANDS_ENGINES, READABLE, ReaderChoice
from glyphcam.live.queue_options import queue_options
from glyphcam.live.queue_wish import QueueWish
from glyphcam.live.recorder import RecordSettings
from glyphcam.live.recorder_options import record_options
from glyphcam.live.spell_options import SpellWish, spell_options
from glyphcam.live.tuning import tuning_from, tuning_options

_SOURCE_HELP = (
    "A camera number, film, folder or pattern of pictures, http or rtsp address, 'demo', or "
    "'any' for the first camera that works, else the demo."
)


@click.command()
@click.argument("recogniser", default="asl", type=click.Choice(READABLE))
@click.option("--source", "-s", default="0", show_default=True, metavar="S", help=_SOURCE_HELP)
@click.option("--model", metavar="KIND|FILE", help="Model kind, or an ONNX file of your own.")
@click.option(
    "--hands", default="onnx", show_default=True, type=click.Choice(HANDS_ENGINES),
    help="What runs the hand networks.",
)  # fmt: skip
@tuning_options
@click.option("--save", type=Path, metavar="FILE", help="Write what is seen as an mp4.")
@click.option("--no-window", is_flag=True, help="Open no window.")
@click.option("--json", "is_json", is_flag=True, help="One JSON object a frame, nothing else.")
@spell_options
@record_options
@queue_options
def live(
    recogniser: str,
    source: str,
    model: str | None,
    hands: str,
    user: str | None,
    min_precision: float | None,
    sets: float | None,
    save: Path | None,
    no_window: bool,
    is_json: bool,
    recording: RecordSettings,
    queue: QueueWish,
    spelling: SpellWish,
) -> None:
    """Read a running source with a RECOGNISER, asl where none is named.

    In the window press h for the keys; q or Ctrl-C ends it.
    """
    choice = ReaderChoice(recogniser, model, hands, tuning_from(user, min_precision, sets))
    go_live(
        LiveWish(choice, source, save, not no_window, is_json, recording, queue, spelling),
        lambda line: click.echo(line, err=is_json),
    )
