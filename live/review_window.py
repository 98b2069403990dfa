"""The review in an OpenCV window, for a machine without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from glyphcam.calibration.errors import QueueError, SettingError
from glyphcam.calibration.profile import user_name
from glyphcam.calibration.review_file import queue_path
from glyphcam.calibration.review_item import Filters, QueuedItem, Verdict
from glyphcam.calibration.review_query import where_of
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.display import why_no_window
from glyphcam.live.review_film import strip_of
from glyphcam.live.review_keys import Does, Meant, meant_by
from glyphcam.live.review_picture import SIZE_WH, Shown, draw_review
from glyphcam.live.review_who import default_reviewer
from glyphcam.live.screen import HighGui, Screen

MOST = 500
"""So many items are put in order at a time."""

WAIT_MS = 30


def show_review(folder: Path | None, reviewer: str, say: Callable[[str], None]) -> None:
    """Show what waits until the person leaves; SettingError where no window can open."""
    reason = why_no_window()
    if reason is not None:
        raise SettingError(f"{reason}: leave --window out for the page in the browser")
    if not queue_path(folder).is_file():
        raise QueueError(f"there is no queue at {queue_path(folder)}: fill one with --queue")
    with ReviewStore.open(folder) as store:
        count = review_on(store, user_name(reviewer or default_reviewer()), HighGui())
    say(f"{count} answered")


def review_on(store: ReviewStore, reviewer: str, screen: Screen) -> int:
    """Ask about item after item on ``screen``; return how many were answered."""
    desk = _Desk(store, reviewer)
    screen.open(SIZE_WH)
    shown: QueuedItem | None = None
    try:
        while (item := desk.now) is not None and not screen.is_closed():
            if item is not shown:
                screen.show(draw_review(desk.shown(item)))
                shown = item
            meant = meant_by(screen.key(WAIT_MS), item.item.labels)
            if meant is not None and not desk.obey(meant):
                break
    finally:
        screen.close()
    return desk.answered


class _Desk:
    """What waits, and what was answered; the window only shows it."""

    def __init__(self, store: ReviewStore, reviewer: str) -> None:
        self.answered = 0
        self._store = store
        self._reviewer = reviewer
        self._waiting: list[QueuedItem] = []
        self._fill()

    @property
    def now(self) -> QueuedItem | None:
        """The item in question, None once nothing waits."""
        return self._waiting[0] if self._waiting else None

    def shown(self, item: QueuedItem) -> Shown:
        """Return all that is drawn of an item."""
        left = self._store.count(where_of(Filters(reviewer=self._reviewer)))
        picture = self._store.picture(item.item_id)
        return Shown(item.item, picture, strip_of(item.item), self.answered, left)

    def obey(self, meant: Meant) -> bool:
        """Do what a key means; False where the person leaves."""
        if meant.does is Does.END:
            return False
        if meant.does is Does.UNDO:
            self._undo()
        else:
            self._answer(self._waiting[0], meant)
        return True

    def _answer(self, item: QueuedItem, meant: Meant) -> None:
        label = meant.label or item.item.label
        verdict = _VERDICTS[meant.does]
        self._store.answer(item.item_id, self._reviewer, verdict, label)
        self.answered += verdict is not Verdict.SKIP
        del self._waiting[0]
        if not self._waiting:
            self._fill()

    def _undo(self) -> None:
        taken = self._store.undo(self._reviewer)
        if taken is None:
            return
        self.answered = max(0, self.answered - (taken.answer.verdict is not Verdict.SKIP))
        self._waiting = [one for one in self._waiting if one.item_id != taken.item_id]
        self._waiting.insert(0, self._store.item(taken.item_id))

    def _fill(self) -> None:
        self._waiting = list(self._store.pending(Filters(reviewer=self._reviewer), MOST))


_VERDICTS = {
    Does.CONFIRM: Verdict.LABEL,
    Does.CORRECT: Verdict.LABEL,
    Does.NOT_A_SIGN: Verdict.NOT_A_SIGN,
    Does.SKIP: Verdict.SKIP,
}
