"""`glyphcam enrol`: learn one user's hand, or handwriting, from a few samples."""

from __future__ import annotations

from pathlib import Path

import click

from glyphcam.models.recognisers import RECOGNISERS


@click.command()
@click.argument("recogniser", default="asl", type=click.Choice(list(RECOGNISERS)))
@click.option("--user", default="me", show_default=True, metavar="NAME", help="Whose samples.")
@click.option("--samples", type=click.Choice(["1", "3", "5"]), default="3", show_default=True,
              help="How many of each letter.")  # fmt: skip
@click.option("--from", "folder", type=Path, metavar="DIR",
              help="Take them from pictures or films, a folder a letter.")  # fmt: skip
@click.option("--source", "-s", default="0", show_default=True, metavar="S", help="The camera.")
@click.option("--letters", default="", metavar="ABC", help="Only these letters.")
@click.option("--patches/--no-patches", default=False, show_default=True,
              help="Whether 28x28 pictures of the hand may be kept too.")  # fmt: skip
@click.option("--model", metavar="KIND|FILE", help="Model kind, or an ONNX file of your own.")
@click.option("--no-window", is_flag=True, help="Open no window: the prompts are printed.")
@click.option("--forget", "is_forgotten", is_flag=True, help="Remove all of the user's profiles.")
def enrol(
    recogniser: str,
    user: str,
    samples: str,
    folder: Path | None,
    source: str,
    letters: str,
    patches: bool,
    model: str | None,
    no_window: bool,
    is_forgotten: bool,
) -> None:
    """Learn how one user signs or writes, for `glyphcam live --user NAME`."""
    from glyphcam.live.enrol_run import EnrolWish, forget
    from glyphcam.live.enrol_run import enrol as run

    if is_forgotten:
        forget(user, click.echo)
        return
    wish = EnrolWish(
        user=user,
        recogniser=recogniser,
        model=model,
        source=source,
        folder=folder,
        letters=tuple(letters),
        count=int(samples),
        keeps_patches=patches,
        is_window_wanted=not no_window,
    )
    run(wish, click.echo)
