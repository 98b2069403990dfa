"""`glyphcam promote`: move a tracked run's model, or a file, onto the shelf."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from glyphcam.calibration.errors import SettingError
from glyphcam.models.recognisers import kind_of, recogniser_named
from glyphcam.training.promote import promote


@click.command("promote")
@click.argument("recogniser")
@click.argument("kind")
@click.option("--run", "run_id", help="The run whose model it is; default: the champion.")
@click.option(
    "--track",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("mlruns"),
    show_default=True,
    help="Folder of the MLflow store.",
)
@click.option("--model", type=click.Path(path_type=Path), help="An ONNX file instead of a run.")
@click.option("--even-if-worse", is_flag=True, help="Replace a model of better accuracy.")
def promote_command(
    recogniser: str,
    kind: str,
    run_id: str | None,
    track: Path,
    model: Path | None,
    even_if_worse: bool,
) -> None:
    """Check a trained model and move it into models/; the old one stays until it has passed."""
    entry = recogniser_named(recogniser)
    kind = kind_of(entry, kind)
    if model is not None and run_id is not None:
        raise SettingError("give --run or --model, not both")
    with TemporaryDirectory() as folder:
        candidate = model or _fetch(f"{recogniser}-{kind}", run_id, track, Path(folder))
        click.echo(promote(candidate, entry, kind, even_if_worse))


def _fetch(name: str, run_id: str | None, track: Path, folder: Path) -> Path:
    from glyphcam.training.track import fetch_model

    return fetch_model(name, run_id, track, folder)
