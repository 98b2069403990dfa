"""The loop that everything hangs on: frame, reading, overlay, outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.output import Command, Output
from glyphcam.live.reader import Reader
from glyphcam.live.reading import NOTHING, Reading, Step

Draw = Callable[[Frame, Reading], Picture]
"""Draws a reading over its frame: a new (h, w, 3) uint8 BGR picture."""


def run(frames: Iterable[Frame], reader: Reader, draw: Draw, outputs: Sequence[Output]) -> Command:
    """Read every frame and hand each step to every output, until one asks for something.

    Returns what was asked, or QUIT at the end of the frames. A frame with a notice (a camera that
    stopped) is shown but not read.
    """
    for frame in frames:
        reading = reader.read(frame) if frame.notice is None else NOTHING
        step = Step(frame, reading, draw(frame, reading))
        asked = [command for output in outputs if (command := output.take(step)) is not None]
        if asked:
            return asked[0]
    return Command.QUIT
