"""`glyphcam review retrain`: learn people's corrections, show both figures, and ask."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.calibration.errors import MissingExtra
from glyphcam.calibration.folders import queue_folder
from glyphcam.models.recognisers import kind_of, recogniser_named
from glyphcam.models.shelf import model_path


@click.command("retrain")
@click.argument("recogniser")
@click.argument("kind", required=False)
@click.option(
    "--queue-dir", type=click.Path(path_type=Path), help="The review queue; default: your own."
)
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), default=Path("runs"), show_default=True,
    help="Folder for the new model and a copy of the old one.",
)  # fmt: skip
@click.option("--whole", is_flag=True, help="Train from nothing instead of in seconds.")
@click.option("--yes", is_flag=True, help="Replace without asking, where it is better.")
def retrain(
    recogniser: str, kind: str | None, queue_dir: Path | None, out: Path, whole: bool, yes: bool
) -> int:
    """Teach KIND of RECOGNISER what people corrected, and replace it if it is better.

    Better means: on the corrections held back, and not worse on the untouched set. Otherwise the
    old model stays and the exit status is 1.
    """
    try:
        from glyphcam.training.promote import promote
        from glyphcam.training.review_retrain import Wish
        from glyphcam.training.review_retrain import retrain as carry_out
    except ModuleNotFoundError as error:
        if str(error.name).startswith("glyphcam"):
            raise
        raise MissingExtra("training", f"retraining ({error.name})") from error
    entry = recogniser_named(recogniser)
    kind = kind_of(entry, kind)
    place = out / f"review-{entry.name}-{kind}"
    wish = Wish(entry, kind, model_path(entry, kind), queue_dir or queue_folder(), place, whole)
    done = carry_out(wish, click.echo)
    click.echo(done.trial.untouched.text())
    click.echo(done.trial.held.text())
    click.echo(done.trial.verdict())
    if not done.trial.is_passed:
        click.echo(f"the old model stays; the new one is {done.candidate}")
        return 1
    if not (yes or click.confirm("replace the old model?")):
        click.echo(f"the old model stays; try the new one with --model {done.candidate}")
        return 1
    target = promote(done.candidate, entry, kind)
    click.echo(f"{target} is the new model; the old one is kept as {done.kept}")
    return 0
