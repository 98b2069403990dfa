"""Items, or only their pictures, removed from the queue for good."""

from __future__ import annotations

from dataclasses import dataclass

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.review_query import ALL, ANSWERED, WAITING, Where
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.review_told import place_of


@dataclass(frozen=True, slots=True)
class Forget:
    """What is to go: of one source, or answered, or waiting; everything where none of these."""

    source: str | None = None
    is_answered: bool = False
    is_waiting: bool = False
    only_pictures: bool = False

    def where(self, store: ReviewStore) -> Where:
        """Return the condition; SettingError where there is no such source."""
        if self.source is not None:
            return ALL.also("items.source = ?", source_named(store, self.source))
        if self.is_answered:
            return Where(ANSWERED)
        return Where(WAITING) if self.is_waiting else ALL


def forget_items(store: ReviewStore, wish: Forget) -> int:
    """Remove them; return how many there were."""
    where = wish.where(store)
    return store.forget_pictures(where) if wish.only_pictures else store.forget(where)


def source_named(store: ReviewStore, name: str) -> str:
    """Return the source called so, by its whole name or as the page names it."""
    sources = store.sources()
    found = [source for source in sources if name in (source, place_of(source))]
    if len(found) != 1:
        reason = "is no source of an item" if not found else "names several sources"
        raise SettingError(f"'{name}' {reason}: see 'glyphcam review list'")
    return found[0]
