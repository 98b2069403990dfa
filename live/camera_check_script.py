"""The camera check's script: half a minute in four scenes, then the verdict on the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from glyphcam.live.camera_check_facts import CameraFacts, summed_up
from glyphcam.live.camera_check_glass import glass_delay_s, is_light_at
from glyphcam.live.camera_check_measure import FrameFacts, measure
from glyphcam.live.camera_check_verdict import headline, verdict
from glyphcam.live.enrol_board import Board, draw_board
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.palette import SURE, UNSURE
from glyphcam.models.hand import Hand

NEXT_KEYS = (ord(" "), 13, 10)
"""Space and Enter go on to the next scene."""

_KEYS = "space: go on; q: leave"


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: what is asked, how long it lasts, whether its clock waits for a hand."""

    name: str
    prompt: str
    length_s: float
    needs_hand: bool = False
    waits_s: float = 10.0


SCENES = (
    Scene("room", "Sit as you will when signing, hands down", 4.0),
    Scene("hand", "Raise your RIGHT hand: open, fingers up, held still", 4.0, needs_hand=True),
    Scene("wave", "Now wave that hand gently", 4.0, needs_hand=True),
    Scene("screen", "Turn the camera to this screen, or hold a mirror to it, or wait", 6.0),
    Scene("verdict", "", 12.0),
)


class CameraCheck:
    """Measures every frame of its scenes; ``facts`` sums them up."""

    def __init__(self, left_out: tuple[str, ...] = (), scenes: tuple[Scene, ...] = SCENES) -> None:
        """``left_out`` names scenes that make no sense here: without a window nobody sees any."""
        self._scenes = tuple(scene for scene in scenes if scene.name not in left_out)
        self._number = 0
        self._frames: list[FrameFacts] = []
        self._begun_s: float | None = None
        self._in_scene_s = 0.0
        self._last_s = 0.0
        self._flip_at: list[float] = []
        self._flip_light: list[float] = []
        self._flips_begun_s: float | None = None
        self._now_s = 0.0

    @property
    def is_done(self) -> bool:
        """Whether all scenes were played."""
        return self._number >= len(self._scenes)

    @property
    def prompt(self) -> str:
        """What is asked for now."""
        return self._scene.prompt or headline(verdict(self.facts))

    @property
    def has_facts(self) -> bool:
        """Whether any frame was measured."""
        return bool(self._frames)

    @property
    def facts(self) -> CameraFacts:
        """What was measured so far, of one frame at least."""
        return summed_up(self._frames, glass_delay_s(self._flip_at, self._flip_light))

    def take(self, frame: Frame, hand: Hand | None, now_s: float) -> None:
        """Measure a frame, and go to the next scene when this one has had its time."""
        if self.is_done:
            return
        self._now_s = now_s
        self._measure(frame, hand, now_s)
        if self._begun_s is None:
            self._begun_s = self._last_s = frame.seconds
        if hand is not None or not self._scene.needs_hand:
            self._in_scene_s += frame.seconds - self._last_s
        self._last_s = frame.seconds
        is_late = frame.seconds - self._begun_s > self._scene.length_s + self._scene.waits_s
        if self._in_scene_s >= self._scene.length_s or is_late:
            self._next()

    def press(self, code: int) -> None:
        """Go on to the next scene at a space or Enter."""
        if code in NEXT_KEYS and not self.is_done:
            self._next()

    def draw(self, canvas: Picture) -> None:
        """Draw the scene's board; the screen scene flips the whole picture dark and light."""
        if self.is_done:
            return
        if self._scene.name == "screen":
            self._draw_flip(canvas)
        elif self._scene.name == "verdict":
            self._draw_verdict(canvas)
        else:
            draw_board(canvas, Board(self.prompt, (_KEYS,), self._share))

    @property
    def _scene(self) -> Scene:
        return self._scenes[min(self._number, len(self._scenes) - 1)]

    @property
    def _share(self) -> float:
        return self._in_scene_s / self._scene.length_s

    def _next(self) -> None:
        self._number += 1
        self._begun_s, self._in_scene_s = None, 0.0

    def _measure(self, frame: Frame, hand: Hand | None, now_s: float) -> None:
        name = self._scene.name
        if name == "verdict":
            return
        if name == "screen":
            if self._flips_begun_s is not None:
                self._flip_at.append(now_s - self._flips_begun_s)
                self._flip_light.append(float(frame.image[::4, ::4].mean()))
            return
        facts = measure(frame, hand if self._scene.needs_hand else None, now_s)
        if name == "wave" and facts.hand is not None:
            facts = replace(facts, hand=replace(facts.hand, turned_deg=self._upright_deg()))
        self._frames.append(facts)

    def _upright_deg(self) -> float:
        """Return how the still hand stood: a waving one leans."""
        stood = [f.hand.turned_deg for f in self._frames if f.hand is not None]
        return stood[-1] if stood else 0.0

    def _draw_flip(self, canvas: Picture) -> None:
        if self._flips_begun_s is None:
            self._flips_begun_s = self._now_s
        canvas[:] = 255 if is_light_at(self._now_s - self._flips_begun_s) else 0
        draw_board(canvas, Board(self.prompt, (_KEYS,), self._share))

    def _draw_verdict(self, canvas: Picture) -> None:
        advices = verdict(self.facts)
        lines = (*(advice.sentence for advice in advices), figures(self.facts), "space: done")
        colour = UNSURE if advices else SURE
        draw_board(canvas, Board(headline(advices), lines, None, colour))


def figures(facts: CameraFacts) -> str:
    """Return the main figures in one line."""
    width, height = facts.size_wh
    parts = [f"{width}x{height}", f"{facts.rate_hz:.0f} pictures a second"]
    parts.append(f"light {facts.light:.0f} of 255")
    if facts.age_s is not None:
        parts.append(f"read {facts.age_s * 1000:.0f} ms after the camera gave them")
    if facts.glass_s is not None:
        parts.append(f"glass to glass {np.round(facts.glass_s * 1000, -1):.0f} ms")
    return ", ".join(parts)
