"""`glyphcam models`: the table of shipped models with size, speed and figures."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from glyphcam.training.model_table import model_rows, table_text


@click.command("models")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a model, a line each.")
def models(as_json: bool) -> None:
    """List the shipped models: size, speed on one thread, figures, patch version, date."""
    rows = model_rows()
    if not as_json:
        click.echo(table_text(rows))
        return
    for row in rows:
        click.echo(json.dumps({**asdict(row), "figures": dict(row.figures)}, ensure_ascii=False))
