"""Keeps whatever ended a thread's work, for its owner to raise: no thread dies in silence."""

from __future__ import annotations

from types import TracebackType


class Handover:
    """The outermost ``with`` of a thread; ``error`` is the first that ended its block, or None.

    All that can be raised is kept, an exit too: raised here it would end the thread alone, and
    the program would go on without it.
    """

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> Handover:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Keep what ended the block; the first is the cause."""
        self.error = self.error or error
        return True
