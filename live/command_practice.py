"""`glyphcam practice`: words and letters to sign, ticked off as they are read."""

from __future__ import annotations

import click


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD|LETTER]...")
@click.option("--user", metavar="NAME", help="Keep NAME's times and misses; without it none are.")
@click.option("--source", "-s", default="0", show_default=True, metavar="S", help="The camera.")
@click.option("--left-handed/--right-handed", default=None,
              help="Whose hand is drawn; without it that of the hand seen.")  # fmt: skip
@click.option("--count", type=click.IntRange(1, 500), default=10, show_default=True,
              help="How many words and letters, where none are named.")  # fmt: skip
@click.option("--seed", type=int, help="Ask the same again, as long as the record is the same.")
@click.option("--no-window", is_flag=True, help="Open no window: everything is printed.")
@click.option("--stats", is_flag=True, help="Print how well each letter is known, and end.")
def practice(
    words: tuple[str, ...],
    user: str | None,
    source: str,
    left_handed: bool | None,
    count: int,
    seed: int | None,
    no_window: bool,
    stats: bool,
) -> None:
    """Practise WORDS or LETTERS, or what is known least.

    The hand shape stands beside what is asked; a letter counts once it was held for half a
    second, J and Z once they were drawn. s skips, r asks again, q ends.
    """
    from glyphcam.calibration.errors import SettingError
    from glyphcam.live.practice_run import PracticeWish, items_of, practise, tell_stats

    if stats:
        if user is None:
            raise SettingError("whose? give --user NAME")
        tell_stats(user, click.echo)
        return
    wish = PracticeWish(user, items_of(words), source, left_handed, count, seed, not no_window)
    practise(wish, click.echo)
