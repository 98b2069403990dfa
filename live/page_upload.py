"""The page Upload: a photo, a file of patches, or a film in; the same, read, out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2

from glyphcam.calibration.errors import DataError, GlyphcamError
from glyphcam.live.open_reader import AUTO, ReaderChoice
from glyphcam.live.picture_source import PICTURE_SUFFIXES
from glyphcam.live.web_film import FILM_SUFFIXES, Keep, show_film
from glyphcam.live.web_patches import SUFFIXES as PATCH_SUFFIXES
from glyphcam.live.web_photo import show_photo
from glyphcam.live.web_result import Shown, trouble
from glyphcam.live.web_sheet import show_patches
from glyphcam.models.recognisers import RECOGNISERS

DEFAULT = "default"
"""What the list of models calls a recogniser's own first one."""

KINDS = (*sorted(PICTURE_SUFFIXES), *PATCH_SUFFIXES, *FILM_SUFFIXES)
"""The kinds of file that are taken."""


def read_upload(
    path: Path, choice: ReaderChoice, into: Path, keep: Keep
) -> Iterator[float | Shown]:
    """Yield how far the reading is, 0 to 1, and at the end what is shown; GlyphcamError if not."""
    suffix = path.suffix.lower()
    if suffix in FILM_SUFFIXES:
        yield from show_film(path, choice, into, keep)
    elif suffix in PATCH_SUFFIXES:
        yield show_patches(path, choice, into)
    elif suffix in PICTURE_SUFFIXES:
        yield show_photo(path, choice)
    else:
        raise DataError(f"{path.name} is none of {', '.join(KINDS)}")


def builder(keep: Keep) -> Callable[[Any], None]:
    """Return what puts the page together; ``keep`` keeps films that are to be played."""
    return lambda gr: _build(gr, keep)


def _build(gr: Any, keep: Keep) -> None:
    gr.HTML(
        '<div class="gc"><h1>Upload</h1><p class="lead">A photo, a film, or a CSV, NPY or NPZ file '
        "of 28x28 patches is read on this computer and forgotten within the hour.</p></div>",
        apply_default_css=False,
    )
    with gr.Row():
        with gr.Column(scale=2, min_width=280):
            file = gr.File(label="File to read", file_types=list(KINDS), height=150)
            what = gr.Dropdown(_readable(), value=AUTO, label="Read it as")
            model = gr.Dropdown([DEFAULT], value=DEFAULT, label="Model")
            go = gr.Button("Read", variant="primary", elem_id="read")
        with gr.Column(scale=3, min_width=300):
            words = gr.HTML(
                '<div class="gc"><p class="soft">Nothing read yet.</p></div>',
                elem_id="words",
                apply_default_css=False,
            )
            picture = gr.Image(
                label="What was read",
                show_label=False,
                visible=False,
                format="png",
                buttons=["download"],
            )
            files = gr.File(
                label="To save", visible=False, file_count="multiple", interactive=False
            )
    private = {"api_visibility": "private"}
    what.change(
        lambda name: gr.update(choices=_models(name), value=DEFAULT), what, model, **private
    )
    shown = [words, picture, files]
    go.click(_reader(gr, keep), [file, what, model], shown, show_progress_on=words, **private)


def _readable() -> list[tuple[str, str]]:
    return [("a hand or a card", AUTO), *((r.title, r.name) for r in RECOGNISERS.values())]


def _models(name: str) -> list[str]:
    return [DEFAULT] if name == AUTO else [DEFAULT, *RECOGNISERS[name].kinds]


def _reader(gr: Any, keep: Keep) -> Any:
    bar = gr.Progress()  # Gradio fills in the bar where a parameter's default is one

    def read(file: str | None, what: str, model: str, progress: Any = bar) -> Iterator[list[Any]]:
        if file is None:
            yield _updates(gr, trouble("Choose a file first."))
            return
        choice = ReaderChoice(what, None if model == DEFAULT else model)
        with tempfile.TemporaryDirectory(dir=tempfile.gettempdir()) as folder:
            progress(0, desc="Reading")
            try:
                for news in read_upload(Path(file), choice, Path(folder), keep):
                    if isinstance(news, Shown):
                        yield _updates(gr, news)
                    else:
                        progress(news, desc="Reading the film")
            except GlyphcamError as error:
                yield _updates(gr, trouble(str(error)))

    return read


def _updates(gr: Any, shown: Shown) -> list[Any]:
    image = None if shown.picture is None else cv2.cvtColor(shown.picture, cv2.COLOR_BGR2RGB)
    return [
        shown.words,
        gr.update(value=image, visible=image is not None, alt_text=shown.told),
        gr.update(value=[str(one) for one in shown.files], visible=bool(shown.files)),
    ]  # fmt: skip
