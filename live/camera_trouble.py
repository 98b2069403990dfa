"""Why a camera or stream gave no frame, in one sentence that ends with what to type instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

NEEDS_NONE = "`glyphcam live --source film.mp4` or `--source demo` needs none"

INSTEAD = f"`glyphcam cameras` lists what works, and {NEEDS_NONE}"


def camera_trouble(address: str) -> str:
    """Return the sentence for camera ``address``, "0" or "/dev/video0", that gave no frame."""
    return f"camera {address} gave no frame: {_reason(address)}; {INSTEAD}"


def no_camera(addresses: Sequence[str]) -> str:
    """Return the sentence for a machine none of whose cameras, all tried, gives frames."""
    if not addresses:
        return f"no camera delivers frames: {_reason('0')}; {NEEDS_NONE}"
    tried = ", ".join(addresses)
    return f"no camera delivers frames (tried {tried}): {_reason(addresses[0])}; {NEEDS_NONE}"


def stream_trouble(address: str) -> str:
    """Return the sentence for a network stream that gave no frame."""
    return (
        f"the stream {_without_password(address)} gave no frame: is the address right, and does "
        "it answer from here (try it in a browser or in VLC)?"
    )


def _reason(address: str) -> str:
    if sys.platform != "linux":
        return "is it plugged in, allowed in the system's privacy settings, and not in use?"
    path = Path(f"/dev/video{address}" if address.isdecimal() else address)
    if not path.exists():
        return f"there is no {path} on this machine (plugged in? shared with this container?)"
    if not os.access(path, os.R_OK | os.W_OK):
        return f"no permission for {path} (try: sudo usermod -aG video $USER, then log in again)"
    return f"{path} is there but another program may be using it, or it is not a camera"


def _without_password(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
