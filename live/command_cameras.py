"""`glyphcam cameras`: which cameras really deliver frames."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from glyphcam.calibration.errors import SourceError
from glyphcam.live.camera_list import found_cameras, likely_addresses
from glyphcam.live.camera_trouble import no_camera


@click.command()
@click.option("--json", "is_json", is_flag=True, help="One JSON object a camera, nothing else.")
def cameras(is_json: bool) -> None:
    """List the cameras that really deliver frames, with size and rate."""
    addresses = likely_addresses()
    count = 0
    for found in found_cameras(addresses):
        count += 1
        if is_json:
            click.echo(json.dumps(asdict(found)))
        else:
            width, height = found.size_wh
            click.echo(
                f"{found.address}  {found.name}  {width}x{height}  {found.rate_hz:.0f} frames a "
                f"second: glyphcam live --source {found.address}"
            )
    if count == 0:
        raise SourceError(no_camera(addresses))
