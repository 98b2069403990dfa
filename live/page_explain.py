"""The page Explain: what a model looked at in a picture, and the examples nearest to it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2

from glyphcam.calibration.errors import DataError, GlyphcamError
from glyphcam.live.answer_panel import percent
from glyphcam.live.draw_answer import shipped_network
from glyphcam.live.page_draw import patch_url
from glyphcam.live.web_explain import Why, explain, picture_of
from glyphcam.live.web_known import Alike
from glyphcam.live.web_photo import load_photo
from glyphcam.live.web_result import answer, bars, block, trouble
from glyphcam.models.recognisers import RECOGNISERS, recogniser_named

_NO_DATA = (
    "Nearest training examples are shown where the training pictures are at hand: set "
    "GLYPHCAM_DATA to their folder before starting the server. They are not shipped."
)


def builder(data: Path | None) -> Callable[[Any], None]:
    """Return what puts the page together; ``data`` is the folder of training sets, if any."""

    def build(gr: Any) -> None:
        gr.HTML(
            '<div class="gc"><h1>Explain</h1><p class="lead">What in a picture a model looked at: '
            "windows of it are covered one by one, and where the answer suffers, there it looked. "
            "Beside it, the training examples the model finds most alike.</p></div>",
            apply_default_css=False,
        )
        with gr.Row():
            with gr.Column(scale=2, min_width=280):
                file = gr.File(label="Picture of a hand, a card or one glyph", file_types=["image"])
                what = gr.Dropdown(
                    [(r.title, r.name) for r in RECOGNISERS.values()],
                    value="asl",
                    label="Read it as",
                )
                model = gr.Dropdown(
                    list(RECOGNISERS["asl"].kinds), value="fused", label="Model", elem_id="model"
                )
                go = gr.Button("Explain", variant="primary", elem_id="read")
            with gr.Column(scale=3, min_width=300):
                words = gr.HTML(
                    '<div class="gc"><p class="soft">Nothing explained yet.</p></div>',
                    apply_default_css=False,
                )
                picture = gr.Image(
                    label="What it saw, and what it looked at",
                    show_label=False,
                    visible=False,
                    buttons=["download"],
                )
                alike = gr.HTML(visible=False, apply_default_css=False)
        private = {"api_visibility": "private"}
        what.change(lambda name: _kinds(gr, name), what, model, **private)
        go.click(_explainer(gr, data), [file, what, model], [words, picture, alike], **private)

    return build


def _kinds(gr: Any, name: str) -> Any:
    kinds = list(RECOGNISERS[name].kinds)
    return gr.update(choices=kinds, value=kinds[0])


def _explainer(gr: Any, data: Path | None) -> Callable[[str | None, str, str], list[Any]]:
    def run(file: str | None, what: str, model: str) -> list[Any]:
        nothing = [gr.update(visible=False)] * 2
        if file is None:
            return [trouble("Choose a picture first.").words, *nothing]
        try:
            network = shipped_network(recogniser_named(what).name, model)
            image = load_photo(Path(file))
            try:
                why, note = explain(network, image, data), "" if data else _NO_DATA
            except DataError as error:
                why, note = explain(network, image, None), str(error)
        except GlyphcamError as error:
            return [trouble(str(error)).words, *nothing]
        shown = cv2.cvtColor(picture_of(why), cv2.COLOR_BGR2RGB)
        told = (
            f"Left the 28 by 28 pixels, right what spoke for {why.prediction.label} and against it"
        )
        return [
            _words(why, what == "kannada"),
            gr.update(value=shown, visible=True, alt_text=told),
            gr.update(value=_examples(why.alike, note), visible=True),
        ]

    return run


def _words(why: Why, is_kannada: bool) -> str:
    best = why.prediction
    beside = "unsure" if best.is_unsure else f"{percent(best.confidence)} sure"
    legend = (
        '<p class="soft"><i class="dot for"></i> spoke for '
        f'{html.escape(best.label)} &ensp;<i class="dot against"></i> spoke against it</p>'
    )
    return block(answer(best.label, beside, best.is_unsure), bars(best.top(5), is_kannada), legend)


def _examples(alike: Sequence[Alike], note: str) -> str:
    if not alike:
        return block(f'<p class="soft">{html.escape(note)}</p>')
    items = "".join(
        f'<li><img src="{patch_url(one.observation.patch)}" width="84" height="84" alt="">'
        f"<span><b>{html.escape(one.label)}</b> {one.distance:.1f} off</span></li>"
        for one in alike
    )
    return block(f'<h2>Nearest training examples</h2><ul class="patches">{items}</ul>')
