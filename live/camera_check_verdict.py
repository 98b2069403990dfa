"""The verdict in plain words: one rule a fault, each with what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from glyphcam.live.camera_check_facts import CameraFacts, HandSummary

LEAST_RATE_HZ = 15.0
LEAST_WIDTH = 320
DARK_BELOW = 60.0
BURNT_OVER = 0.12
FLICKER_OVER = 0.015
BLURRED_OVER_PX = 2.5
MOTION_OVER_PX = 2.0
OLD_OVER_S = 0.15
SLOW_GLASS_S = 0.3
HAND_DARK_BELOW = 55.0
HAND_LIKE_GROUND = 12.0
HAND_SMALL_BELOW = 0.18
HAND_LARGE_OVER = 0.85


@dataclass(frozen=True, slots=True)
class Advice:
    """One fault by its short ``name``, and one sentence: what is wrong and what to do."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    is_broken: Callable[[CameraFacts], bool]
    sentence: Callable[[CameraFacts], str]


def verdict(facts: CameraFacts) -> tuple[Advice, ...]:
    """Return an advice for every fault, the gravest first; none for a good camera."""
    return tuple(Advice(r.name, r.sentence(facts)) for r in _RULES if r.is_broken(facts))


def headline(advices: tuple[Advice, ...]) -> str:
    """Return the verdict in one line."""
    if not advices:
        return "This camera is good for reading signs."
    things = "one thing" if len(advices) == 1 else f"{len(advices)} things"
    return f"This camera works; {things} would make it better:"


def _of_hand(test: Callable[[HandSummary], bool]) -> Callable[[CameraFacts], bool]:
    return lambda facts: facts.hand is not None and test(facts.hand)


def _is_backlit(hand: HandSummary) -> bool:
    return hand.light < HAND_DARK_BELOW and hand.around > hand.light + 40


_RULES = (
    _Rule(
        "slow",
        lambda f: f.rate_hz < LEAST_RATE_HZ,
        lambda f: (
            f"It gives {f.rate_hz:.0f} pictures a second, 15 or more are needed: give more light, "
            "plug it straight into the computer, or choose a smaller picture."
        ),
    ),
    _Rule(
        "dark",
        lambda f: f.light < DARK_BELOW,
        lambda f: (
            f"The picture is dark (light {f.light:.0f} of 255): switch on a lamp, or sit so that "
            "the window is before you."
        ),
    ),
    _Rule(
        "burnt",
        lambda f: f.burnt > BURNT_OVER,
        lambda f: (
            f"{f.burnt * 100:.0f} % of the picture is burnt to white: turn away from the lamp or "
            "window, or lower the camera's exposure."
        ),
    ),
    _Rule(
        "backlit",
        _of_hand(_is_backlit),
        lambda f: (
            "The hand is dark before a light ground: put the light before you, not behind you."
        ),
    ),
    _Rule(
        "flickering",
        lambda f: f.flicker > FLICKER_OVER,
        lambda f: (
            f"The light flickers by {f.flicker * 100:.0f} % from picture to picture: set the "
            "camera to your mains' 50 or 60 Hz, or use daylight or another lamp."
        ),
    ),
    _Rule(
        "blurred",
        lambda f: f.blur_px > BLURRED_OVER_PX,
        lambda f: (
            f"The picture is blurred over {f.blur_px:.1f} pixels: wipe the lens, take the "
            "protective film off, or set the focus to arm's length."
        ),
    ),
    _Rule(
        "motion-blurred",
        _of_hand(lambda h: (h.motion_blur_px or 0.0) > MOTION_OVER_PX),
        lambda f: "A moving hand smears: give more light, so that each picture takes less time.",
    ),
    _Rule(
        "turned",
        _of_hand(lambda h: h.turn_deg != 0),
        lambda f: (
            f"The picture is turned by {f.hand.turn_deg if f.hand else 0} degrees: "
            "'live' will turn it back for this camera."
        ),
    ),
    _Rule(
        "mirrored",
        _of_hand(lambda h: h.is_mirrored),
        lambda f: (
            "The camera mirrors its picture (your right hand came as a left one): "
            "'live' will turn that round for this camera."
        ),
    ),
    _Rule(
        "hand small",
        _of_hand(lambda h: h.height < HAND_SMALL_BELOW),
        lambda f: (
            f"The hand fills {f.hand.height * 100 if f.hand else 0:.0f} % of the height: "
            "come closer, a quarter to a half is best."
        ),
    ),
    _Rule(
        "hand large",
        _of_hand(lambda h: h.height > HAND_LARGE_OVER),
        lambda f: "The hand hardly fits the picture: move back a little.",
    ),
    _Rule(
        "hand like ground",
        _of_hand(lambda h: abs(h.light - h.around) < HAND_LIKE_GROUND),
        lambda f: (
            "The hand is as light as what is behind it: wear another sleeve or choose another "
            "background."
        ),
    ),
    _Rule(
        "no hand",
        lambda f: f.hand is None,
        lambda f: "No hand was found: hold an open right hand up, an arm's length from the camera.",
    ),
    _Rule(
        "small picture",
        lambda f: f.size_wh[0] < LEAST_WIDTH,
        lambda f: (
            f"Its picture is only {f.size_wh[0]}x{f.size_wh[1]}: choose 640x480 if the camera can."
        ),
    ),
    _Rule(
        "late",
        lambda f: (f.age_s or 0.0) > OLD_OVER_S or (f.glass_s or 0.0) > SLOW_GLASS_S,
        lambda f: (
            f"Pictures are {max(f.age_s or 0.0, f.glass_s or 0.0) * 1000:.0f} ms old when they "
            "are read: close other programs, or use a wired camera."
        ),
    ),
)
