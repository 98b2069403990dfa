"""`glyphcam verify`: every figure of the shipped models once more, beside the one stamped."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.calibration.errors import ModelError
from glyphcam.models.network import Network
from glyphcam.models.shelf import shipped
from glyphcam.training.datasets import data_folder
from glyphcam.training.verify import Check, is_measurable, measure, retrain


@click.command("verify")
@click.argument("models", nargs=-1)
@click.option("--quick", is_flag=True, help="Leave out figures that need training again (ASL).")
@click.option("--retrain", "retrains", is_flag=True, help="Train every model again.")
def verify(models: tuple[str, ...], quick: bool, retrains: bool) -> None:
    """Recompute the figures of the shipped MODELS (default: all), e.g. digits-cnn.

    Figures of a test set are measured on the file; cross-validated ones are those of training it
    again. Ends with status 2 where one does not agree.
    """
    checks: list[Check] = []
    for path in _wanted(models):
        if not retrains and is_measurable(Network.load(path)):
            checks += _tell(measure(path, data_folder()))
        elif quick:
            click.echo(f"{path.stem:<20} left out: its figures are cross-validated")
        else:
            checks += _tell(retrain(path))
    wrong = [f"{check.model} {check.figure}" for check in checks if not check.is_right]
    if wrong:
        raise ModelError(f"{len(wrong)} figure(s) do not agree: {', '.join(wrong)}")
    click.echo(f"{len(checks)} figures agree")


def _tell(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    for each in checks:
        verdict = "agrees" if each.is_right else "DOES NOT AGREE"
        click.echo(
            f"{each.model:<20} {each.figure:<28} stamped {each.stamped:.4f}   "
            f"found {each.found:.4f}   {verdict}"
        )
    return checks


def _wanted(models: tuple[str, ...]) -> list[Path]:
    paths = {path.stem: path for path in shipped()}
    unknown = [name for name in models if name not in paths]
    if unknown:
        raise ModelError(f"no model {unknown[0]} is shipped: there are {', '.join(paths)}")
    return [paths[name] for name in models or paths]
