"""Films of handwritten cards: real letters on a drawn card, in perspective, before real rooms."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from card_cells import Cell
from numpy.typing import NDArray

SIZE_WH = (640, 480)
FPS = 30.0

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One film: its ``text``, its ``frames`` and the card's true corners in each.

    ``frames`` (n, h, w, 3) uint8 BGR; ``quads`` (n, 4, 2) float32 px from the top left, clockwise.
    """

    text: str
    frames: NDArray[np.uint8]
    quads: NDArray[np.float32]


def paper(rng: np.random.Generator, size_wh: tuple[int, int]) -> NDArray[np.float32]:
    """Return a bare card (h, w, 3) float32 BGR: white, cream or beige, some ruled or squared."""
    colours = np.float32([[245, 245, 245], [225, 240, 248], [190, 215, 232], [235, 228, 222]])
    colour = colours[rng.integers(4)] * rng.uniform(0.85, 1.0)
    if rng.random() < 0.06:
        colour = np.float32([45, 55, 40])
    card = np.tile(colour, (size_wh[1], size_wh[0], 1))
    kind = rng.choice(["plain", "plain", "ruled", "squared"])
    step = int(rng.integers(26, 50))
    line = np.float32(rng.choice([[200, 150, 120], [190, 190, 190], [170, 190, 170]]))
    if kind != "plain":
        card[step::step] = line
        card[step + 1 :: step] = line
    if kind == "squared":
        card[:, step::step] = line
        card[:, step + 1 :: step] = line
    return card


def write_card(rng: np.random.Generator, cells: list[Cell]) -> Picture:
    """Return a card (h, w, 3) uint8 BGR with the cells side by side, as ink or as cut tiles."""
    side, margin = 150, int(rng.integers(20, 60))
    squeeze = rng.uniform(0.72, 1.0) if len(cells) > 1 else 1.0
    step = int(side * squeeze)
    wide = step * (len(cells) - 1) + side + 2 * margin
    card = paper(rng, (wide, side + 2 * margin))
    is_dark = bool(card.mean() < 90)
    as_tiles = rng.random() < 0.3 and not is_dark  # white tiles on black would be cards themselves
    colour, hard = _pen(rng, is_dark)
    for index, cell in enumerate(cells):
        x, y = margin + index * step, margin + int(rng.integers(-8, 9))
        if as_tiles:
            tile = cv2.resize(cell.picture, (side, side), interpolation=cv2.INTER_AREA)
            cut = (side - step) // 2
            card[y : y + side, x + cut : x + side - cut] = tile[:, cut : side - cut]
            continue
        ink = cv2.resize(cell.ink, (side, side), interpolation=cv2.INTER_AREA)[..., None]
        part = card[y : y + side, x : x + side]
        strength = np.clip((1 - ink) * 1.3 - 0.1, 0, 1) * hard
        card[y : y + side, x : x + side] = part * (1 - strength) + colour * strength
    return np.clip(card, 0, 255).astype(np.uint8)


def _pen(rng: np.random.Generator, is_dark: bool) -> tuple[NDArray[np.float32], float]:
    """Return a pen's colour (3,) BGR and how hard it covers: markers mostly, some pencils."""
    if is_dark:
        return np.float32([235, 240, 240]), 0.9
    if rng.random() < 0.12:
        return np.float32([105, 105, 110]), float(rng.uniform(0.55, 0.9))
    colours = np.float32([[30, 30, 30], [130, 50, 20], [40, 40, 180], [60, 90, 20]])
    return colours[rng.integers(4)], 1.0


