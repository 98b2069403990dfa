"""`glyphcam export`: the models in the form that another server takes."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.models.recognisers import RECOGNISERS, recogniser_named


@click.group()
def export() -> None:
    """Write the models in the form that another server takes."""


@export.command()
@click.argument("folder", type=Path, metavar="DIR")
@click.option("--recognisers", metavar="NAME,...", help="These alone.  [default: all]")
def triton(folder: Path, recognisers: str | None) -> None:
    """Write a model repository for NVIDIA's Triton server into the new folder DIR."""
    from glyphcam.live.export_triton import export_triton

    names = recognisers.split(",") if recognisers else list(RECOGNISERS)
    chosen = [recogniser_named(name.strip()).name for name in names]
    written = export_triton(folder, chosen)
    click.echo(f"{len(written)} models in {folder}: tritonserver --model-repository={folder}")
