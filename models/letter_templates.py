"""What each letter's hand is like, by its joints: the ways people hold it, and their spread."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import ModelError
from glyphcam.models.hand_joints import JOINTS, Joints

TEMPLATES_FILE = Path(__file__).with_name("letter_templates.json")
"""Made by training/letter_templates.py."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One way to hold a letter: mean and spread of its joints, and how the hand is held.

    ``palm`` and ``up`` (3,) are unit vectors as in hand_joints.Held; ``turn_deg`` is how far
    people differ in them; ``share`` how many of the people hold it so.
    """

    joints: Joints
    spread: Joints
    palm: NDArray[np.float64]
    up: NDArray[np.float64]
    turn_deg: float
    share: float


def templates_of(letter: str) -> tuple[Template, ...]:
    """Return the ways to hold ``letter``, the commonest first; none for what is no letter."""
    return _templates().get(letter, ())


@cache
def _templates() -> Mapping[str, tuple[Template, ...]]:
    try:
        found = json.loads(TEMPLATES_FILE.read_text(encoding="utf-8"))
        return {letter: tuple(map(_template, ways)) for letter, ways in found.items()}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{TEMPLATES_FILE} is broken ({error}): install glyphcam again") from error


def _template(way: Mapping[str, list[float]]) -> Template:
    joints, spread = np.array(way["joints"]), np.array(way["spread"])
    if joints.shape != (len(JOINTS),) or spread.shape != joints.shape:
        raise ValueError(f"{joints.shape} joints of {len(JOINTS)}")
    return Template(
        *(joints, spread, np.array(way["palm"]), np.array(way["up"])),
        *(float(np.squeeze(way["turn_deg"])), float(np.squeeze(way["share"]))),
    )
