"""The review queue in lines of text: what waits, who agrees, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from glyphcam.calibration.review_agreement import Agreement
from glyphcam.calibration.review_item import QueuedItem, Verdict
from glyphcam.calibration.review_query import WAITING, Where
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.review_told import place_of
from glyphcam.models.recognisers import RECOGNISERS


def listed(store: ReviewStore, *, is_all: bool = False) -> Iterator[str]:
    """Yield a line a recogniser, a source, a pair of reviewers and a missing picture."""
    yield f"{store.path}: {store.count()} items"
    for name in RECOGNISERS:
        counts = store.counts(name)
        if counts.items:
            yield f"  {name}: {counts.waiting} wait, {counts.answered} answered"
        yield from (_agreed(name, one) for one in store.agreements(name))
    for source in store.sources():
        ours = Where().also("items.source = ?", source)
        waiting = store.count(ours.also(WAITING))
        yield f"  {place_of(source)}: {store.count(ours)} items, {waiting} wait"
    items = store.items()
    yield from (_without_picture(one) for one in items if not one.has_picture)
    if is_all:
        yield from map(_line, items)


def _agreed(name: str, one: Agreement) -> str:
    kappa = "" if one.kappa is None else f", kappa {one.kappa:.2f}"
    return (
        f"  {name}: {one.first} and {one.second} agree on {one.agreed} of {one.items} "
        f"({one.percent:.0f} %{kappa})"
    )


def _without_picture(queued: QueuedItem) -> str:
    item = queued.item
    return f"  item {queued.item_id} ({item.label}, {place_of(item.source)}) has no picture"


def _line(queued: QueuedItem) -> str:
    item = queued.item
    said = ", ".join(f"{one.reviewer}: {_said(one.label, one.verdict)}" for one in queued.answers)
    return (
        f"  {queued.item_id:6} {item.recogniser} {item.label} {item.confidence:.0%} "
        f"({'; '.join(why.value for why in item.why)}) {place_of(item.source)} "
        f"at {item.seconds:.1f} s{': ' + said if said else ''}"
    )


def _said(label: str, verdict: Verdict) -> str:
    return label or verdict.value
