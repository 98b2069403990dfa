"""What the person has chosen to see: shared by the window, which changes it, and the overlay."""

from __future__ import annotations

from dataclasses import dataclass

TOLD_S = 2.5
"""How long a short message, such as where a snapshot went, stays on the picture."""


@dataclass(slots=True)
class View:
    """The state that keys change; ``is_mirrored`` concerns the display
    alone, ``has_keys`` is set by a window, which obeys them."""

    is_mirrored: bool = False
    has_keys: bool = False
    is_help_shown: bool = False
    is_paused: bool = False
    wants_recording: bool = False
    is_recording: bool = False
    message: str | None = None
    message_until_s: float = 0.0

    def say(self, message: str, now_s: float) -> None:
        """Show ``message`` on the picture for a moment; ``now_s`` on the overlay's clock."""
        self.message = message
        self.message_until_s = now_s + TOLD_S

    def message_at(self, now_s: float) -> str | None:
        """Return what is to be shown at ``now_s``."""
        return self.message if now_s < self.message_until_s else None
