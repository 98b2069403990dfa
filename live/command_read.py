"""`glyphcam read`: single pictures, one answer a line."""

from __future__ import annotations

import json
from pathlib import Path

import click

from glyphcam.calibration.errors import PictureError
from glyphcam.live.open_reader import READABLE, ReaderChoice, open_reader
from glyphcam.live.picture import load_picture
from glyphcam.live.picture_record import picture_record
from glyphcam.live.told import told
from glyphcam.live.tuning import tuning_from, tuning_options


@click.command()
@click.argument("recogniser", type=click.Choice(READABLE))
@click.argument("pictures", nargs=-1, required=True, type=Path, metavar="PICTURE...")
@click.option("--model", metavar="KIND|FILE", help="Model kind, or an ONNX file of your own.")
@tuning_options
@click.option("--json", "is_json", is_flag=True, help="One JSON object a picture, nothing else.")
def read(
    recogniser: str,
    pictures: tuple[Path, ...],
    model: str | None,
    user: str | None,
    min_precision: float | None,
    sets: float | None,
    is_json: bool,
) -> int:
    """Read single PICTUREs; a folder stands for the pictures in it."""
    tuning = tuning_from(user, min_precision, sets)
    reader = open_reader(ReaderChoice(recogniser, model, tuning=tuning))
    bad = 0
    for path in pictures:
        try:
            still = load_picture(path)
        except PictureError as error:
            click.echo(f"glyphcam: {error}", err=True)
            bad += 1
            continue
        reading = reader.read_picture(still.image)
        record = picture_record(path, reading, still.shrink)
        click.echo(
            json.dumps(record, ensure_ascii=False) if is_json else f"{path}: {told(reading)}"
        )
    return 2 if bad else 0
