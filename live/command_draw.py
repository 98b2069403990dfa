"""`glyphcam draw`: a window to draw one character in, read as it is drawn."""

from __future__ import annotations

import click

from glyphcam.calibration.errors import SettingError
from glyphcam.live.display import why_no_window
from glyphcam.models.recognisers import RECOGNISERS, Crop

_READS = tuple(name for name, entry in RECOGNISERS.items() if entry.crop is Crop.INK)


@click.command()
@click.argument("recogniser", default="characters", type=click.Choice(_READS))
@click.option("--model", metavar="KIND", help="Model kind.")
def draw(recogniser: str, model: str | None) -> None:
    """Draw one character with mouse, pen or finger and see what is read in it.

    z undoes, c clears, i turns dark on light into light on dark, n takes the next recogniser.
    """
    from glyphcam.live.draw_window import DrawDesk, DrawWindow

    reason = why_no_window()
    if reason is not None:
        raise SettingError(f"{reason}: draw in a browser instead, with 'glyphcam serve'")
    DrawWindow(DrawDesk("glyphcam draw"), recogniser, model).run()
