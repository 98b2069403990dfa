"""`glyphcam analyse`: one HTML page about a data set."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.calibration.errors import DataError, SettingError
from glyphcam.models.recognisers import RECOGNISERS, Recogniser, recogniser_named
from glyphcam.training.analysis import Analysis, analyse
from glyphcam.training.analysis_page import page
from glyphcam.training.datasets import load, load_raw
from glyphcam.training.duplicates import shared_parts
from glyphcam.training.label_codes import map_labels
from glyphcam.training.out_folder import made


@click.command("analyse")
@click.argument("recogniser", required=False)
@click.option("--data", "-d", multiple=True, required=True, help="Data sets, as for evaluate.")
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("runs/analysis.html"),
    show_default=True,
    help="The page to write.",
)
@click.option("--rows", default=10_000, show_default=True, help="Pictures looked at.")
@click.option("--skip-unreadable", is_flag=True, help="Leave out pictures that cannot be read.")
def analyse_command(
    recogniser: str | None, data: tuple[str, ...], out: Path, rows: int, skip_unreadable: bool
) -> None:
    """Look a data set over: counts, means, likenesses, duplicates, outliers, doubtful labels.

    Labels are those of RECOGNISER; default: the one that reads most of them.
    """
    entry = recogniser_named(recogniser) if recogniser else _guess(data)
    few = load(data, entry, "all", skip_unreadable, rows)
    if len(few) < 2:
        raise DataError(f"{few.name} has {len(few)} picture(s): too few to say anything")
    found = analyse(few, entry)
    made(out.parent)
    out.write_text(page(found, shared_parts(data, entry)), encoding="utf-8")
    _tell(found, entry, out)


def _tell(found: Analysis, entry: Recogniser, out: Path) -> None:
    counts = [each.count for each in found.classes if each.count]
    click.echo(f"{found.data.name} as {entry.name}: {len(found.data)} pictures looked at")
    click.echo(
        f"  {len(counts)} of {len(found.labels)} labels, {min(counts)} to {max(counts)} each"
    )
    click.echo(f"  {len(found.duplicates)} duplicated, {len(found.disputed)} with two labels")
    click.echo(f"  {len(found.suspects)} labels in doubt")
    click.echo(f"  page: {out}")


def _guess(data: tuple[str, ...]) -> Recogniser:
    """The recogniser that leaves out fewest of the first set's labels, then has fewest labels."""
    fits, faults = [], []
    for entry in RECOGNISERS.values():
        try:
            lost = sum(map_labels(load_raw(data[0], entry), entry).left_out.values())
        except DataError as error:
            faults.append(str(error))
            continue
        fits.append((lost, len(entry.labels), entry.name))
    if not fits:
        raise SettingError(f"no recogniser reads {data[0]}, name one: {faults[0]}")
    return recogniser_named(min(fits)[2])
