"""The replay's window: draws readings anew over raw film, obeys keys, and closes its window."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.replay_again import Difference
from glyphcam.live.replay_picture import ReplayPictures
from glyphcam.live.replay_show import Shown, player_of, show, title_at
from glyphcam.live.session_facts import KeepChoice
from glyphcam.live.session_log import read_log


class FakeScreen:
    """Takes pictures and gives the keys of a script; its clock goes 0.1 s a key."""

    def __init__(self, keys: str) -> None:
        self._keys = [ord(key) if key != "_" else -1 for key in keys]
        self.pictures: list[np.ndarray] = []
        self.now_s = 0.0
        self.is_open = False

    def open(self, size_wh) -> None:
        self.is_open = True

    def show(self, picture) -> None:
        self.pictures.append(picture)

    def key(self, wait_ms) -> int:
        self.now_s += 0.1
        return self._keys.pop(0)

    def is_closed(self) -> bool:
        return False

    def close(self) -> None:
        self.is_open = False


def play(folder, keys: str, differences=()) -> FakeScreen:
    shown = Shown(folder.name, read_log(folder.events).events, differences)
    screen = FakeScreen(keys)
    player = player_of(shown)
    with ReplayPictures(folder) as pictures:
        show(shown, player, pictures, screen, lambda: screen.now_s)
    screen.player = player
    return screen


def test_keys_move_the_replay_and_q_closes_the_window(record) -> None:
    folder = record("AABbCC", KeepChoice(has_raw=True, has_landmarks=True))
    screen = play(folder, "___ ..q")
    assert not screen.is_open
    assert screen.player.index == pytest.approx(14, abs=1)
    assert play(folder, "uq").player.seconds == pytest.approx(1.5)


def test_readings_are_drawn_over_raw_film_and_not_twice_over_the_seen_one(record) -> None:
    raw = record("AA", KeepChoice(has_raw=True, has_landmarks=True))
    event = read_log(raw.events).events[5]
    with ReplayPictures(raw) as pictures:
        assert pictures.is_redrawn
        drawn = pictures.of(event, "a title")
    seen = record("AA")
    with ReplayPictures(seen) as pictures:
        assert not pictures.is_redrawn
        plain = pictures.of(event, "a title")
    assert np.abs(drawn.astype(int) - plain).max() > 60


def test_landmarks_alone_are_drawn_on_an_empty_sheet(record) -> None:
    folder = record("AA", KeepChoice(has_video=False, has_landmarks=True))
    with ReplayPictures(folder) as pictures:
        picture = pictures.of(read_log(folder.events).events[5], "")
    assert picture.shape == (120, 160, 3)
    assert (picture.max(axis=2) > 100).sum() > 200


def test_the_title_says_what_the_other_model_says(record) -> None:
    folder = record("AABB")
    shown = Shown("x", read_log(folder.events).events, [Difference(1.0, 2.0, "B", None)])
    player = player_of(shown)
    assert "was" not in title_at(shown, player)
    player.start(1.5, 1.0)
    assert title_at(shown, player).endswith("was B, now unsure")
