"""Play frames at their own speed, for a window: none is left out, none comes early."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from glyphcam.live.frame import Frame


def in_real_time(
    frames: Iterable[Frame],
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[Frame]:
    """Yield each frame when its ``seconds`` have come; after a pause the rest moves along."""
    start_s: float | None = None
    for frame in frames:
        now_s = clock()
        if start_s is None or now_s - start_s > frame.seconds:
            start_s = now_s - frame.seconds
        if (early_s := start_s + frame.seconds - now_s) > 0:
            wait(early_s)
        yield frame
