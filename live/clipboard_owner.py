"""Holds its standard input on X's clipboard until something else is copied.

``python -m glyphcam.live.clipboard_owner``: what xclip does, with Python's own tkinter.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Own the clipboard; end with status 1 where there is no display."""
    import tkinter

    text = sys.stdin.buffer.read().decode()
    try:
        root = tkinter.Tk()
    except tkinter.TclError:
        sys.exit(1)
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
