"""The overlay's few colours, BGR, and what they mean."""

from __future__ import annotations

Colour = tuple[int, int, int]
"""BGR, 0 to 255."""

WHITE: Colour = (255, 255, 255)
SOFT: Colour = (205, 205, 200)
"""Text of less weight."""
INK: Colour = (24, 20, 18)
"""Outlines and empty bars."""
SURE: Colour = (128, 222, 92)
UNSURE: Colour = (64, 184, 255)
"""Amber: also hints and notices."""
ALARM: Colour = (72, 72, 240)
"""Red: a camera that stopped, a recording that runs."""
FINGERS: tuple[Colour, ...] = (
    (96, 170, 255),
    (110, 225, 250),
    (150, 230, 120),
    (250, 200, 110),
    (235, 150, 225),
)
"""Thumb to little finger."""
