"""Gradio, as these pages use it: in the house's look, without fonts, counters or links outside."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from glyphcam.calibration.errors import MissingExtra
from glyphcam.live.serve_limits import LIMITS
from glyphcam.live.web_shell import PREFIX, style, top

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SHARE": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
"""Gradio counts its starts over the network unless told not to, before it is imported."""

_HEAD = """
<link rel="icon" href="/favicon.ico">
<style>
body, gradio-app { background: var(--back) !important; }
.gradio-container { max-width: 68rem !important; margin: 0 auto !important;
  padding: 0 1.25rem 4rem !important; }
.gradio-container main.fillable, .gradio-container .main { padding: 0 !important; max-width: none; }
.gradio-container .gc-top { padding-left: 0; padding-right: 0; }
.gradio-container .html-container, .gradio-container .block.plain { padding: 0 !important; }
.gradio-container :focus-visible { outline: 3px solid var(--accent) !important;
  outline-offset: 2px; }
.gradio-container .nav-holder { display: none !important; }
</style>
<script>
new MutationObserver(() => {
  for (const mark of document.querySelectorAll("svg:not([aria-label]):not([aria-hidden])")) {
    mark.setAttribute("aria-hidden", "true");
  }
  const title = document.querySelector("h1")?.textContent + " · Glyphcam";
  if (document.querySelector("h1") && document.title !== title) document.title = title;
}).observe(document, { childList: true, subtree: true });
</script>
"""
"""Gradio's marks are for show and say nothing to a screen reader; its pages have one title."""


@dataclass(frozen=True, slots=True)
class GradioPage:
    """One page: its name in the row of links, its path below the prefix, and what builds it."""

    name: str
    path: str
    build: Callable[[Any], None]


def mount_gradio(app: FastAPI, pages: Sequence[GradioPage]) -> None:
    """Mount ``pages`` below the prefix; MissingExtra where Gradio is not installed."""
    gr = quiet_gradio()
    with gr.Blocks(
        title="Glyphcam", analytics_enabled=False, delete_cache=(300, 3300), fill_width=True
    ) as blocks:
        gr.HTML('<p class="gc"><a href="/">To the pages</a></p>')
    for page in pages:
        with blocks.route(page.name, page.path, show_in_navbar=False):
            gr.HTML(top(page.name), apply_default_css=False)
            with gr.Column(elem_id="main"):
                page.build(gr)
    blocks.queue(default_concurrency_limit=2, max_size=32)
    with warnings.catch_warnings():
        # Said of every app of several pages, though server-side rendering is off anyway.
        warnings.filterwarnings("ignore", "SSR mode is not supported", UserWarning)
        _mount(gr, app, blocks)


def _mount(gr: Any, app: FastAPI, blocks: Any) -> None:
    gr.mount_gradio_app(
        app, blocks, PREFIX, footer_links=[], run_history=False, ssr_mode=False, pwa=False,
        enable_monitoring=False, mcp_server=False, max_file_size=LIMITS.film_bytes,
        show_error=False, theme=_theme(gr), head=style() + _HEAD,
    )  # fmt: skip


def quiet_gradio() -> Any:
    """Import Gradio with everything off that speaks to others, its files in a private folder."""
    os.environ.update(_QUIET)
    os.environ.setdefault("GRADIO_TEMP_DIR", str(upload_folder()))
    try:
        import gradio
    except ImportError:
        raise MissingExtra("web", "the pages") from None
    return gradio


@lru_cache(maxsize=1)
def upload_folder() -> Path:
    """Return the folder of everything uploaded: its owner's alone, gone at the end."""
    folder = tempfile.mkdtemp(prefix="glyphcam-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "body_background_fill": "var(--back)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--soft)",
        "background_fill_primary": "var(--paper)",
        "background_fill_secondary": "var(--back)",
        "border_color_primary": "var(--line)",
        "border_color_accent": "var(--accent)",
        "block_background_fill": "var(--paper)",
        "block_border_color": "var(--line)",
        "block_label_background_fill": "var(--paper)",
        "block_label_text_color": "var(--soft)",
        "block_title_text_color": "var(--soft)",
        "block_info_text_color": "var(--soft)",
        "input_background_fill": "var(--paper)",
        "input_border_color": "var(--soft)",
        "link_text_color": "var(--accent)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent)",
        "button_primary_text_color": "var(--on-accent)",
        "button_primary_text_color_hover": "var(--on-accent)",
        "button_secondary_background_fill": "var(--paper)",
        "button_secondary_text_color": "var(--ink)",
        "table_even_background_fill": "var(--paper)",
        "table_odd_background_fill": "var(--paper)",
        "table_border_color": "var(--line)",
        "table_text_color": "var(--ink)",
        "loader_color": "var(--accent)",
        "slider_color": "var(--accent)",
    }
)
"""Gradio's names of colours, in those of the style sheet, which knows light and dark."""


def _theme(gr: Any) -> Any:
    """Return Gradio's plainest theme in the house's colours.

    Fonts are the system's: Gradio's own themes name some that are fetched.
    """
    theme = gr.themes.Base(
        primary_hue="green", neutral_hue="slate", radius_size="md",
        font=["system-ui", "-apple-system", "Segoe UI", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )  # fmt: skip
    dark = {f"{name}_dark": value for name, value in _COLOURS.items()}
    return theme.set(
        **_COLOURS, **dark, block_radius="10px", block_shadow="none", button_transition="none"
    )
