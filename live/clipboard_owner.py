"""Holds its standard input on X's clipboard until something else is copied.

``python -m glyphcam.live.clipboard_owner``: what xclip does, with Python's own tkinter. Like xclip
it leaves a child behind that holds the text, and ends.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Leave a child behind that owns the clipboard; end with status 1 where there is no display."""
    import tkinter

    text = sys.stdin.buffer.read().decode()
    try:
        tkinter.Tk().destroy()
    except tkinter.TclError:
        sys.exit(1)
    if os.fork() == 0:
        _hold(text)
    os._exit(0)


def _hold(text: str) -> None:
    """Answer everybody who pastes, until somebody else copies."""
    import tkinter

    root = tkinter.Tk()
    root.withdraw()
    root.selection_handle(
        lambda offset, length: text[int(offset) : int(offset) + int(length)],
        selection="CLIPBOARD",
        type="UTF8_STRING",
    )
    root.selection_own(selection="CLIPBOARD", command=root.quit)
    root.mainloop()


if __name__ == "__main__":
    main()
