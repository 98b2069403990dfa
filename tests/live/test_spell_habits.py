"""A signer's habits are learned from words that were understood, and from nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.frame import Frame
from glyphcam.live.hand_reader import HandReader
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_habits import MOST, STALE_S, Habits
from glyphcam.live.spell_open import open_desk, open_spelling_reader
from glyphcam.live.spell_options import SpellWish
from glyphcam.live.spell_reader import SpellingReader
from glyphcam.live.steady import Smoother
from glyphcam.live.words import words_of
from glyphcam.live.words_confusions import shipped_confusions
from glyphcam.live.words_decode import WordDecoder
from glyphcam.live.words_signs import held_sign
from glyphcam.models.hand import Hand
from glyphcam.models.observation import Observation
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import RECOGNISERS

LABELS = RECOGNISERS["asl"].labels


def shares(**letters: float) -> np.ndarray:
    """The probabilities of a sign; what the letters named leave is for all others alike."""
    rest = (1 - sum(letters.values())) / (len(LABELS) - len(letters))
    return np.array([letters.get(label, rest) for label in LABELS], np.float32)


E_LIKE_S = shares(S=0.6, E=0.35)
"""An E of somebody whose E every frame takes for an S."""


def seen(habits: Habits, sign: np.ndarray, seconds: float = 0.0) -> str:
    return habits.seen(Prediction(LABELS, sign, 0.5), seconds).label


@pytest.fixture
def habits() -> Habits:
    """Habits of somebody whose E was understood."""
    known = Habits()
    assert seen(known, E_LIKE_S) == "S"
    known.learn("E", [E_LIKE_S])
    return known


def test_nothing_changes_before_a_word_is_understood() -> None:
    answer = Prediction(LABELS, E_LIKE_S, 0.5)
    assert Habits().seen(answer, 0.0) is answer


def test_what_was_understood_once_is_read_so_from_then_on(habits: Habits) -> None:
    assert seen(habits, E_LIKE_S) == "E"
    assert seen(habits, shares(S=0.68, E=0.27)) == "E"


@pytest.mark.parametrize(
    ("sign", "letter"), [(shares(S=0.97), "S"), (shares(W=0.9), "W"), (shares(N=0.5, M=0.4), "N")]
)
def test_signs_unlike_it_are_read_as_before(habits: Habits, sign: np.ndarray, letter: str) -> None:
    assert seen(habits, sign) == letter


def test_the_answer_is_still_one_of_probabilities(habits: Habits) -> None:
    mixed = habits.seen(Prediction(LABELS, E_LIKE_S, 0.5, novelty=2.4), 0.0)
    assert mixed.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert mixed.novelty == pytest.approx(0)  # a hand that was understood is no stranger's


def test_the_latest_word_is_believed(habits: Habits) -> None:
    habits.learn("S", [E_LIKE_S])
    assert seen(habits, E_LIKE_S) == "S"


def test_a_word_taken_back_has_taught_nothing(habits: Habits) -> None:
    habits.forget_word()
    assert seen(habits, E_LIKE_S) == "S"


def test_the_next_person_begins_anew(habits: Habits) -> None:
    assert seen(habits, E_LIKE_S, STALE_S - 1) == "E"
    assert seen(habits, E_LIKE_S, 2 * STALE_S) == "S"


def test_another_models_answers_begin_anew(habits: Habits) -> None:
    other = Prediction(("A", "B"), np.array([0.7, 0.3], np.float32), 0.5)
    assert habits.seen(other, 0.1) is other
    assert seen(habits, E_LIKE_S, 0.2) == "S"


def test_of_each_letter_the_newest_signs_are_kept() -> None:
    habits = Habits()
    seen(habits, E_LIKE_S)
    for number in range(2 * MOST):
        habits.learn("EA", [shares(S=0.6, E=0.39 - 0.01 * number), shares(A=0.9)])
    assert len(habits._known) == 2 * MOST


def test_a_letter_is_remembered_as_the_network_itself_saw_it(habits: Habits) -> None:
    seen(habits, E_LIKE_S, 1.0)
    seen(habits, shares(W=0.9), 2.0)
    assert habits.shown(0.5, 1.5) == pytest.approx(E_LIKE_S)  # not as it was read
    assert habits.shown(5.0, 6.0) is None


def spelled(board: SpellBoard, *signs: np.ndarray) -> None:
    """Spell signs at the board as the desks do."""
    for sign in signs:
        assert board.habits is not None
        letter = board.habits.seen(Prediction(LABELS, sign, 0.5), 0.0).label
        made = held_sign(letter, sign, LABELS, shipped_confusions())
        board.add(letter, made, shares=sign)


@pytest.fixture
def board() -> SpellBoard:
    words = words_of([(1.0, ["HELP", "HELPED", "MILK", "MILD"])])
    return SpellBoard(WordDecoder(words), habits=Habits())


HELP = (shares(H=0.9), E_LIKE_S, shares(L=0.9), shares(P=0.9))


def test_a_word_that_is_certain_teaches_its_letters(board: SpellBoard) -> None:
    spelled(board, *HELP)
    assert board.text.raw == "HSLP"
    board.space()
    spelled(board, *HELP)
    assert board.text.raw == "HELP"


def test_a_word_that_is_chosen_teaches_the_letters_that_were_spelled(board: SpellBoard) -> None:
    spelled(board, *HELP)
    assert board.choose(board.suggestions.index("HELPED")) == "HELPED"
    spelled(board, E_LIKE_S)
    assert board.text.raw == "E"


def test_a_string_of_no_list_teaches_nothing(board: SpellBoard) -> None:
    spelled(board, shares(X=0.9), E_LIKE_S, shares(W=0.9), shares(Q=0.9))
    board.space()
    spelled(board, E_LIKE_S)
    assert board.text.raw == "S"


def test_a_word_between_two_teaches_nothing(board: SpellBoard) -> None:
    spelled(board, shares(M=0.9), shares(I=0.9), shares(L=0.9), shares(K=0.48, D=0.48))
    board.space()
    assert board.habits is not None and not board.habits._known


def test_taking_a_word_back_takes_back_what_it_taught(board: SpellBoard) -> None:
    spelled(board, *HELP)
    board.space()
    board.delete()
    board.end_line()
    spelled(board, E_LIKE_S)
    assert board.text.raw == "S"


def test_a_word_opened_again_and_finished_teaches_nothing(board: SpellBoard) -> None:
    spelled(board, *HELP)
    board.space()
    board.delete()  # the space
    board.delete()  # the P
    spelled(board, shares(P=0.9))
    board.space()
    assert board.habits is not None and not board.habits._known


class OneHand:
    """Follows a hand that stays where it is."""

    def track(self, image: np.ndarray, seconds: float) -> Hand:
        points = np.random.default_rng(0).normal(100, 25, (21, 3)).astype(np.float32)
        return Hand(points, points, 1.0, 1.0)


class OneSign:
    """A network that answers one sign to everything."""

    def recognise(self, observations: list[Observation]) -> list[Prediction]:
        return [Prediction(LABELS, E_LIKE_S, 0.5) for _ in observations]


def test_the_hand_reader_reads_and_steadies_what_the_habits_say(habits: Habits) -> None:
    reader = HandReader(OneHand(), lambda image: (), OneSign(), Smoother())  # type: ignore[arg-type]
    blank = np.zeros((200, 200, 3), np.uint8)
    before = reader.read(Frame(blank, 0, 0.0))
    reader.habits = habits
    after = [reader.read(Frame(blank, k, k / 30)) for k in range(1, 40)][-1]
    assert before.raw is not None and after.raw is not None and after.steady is not None
    assert (before.raw.label, after.raw.label, after.steady.label) == ("S", "E", "E")


def test_a_run_that_spells_reads_with_the_habits_of_its_desk() -> None:
    desk = open_desk(SpellWish())
    assert desk is not None
    reader = open_spelling_reader(ReaderChoice(), desk)
    assert isinstance(reader, SpellingReader) and isinstance(reader._reader, HandReader)
    assert reader._reader.habits is desk.board.habits is not None
