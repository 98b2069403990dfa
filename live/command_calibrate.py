"""`glyphcam calibrate`: the camera's check; and the report on a model's honesty."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType

import click

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "camera": "glyphcam.live.command_calibrate:camera",
        "report": "glyphcam.training.calibration_report:report",
    }
)
"""Where each part lives: the report needs the training extra, so it is named, not imported."""


class CalibrateGroup(click.Group):
    """A group whose parts are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the parts' names."""
        return list(_PARTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one part."""
        if cmd_name not in _PARTS:
            return None
        module, attribute = _PARTS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=CalibrateGroup)
def calibrate() -> None:
    """Check the camera, or report how honest a model's confidence is."""


@click.command()
@click.option("--source", "-s", default="0", show_default=True, metavar="S", help="The camera.")
@click.option("--no-window", is_flag=True, help="Open no window: the prompts are printed.")
@click.option("--no-save", is_flag=True, help="Keep no profile of this camera.")
@click.option("--json", "is_json", is_flag=True, help="The facts as one JSON object.")
def camera(source: str, no_window: bool, no_save: bool, is_json: bool) -> None:
    """Check the camera in half a minute: light, focus, rate, which way round it hangs."""
    from glyphcam.live.camera_check_run import CheckWish, check_camera

    wish = CheckWish(source, not no_window, not no_save)
    outcome = check_camera(wish, lambda line: click.echo(line, err=is_json))
    if is_json:
        advice = [asdict(each) for each in outcome.advices]
        click.echo(json.dumps({**asdict(outcome.facts), "advice": advice}))
