"""Where a replay stands: it plays by the clock, steps by frames and jumps to moments."""

from __future__ import annotations

import pytest

from glyphcam.live.replay_player import REPLAY_KEYS, Move, Player

TIMES = [0.0, 0.1, 0.2, 1.0, 2.0, 12.0]


@pytest.fixture
def player() -> Player:
    return Player(TIMES, unsure=[0.2, 2.0], differences=[1.0])


def test_it_plays_by_the_clock_at_its_speed(player) -> None:
    player.tick(0.15)
    assert player.index == 1
    player.obey(Move.FASTER)
    player.tick(0.5)
    assert (player.seconds, player.index) == (pytest.approx(1.15), 3)


def test_it_stands_still_when_stopped_and_begins_anew_from_the_end(player) -> None:
    player.obey(Move.PAUSE)
    player.tick(5.0)
    assert player.index == 0
    player.obey(Move.PAUSE)
    player.tick(100.0)
    assert player.is_at_end and not player.is_playing
    player.obey(Move.PAUSE)
    assert (player.index, player.is_playing) == (0, True)


def test_steps_go_frame_by_frame_whatever_the_time_between(player) -> None:
    seen = []
    for move in [Move.STEP] * 6 + [Move.STEP_BACK] * 2:
        player.obey(move)
        seen.append(player.index)
    assert seen == [1, 2, 3, 4, 5, 5, 4, 3]
    assert not player.is_playing


def test_seeking_stays_within_the_film(player) -> None:
    player.obey(Move.AHEAD)
    assert (player.seconds, player.index) == (5.0, 4)
    for _ in range(3):
        player.obey(Move.AHEAD)
    assert player.index == 5
    player.obey(Move.START)
    player.obey(Move.BACK)
    assert player.index == 0


def test_jumps_go_from_one_unsure_moment_to_the_next_and_round(player) -> None:
    seen = []
    for _ in range(3):
        player.obey(Move.NEXT_UNSURE)
        seen.append(player.seconds)
    assert seen == [0.2, 2.0, 0.2]
    player.obey(Move.NEXT_DIFFERENCE)
    assert player.seconds == 1.0


def test_a_jump_without_moments_goes_nowhere() -> None:
    player = Player(TIMES, unsure=[])
    player.obey(Move.NEXT_UNSURE)
    assert (player.index, player.is_playing) == (0, True)


def test_speed_has_its_ends(player) -> None:
    for _ in range(20):
        player.obey(Move.SLOWER)
    assert player.speed == 0.1
    player.start(1.0, 3.0)
    assert (player.speed, player.index) == (2.0, 3)


def test_no_two_keys_are_the_same_and_every_move_has_one() -> None:
    assert len({key.code for key in REPLAY_KEYS}) == len(REPLAY_KEYS)
    assert {key.move for key in REPLAY_KEYS} == set(Move)
