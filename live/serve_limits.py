"""How much one client may ask of the server: sizes, times and counts, in one place."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of `glyphcam serve`; what lies over one is refused with a 4xx or a close.

    A connection has ``header_s`` for its request line and headers, then ``body_grace_s`` and one
    second more for every ``body_bytes_per_s`` received for its body. ``work_s`` is the longest a
    worker may take over one request before it is stopped and started again; ``waiting`` is how
    many requests may wait for a worker.
    """

    body_bytes: int = 20 * MIB
    film_bytes: int = 256 * MIB
    picture_pixels: int = 16_000_000
    patches: int = 4096
    csv_rows: int = 10_000
    header_bytes: int = 64 * 1024
    header_s: float = 10.0
    body_grace_s: float = 10.0
    body_bytes_per_s: int = 16 * 1024
    idle_s: float = 20.0
    work_s: float = 20.0
    connections: int = 512
    waiting: int = 1024
    live_clients: int = 8
    live_idle_s: float = 60.0
    live_frame_bytes: int = 2 * MIB
    live_pixels: int = 2_100_000


LIMITS = Limits()
