"""The options of spelling, as one group for the commands that can."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from glyphcam.live.spell_rule import HOLD_S

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class SpellWish:
    """What the user asked of spelling; ``words`` is a list of one's own, None the shipped one."""

    is_on: bool = True
    hold_s: float = HOLD_S
    is_fluent: bool = False
    words: Path | None = None


PLAIN_SPELLING = SpellWish()

OPTIONS = (
    click.option(
        "--spell/--no-spell", "is_spelling", default=True, help="Make text of the letters (asl)."
    ),
    click.option(
        "--hold", "hold_s", type=float, default=HOLD_S, show_default=True, metavar="SECONDS",
        help="How long a letter is held to be written.",
    ),
    click.option(
        "--fluent", "is_fluent", is_flag=True,
        help="Read spelling as it flows, nothing held, with a word list behind it.",
    ),
    click.option(
        "--words", type=Path, metavar="FILE", help="A word list of your own, one word a line."
    ),
)  # fmt: skip
"""In the order of --help."""


def spell_options(command: Command) -> Command:
    """Give a command the options above, handed over as one ``spelling: SpellWish``."""

    @functools.wraps(command)
    def with_wish(
        is_spelling: bool, hold_s: float, is_fluent: bool, words: Path | None, **others: Any
    ) -> Any:
        return command(**others, spelling=SpellWish(is_spelling, hold_s, is_fluent, words))

    wrapped: Any = with_wish
    for option in reversed(OPTIONS):
        wrapped = option(wrapped)
    return wrapped
