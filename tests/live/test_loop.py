"""The loop reads every frame, shows notices unread, and leaves when an output asks."""

from __future__ import annotations

import numpy as np

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.loop import run
from glyphcam.live.output import Command
from glyphcam.live.reading import NOTHING, Reading, Step

BLANK = np.zeros((4, 4, 3), np.uint8)


class CountingReader:
    """Answers every frame with the number of frames read so far."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def read(self, frame: Frame) -> Reading:
        self.seen.append(frame.index)
        return Reading(text=str(len(self.seen)))

    def read_picture(self, image: Picture) -> Reading:
        return NOTHING


class Keeper:
    """Keeps the steps and asks for ``command`` at frame ``at``."""

    def __init__(self, command: Command | None = None, at: int = -1) -> None:
        self.steps: list[Step] = []
        self._command, self._at = command, at

    def take(self, step: Step) -> Command | None:
        self.steps.append(step)
        return self._command if step.frame.index == self._at else None


def draw(frame: Frame, reading: Reading) -> Picture:
    return frame.image


def frames(count: int, notice_at: int = -1) -> list[Frame]:
    return [
        Frame(BLANK, i, i / 30, notice="lost" if i == notice_at else None) for i in range(count)
    ]


def test_every_frame_reaches_every_output_in_order() -> None:
    one, other = Keeper(), Keeper()
    assert run(frames(5), CountingReader(), draw, [one, other]) is Command.QUIT
    assert [step.frame.index for step in one.steps] == [0, 1, 2, 3, 4]
    assert [step.reading.text for step in other.steps] == ["1", "2", "3", "4", "5"]


def test_a_command_ends_the_loop_after_all_outputs_took_the_step() -> None:
    asking, other = Keeper(Command.NEXT, at=2), Keeper()
    assert run(frames(5), CountingReader(), draw, [asking, other]) is Command.NEXT
    assert len(other.steps) == 3


def test_a_frame_with_a_notice_is_shown_but_not_read() -> None:
    reader, keeper = CountingReader(), Keeper()
    run(frames(3, notice_at=1), reader, draw, [keeper])
    assert reader.seen == [0, 2]
    assert keeper.steps[1].reading is NOTHING and keeper.steps[1].frame.notice == "lost"