@dataclass(frozen=True, slots=True)
class Path:
    """How a card moves: means and swings of turn, tilt, place and size, and one phase each."""

    turn_deg: float
    tilt_deg: float
    swing_deg: float
    centre: tuple[float, float]
    scale: float
    drift_px: float
    phase: float

    def quad(self, seconds: float, card_wh: tuple[int, int]) -> NDArray[np.float32]:
        """Return the card's corners (4, 2) float32 px at ``seconds``."""
        beat = np.sin(2 * np.pi * (0.45 * seconds + self.phase))
        slow = np.cos(2 * np.pi * (0.3 * seconds + 2 * self.phase))
        turn = np.radians(self.turn_deg + self.swing_deg * beat)
        yaw = np.radians(self.tilt_deg + self.swing_deg * slow)
        pitch = np.radians(0.5 * self.tilt_deg * beat)
        wide, high = np.float32(card_wh) * self.scale
        flat = np.float32([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * [
            wide / 2,
            high / 2,
            0,
        ]
        points = flat @ _turned(turn, yaw, pitch).T
        depth = 900.0 / (900.0 + points[:, 2:])
        move = np.float32([slow, beat]) * self.drift_px
        return (points[:, :2] * depth + np.float32(self.centre) + move).astype(np.float32)


def _turned(roll: float, yaw: float, pitch: float) -> NDArray[np.float64]:
    (a, b), (c, d), (e, f) = ((np.cos(v), np.sin(v)) for v in (roll, yaw, pitch))
    about_z = np.array([[a, -b, 0], [b, a, 0], [0, 0, 1]])
    about_y = np.array([[c, 0, d], [0, 1, 0], [-d, 0, c]])
    about_x = np.array([[1, 0, 0], [0, e, -f], [0, f, e]])
    return about_z @ about_y @ about_x


def any_path(rng: np.random.Generator, card_wh: tuple[int, int]) -> Path:
    """Return a path that keeps most of a card of this size inside the picture."""
    wide, high = card_wh
    scale = min(
        rng.uniform(0.45, 0.85) * SIZE_WH[0] / wide, rng.uniform(0.35, 0.6) * SIZE_WH[1] / high
    )
    return Path(
        turn_deg=float(rng.uniform(-22, 22)),
        tilt_deg=float(rng.uniform(-22, 22)),
        swing_deg=float(rng.uniform(0, 8)),
        centre=(float(rng.uniform(290, 350)), float(rng.uniform(215, 265))),
        scale=float(scale),
        drift_px=float(rng.uniform(2, 25)),
        phase=float(rng.random()),
    )


def film(rng: np.random.Generator, cells: list[Cell], room: Picture, seconds: float = 1.0) -> Shot:
    """Return a film of one card that holds ``cells`` before ``room`` (480, 640, 3) uint8."""
    card = write_card(rng, cells)
    size_wh = (card.shape[1], card.shape[0])
    path, light = any_path(rng, size_wh), _light(rng)
    grain = _grain(rng, rng.uniform(1.5, 6))
    holds = rng.random() < 0.6
    frames, quads = [], []
    for index in range(round(seconds * FPS)):
        quad = path.quad(index / FPS, size_wh)
        picture = _place(card, quad, room)
        if holds:
            _fingers(picture, quad, path.phase)
        blurred = cv2.GaussianBlur(picture, (0, 0), 0.6 + 0.5 * abs(path.phase))
        lit = cv2.multiply(blurred, light, dtype=cv2.CV_8U)
        frames.append(cv2.add(lit, grain[index % len(grain)], dtype=cv2.CV_8U))
        quads.append(quad)
    return Shot("".join(cell.label for cell in cells), np.stack(frames), np.stack(quads))


def _place(card: Picture, quad: NDArray[np.float32], room: Picture) -> Picture:
    high, wide = card.shape[:2]
    corners = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]])
    warp = cv2.getPerspectiveTransform(corners, quad)
    laid = cv2.warpPerspective(card, warp, SIZE_WH, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), warp, SIZE_WH)
    share = mask[..., None] / 255.0
    return (laid * share + room * (1 - share)).astype(np.uint8)


def _fingers(picture: Picture, quad: NDArray[np.float32], phase: float) -> None:
    skin = (115 + 60 * phase, 140 + 60 * phase, 195 + 50 * phase)
    low = quad[3] + (quad[2] - quad[3]) * (0.25 + 0.5 * phase)
    for step in (-14, 14):
        centre = (int(low[0] + step), int(low[1] + 6))
        cv2.ellipse(picture, centre, (11, 24), 10.0 * step / 14, 0, 360, skin, -1, cv2.LINE_AA)
    palm = (int(low[0]), int(low[1] + 75))
    cv2.ellipse(picture, palm, (48, 60), 0, 0, 360, skin, -1, cv2.LINE_AA)


def _light(rng: np.random.Generator) -> NDArray[np.float32]:
    xs, ys = np.meshgrid(np.linspace(-1, 1, SIZE_WH[0]), np.linspace(-1, 1, SIZE_WH[1]))
    slope = rng.uniform(-0.22, 0.22, 2)
    light = rng.uniform(0.75, 1.0) + slope[0] * xs + slope[1] * ys
    if rng.random() < 0.4:
        edge = xs * np.cos(rng.uniform(0, 3)) + ys - rng.uniform(-0.4, 0.4)
        light = light * (1 - 0.25 / (1 + np.exp(-edge * rng.uniform(6, 40))))
    return np.repeat(np.clip(light, 0.3, 1.15)[..., None].astype(np.float32), 3, axis=2)


def _grain(rng: np.random.Generator, sigma: float) -> NDArray[np.int8]:
    """Five pictures of sensor noise (5, 480, 640, 3), shown in turn: making it is slow."""
    noise = rng.normal(0, sigma, (5, SIZE_WH[1], SIZE_WH[0], 1))
    return np.repeat(np.rint(noise).astype(np.int8), 3, axis=3)
