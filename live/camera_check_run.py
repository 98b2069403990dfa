"""A camera check from wish to profile: play the script, say the verdict, keep what `live` needs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from glyphcam.calibration.errors import SourceError
from glyphcam.live.camera_check_facts import CameraFacts
from glyphcam.live.camera_check_script import CameraCheck, figures
from glyphcam.live.camera_check_setup import CameraSetup, setup_path
from glyphcam.live.camera_check_verdict import Advice, headline, verdict
from glyphcam.live.display import why_no_window
from glyphcam.live.enrol_stage import PlayEnd, play
from glyphcam.live.hand_tracker import HandTracker
from glyphcam.live.pace import in_real_time
from glyphcam.live.screen import HighGui
from glyphcam.live.source import open_source
from glyphcam.models.hand_finder import HandFinder

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class CheckWish:
    """Which source to check, in a window or not, and whether its profile is kept."""

    source: str = "0"
    is_window_wanted: bool = True
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found: the facts and an advice for every fault."""

    facts: CameraFacts
    advices: tuple[Advice, ...]


def check_camera(wish: CheckWish, say: Say) -> Outcome:
    """Play the check on the source, tell ``say`` the verdict, and keep the camera's profile.

    A source that ends early is judged by what it gave; SourceError where it gave nothing.
    """
    reason = why_no_window() if wish.is_window_wanted else None
    if reason is not None:
        say(f"{reason}: checking without a window")
    has_window = wish.is_window_wanted and reason is None
    with ExitStack() as stack:
        source = stack.enter_context(open_source(wish.source))
        script = CameraCheck(_left_out(has_window, source.is_live))
        frames = in_real_time(source) if has_window and not source.is_live else source
        screen = HighGui() if has_window else None
        end = play(frames, HandTracker(HandFinder()), script, screen, say)
    if not script.has_facts:
        raise SourceError(f"{wish.source} was left before a frame could be judged: check it again")
    outcome = Outcome(script.facts, verdict(script.facts))
    _tell(outcome, say)
    if end is PlayEnd.LEFT:
        say("left before the end: nothing was kept")
    elif wish.is_kept:
        path = setup_path(wish.source)
        setup_from(wish.source, outcome).save(path)
        say(f"kept for 'glyphcam live --source {wish.source}' in {path}")
    return outcome


def setup_from(source: str, outcome: Outcome) -> CameraSetup:
    """Return what `live` needs to know of the camera, and the verdict for the person."""
    facts = outcome.facts
    return CameraSetup(
        camera=source,
        is_mirrored=facts.hand is not None and facts.hand.is_mirrored,
        turn_deg=0 if facts.hand is None else facts.hand.turn_deg,
        width=facts.size_wh[0],
        height=facts.size_wh[1],
        rate_hz=facts.rate_hz,
        checked=date.today().isoformat(),
        verdict=" ".join((headline(outcome.advices), *(a.sentence for a in outcome.advices))),
    )


def _left_out(has_window: bool, is_live: bool) -> tuple[str, ...]:
    """Return the scenes that make no sense: a film sees no screen, and nobody sees without one."""
    if not has_window:
        return ("screen", "verdict")
    return () if is_live else ("screen",)


def _tell(outcome: Outcome, say: Say) -> None:
    say(figures(outcome.facts))
    say(headline(outcome.advices))
    for advice in outcome.advices:
        say(f"- {advice.sentence}")
