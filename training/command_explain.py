"""`glyphcam explain`: what a model looked at in one picture."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.models.network import Network
from glyphcam.models.recognisers import Recogniser, kind_of, recogniser_named
from glyphcam.models.shelf import model_path
from glyphcam.training.datasets import data_folder, load
from glyphcam.training.default_sets import LEARNED_FILES
from glyphcam.training.evaluate import open_network
from glyphcam.training.explanation import (
    METHODS,
    Explanation,
    explain_by_likeness,
    explain_by_map,
    observe,
)
from glyphcam.training.explanation_files import draw_explanation, explanation_json
from glyphcam.training.out_folder import made


@click.command("explain")
@click.argument("recogniser")
@click.argument("kind")
@click.argument("picture", type=click.Path(path_type=Path))
@click.option(
    "--method",
    type=click.Choice(METHODS),
    help="Default: neighbours for nearest-neighbour models, else occlusion.",
)
@click.option("--label", help="Explain this label instead of the answer.")
@click.option("--data", "-d", multiple=True, help="Where neighbours are looked for.")
@click.option("--rows", default=10_000, show_default=True, help="Pictures neighbours are of.")
@click.option("--model", type=click.Path(path_type=Path), help="An ONNX file to explain instead.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on standard output.")
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    help="The PNG; default: beside the picture's name.",
)
def explain(
    recogniser: str,
    kind: str,
    picture: Path,
    method: str | None,
    label: str | None,
    data: tuple[str, ...],
    rows: int,
    model: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Show what the model KIND of RECOGNISER looked at in PICTURE, as PNG and JSON."""
    entry = recogniser_named(recogniser)
    kind = kind_of(entry, kind)
    network = open_network(model or model_path(entry, kind), entry)
    method = method or ("neighbours" if kind.endswith("knn") else METHODS[0])
    observation = observe(picture, entry)
    if method == "neighbours":
        known = load(_learned(entry, data), entry, "train", most=rows)
        found = explain_by_likeness(network, picture, observation, known)
    else:
        found = explain_by_map(network, picture, observation, method, label)
    _write(found, network, out or Path(f"{picture.stem}-{recogniser}-{kind}.png"), as_json)


def _write(found: Explanation, network: Network, out: Path, as_json: bool) -> None:
    told = explanation_json(found)
    made(out.parent)
    draw_explanation(found, out)
    out.with_suffix(".json").write_text(told + "\n", encoding="utf-8")
    if as_json:
        click.echo(told)
        return
    answer = found.prediction
    click.echo(f"{found.picture}: {answer.label} at {answer.confidence:.1%} by {network.path.name}")
    click.echo(f"{found.method} for {found.label}: {out} and {out.with_suffix('.json').name}")


def _learned(recogniser: Recogniser, data: tuple[str, ...]) -> tuple[str, ...]:
    if data:
        return data
    return tuple(str(data_folder() / name) for name in LEARNED_FILES[recogniser.name])
