"""An analysis as one HTML page with its pictures inside: nothing to fetch, nothing runs."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.training.analysis import Analysis
from glyphcam.training.charts import new_figure

_ZOOM, _ACROSS, _FIRST = 2, 24, 10

_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse}td,th{padding:2px 12px 2px 0;text-align:left}"
    "td.n{text-align:right}img{image-rendering:pixelated;max-width:100%}h2{margin-top:2em}"
)


def page(analysis: Analysis, shared: int | None = None) -> str:
    """Return the page; ``shared`` counts test pictures that are in the training part as well."""
    sections = (
        _overview(analysis, shared),
        _greys(analysis),
        _first(analysis),
        _means(analysis),
        _pairs(analysis),
        _duplicates(analysis),
        _suspects(analysis),
        _outliers(analysis),
    )
    body = "\n".join("\n".join(section) for section in sections)
    title = escape(f"{analysis.data.name}: {len(analysis.data)} pictures")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><h1>{title}</h1>{body}</html>\n"
    )


def _overview(analysis: Analysis, shared: int | None) -> Iterator[str]:
    data = analysis.data
    sources = "not known" if data.groups is None else str(len(np.unique(data.groups)))
    rows = [("pictures", str(len(data))), ("sources", sources)]
    rows += [(f"left out: {label}", str(count)) for label, count in data.left_out.items()]
    rows += [("no hand found in", str(len(data.missed)))] if len(data.missed) else []
    rows += [("note", note) for note in data.notes]
    rows += [("labels without a picture", _without(analysis))] if _without(analysis) else []
    if shared is not None:
        rows.append(("test pictures that are training pictures too", str(shared)))
    yield _table(("fact", "value"), rows)
    yield "<h2>Pictures a label</h2>"
    yield _table(
        ("label", "pictures", "mean grey", "spread"),
        [(c.label, str(c.count), f"{c.mean:.1f}", f"{c.spread:.1f}") for c in analysis.classes],
    )
    yield _bars([c.label for c in analysis.classes], [c.count for c in analysis.classes])


def _without(analysis: Analysis) -> str:
    return " ".join(each.label for each in analysis.classes if not each.count)


def _greys(analysis: Analysis) -> Iterator[str]:
    patches = analysis.data.patches
    yield "<h2>Greys</h2>"
    yield f"<p>All pixels: mean {patches.mean():.1f}, spread {patches.std():.1f} of 0 to 255.</p>"
    figure = new_figure((9, 3))
    left, right = figure.subplots(1, 2)
    left.bar(np.arange(0, 256, 8), np.histogram(patches, bins=32, range=(0, 256))[0], 8)
    left.set(title="pixels", xlabel="grey", yscale="log")
    right.hist(patches.reshape(len(patches), -1).mean(axis=1), bins=40)
    right.set(title="pictures", xlabel="mean grey of a picture")
    yield _chart(figure)


def _first(analysis: Analysis) -> Iterator[str]:
    yield "<h2>The first ten of each label</h2>"
    lines = []
    for column, each in enumerate(analysis.classes):
        rows = np.flatnonzero(analysis.data.targets == column)[:_FIRST]
        if rows.size:
            lines.append((each.label, _grid(analysis.data.patches[rows], _FIRST)))
    yield _pictures(lines)


def _means(analysis: Analysis) -> Iterator[str]:
    there = [i for i, each in enumerate(analysis.classes) if each.count]
    yield "<h2>The mean picture of each label</h2>"
    yield f"<p>{escape(' '.join(analysis.labels[i] for i in there))}</p>"
    yield _grid(np.rint(analysis.means[there]).astype(np.uint8))


def _pairs(analysis: Analysis) -> Iterator[str]:
    yield "<h2>Labels whose mean pictures are nearest</h2>"
    rows = [(p.one, p.other, f"{p.distance:.2f}") for p in analysis.pairs]
    yield _table(("label", "label", "distance"), rows)


def _duplicates(analysis: Analysis) -> Iterator[str]:
    extra = sum(len(rows) - 1 for rows in analysis.duplicates)
    yield "<h2>Duplicates</h2>"
    yield f"<p>{len(analysis.duplicates)} pictures are there more than once, {extra} too many. "
    yield f"{len(analysis.disputed)} of them under different labels.</p>"
    for rows in analysis.disputed[:_FIRST]:
        names = (
            f"{analysis.labels[analysis.data.targets[r]]}: {analysis.data.place(r)}" for r in rows
        )
        yield f"<p>{escape('; '.join(names))}</p>"
    yield _grid(analysis.data.patches[[rows[0] for rows in analysis.duplicates[:_ACROSS]]])


def _suspects(analysis: Analysis) -> Iterator[str]:
    yield "<h2>Suspected label errors</h2>"
    yield "<p>Pictures that their ten nearest of other sources call something else.</p>"
    rows = [
        (
            _grid(analysis.data.patches[[s.row]]),
            *(escape(word) for word in (s.label, s.likely, f"{s.doubt:.2f}")),
            escape(analysis.data.place(s.row)),
        )
        for s in analysis.suspects
    ]
    yield _table(("picture", "label", "likely", "doubt", "where"), rows, is_html=True)


def _outliers(analysis: Analysis) -> Iterator[str]:
    yield "<h2>Outliers</h2><p>Pictures farthest from all others.</p>"
    yield _grid(analysis.data.patches[list(analysis.outliers)])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], is_html: bool = False) -> str:
    cells = [[cell if is_html else escape(cell) for cell in row] for row in rows]
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in cells]
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    return f"<table><tr>{top}</tr>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _pictures(lines: Sequence[tuple[str, str]]) -> str:
    return _table(("label", ""), [(escape(name), html) for name, html in lines], is_html=True)


def _grid(patches: NDArray[np.uint8], across: int = _ACROSS) -> str:
    """Patches (n, 28, 28) side by side as an <img>, "" for none."""
    if not len(patches):
        return ""
    short = -len(patches) % min(across, len(patches))
    tiles = np.pad(patches, ((0, short), (1, 1), (1, 1)), constant_values=40)
    rows = tiles.reshape(-1, min(across, len(patches)), *tiles.shape[1:])
    sheet = rows.swapaxes(1, 2).reshape(rows.shape[0] * rows.shape[2], -1)
    large = sheet.repeat(_ZOOM, axis=0).repeat(_ZOOM, axis=1)
    return _image(cv2.imencode(".png", large)[1].tobytes())


def _bars(names: Sequence[str], counts: Sequence[int]) -> str:
    figure = new_figure((9, 2.5))
    axes = figure.subplots()
    axes.bar(range(len(names)), counts)
    axes.set_xticks(range(len(names)), names, rotation=90 if max(map(len, names)) > 2 else 0)
    return _chart(figure)


def _chart(figure: object) -> str:
    content = BytesIO()
    figure.savefig(content, format="png")  # type: ignore[attr-defined]
    return _image(content.getvalue())


def _image(content: bytes) -> str:
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(content).decode()}">'
