"""`glyphcam evaluate`: measure a shipped or given model on any data set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from glyphcam.models.recognisers import Recogniser, kind_of, recogniser_named
from glyphcam.models.shelf import model_path
from glyphcam.training.dataset import Dataset
from glyphcam.training.datasets import data_folder, load
from glyphcam.training.default_sets import is_data_folder, test_set
from glyphcam.training.duplicates import shared_parts
from glyphcam.training.evaluate import evaluate, open_network
from glyphcam.training.report_files import write_report
from glyphcam.training.report_json import report_json
from glyphcam.training.report_text import report_text


@click.command("evaluate")
@click.argument("recogniser")
@click.argument("kind", required=False)
@click.option(
    "--data",
    "-d",
    multiple=True,
    help="Folder of pictures, .npz, .npy, .csv or IDX file; several are joined. "
    "PATH::CODE says what its integers stand for. Default: the tests of the shared data.",
)
@click.option(
    "--model", type=click.Path(path_type=Path), help="An ONNX file instead of the shipped one."
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON and nothing else.")
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), help="Folder for the report and its charts."
)
@click.option("--skip-unreadable", is_flag=True, help="Leave out pictures that cannot be read.")
def evaluate_command(
    recogniser: str,
    kind: str | None,
    data: tuple[str, ...],
    model: Path | None,
    as_json: bool,
    out: Path | None,
    skip_unreadable: bool,
) -> None:
    """Measure the model KIND of RECOGNISER on a data set.

    Where a set has a test part that part is taken, else all of it.
    """
    entry = recogniser_named(recogniser)
    path = model or model_path(entry, kind_of(entry, kind))
    network = open_network(path, entry)
    result = evaluate(network, entry, _data(entry, data, skip_unreadable))
    click.echo(report_json(result) if as_json else report_text(result).rstrip())
    if out is not None:
        for file in write_report(result, out):
            click.echo(file, err=True)


def _data(recogniser: Recogniser, named: tuple[str, ...], skips_unreadable: bool) -> Dataset:
    if not named:
        return test_set(recogniser, data_folder())
    if len(named) == 1 and is_data_folder(recogniser, Path(named[0])):
        return test_set(recogniser, Path(named[0]))
    data = load(named, recogniser, "test", skips_unreadable)
    return replace(data, notes=(*data.notes, *_twins(named, recogniser)))


def _twins(named: tuple[str, ...], recogniser: Recogniser) -> tuple[str, ...]:
    count = shared_parts(named, recogniser)
    if count is None:
        return ()
    return (f"{count} of its test pictures are in its training part as well",)
