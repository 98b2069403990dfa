"""A mailbox with one slot between two threads: the newest item wins, stale ones are counted."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """One slot: ``put`` never waits, ``take`` waits for something new."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: Item | None = None
        self._error: BaseException | None = None
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many items were replaced before anybody took them."""
        with self._changed:
            return self._dropped

    def put(self, item: Item) -> None:
        """Leave ``item``, in place of one that nobody took."""
        with self._changed:
            self._dropped += self._item is not None
            self._item = item
            self._changed.notify()

    def fail(self, error: BaseException) -> None:
        """Hand the writing thread's error over: the next ``take`` raises it."""
        with self._changed:
            self._error = error
            self._changed.notify()

    def clear(self) -> None:
        """Throw away what lies there: it is no longer true."""
        with self._changed:
            self._item = None

    def take(self, timeout_s: float) -> Item | None:
        """Return the newest item and empty the slot; None after ``timeout_s`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._error, timeout_s)
            if self._error is not None:
                raise self._error
            item, self._item = self._item, None
            return item
