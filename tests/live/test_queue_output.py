"""The queue as an output: what goes in, what it costs the loop, and a disk that is full."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.review_item import Why
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.frame import Frame
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.queue_models import queue_models, second_kind
from glyphcam.live.queue_output import QueueOutput
from glyphcam.live.queue_sight import CROP_SIDE, crop_jpeg
from glyphcam.live.queue_thread import MOST_SIGHTS, QueueThread
from glyphcam.live.queue_wish import NO_QUEUE, QueueWish
from glyphcam.live.reading import NOTHING, Reading, Region, Step
from glyphcam.models.hand import Hand
from glyphcam.models.patch import PATCH_VERSION, hand_square
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import RECOGNISERS, recogniser_named

ASL = RECOGNISERS["asl"].labels


def step(seconds: float, sure: float, shape: int = 0, captured_s: float | None = None) -> Step:
    """A frame with a hand; ``shape`` chooses its form, ``sure`` is the probability of A."""
    noise = np.random.default_rng(shape)
    image = noise.integers(0, 256, (240, 320, 3)).astype(np.uint8)
    points = noise.uniform(60, 180, (21, 3)).astype(np.float32)
    hand = Hand(points, points / 1000, 0.9, 0.9)
    probabilities = np.full(len(ASL), (1 - sure) / (len(ASL) - 1), np.float32)
    probabilities[0] = sure
    said = Prediction(ASL, probabilities, 0.6)
    frame = Frame(image, round(seconds * 30), seconds, captured_s)
    return Step(frame, Reading(Region(hand_square(points), hand), said, said), image)


def hold(output: QueueOutput, start_s: float, sure: float, shape: int) -> None:
    """Show one hand for two thirds of a second at 30 a second."""
    for frame in range(20):
        output.take(step(start_s + frame / 30, sure, shape))


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def output(tmp_path, told):
    wish = QueueWish(True, tmp_path)
    return QueueOutput(wish, ReaderChoice("asl"), "a film", told.append, lambda: "film.mp4")


def test_a_doubtful_hand_that_is_held_is_queued_with_all_that_is_known(output, told) -> None:
    with output:
        hold(output, 1.0, 0.4, shape=1)
    with ReviewStore.open(output._store.path.parent) as store:
        [found] = store.items()
        picture = cv2.imdecode(np.frombuffer(store.picture(found.item_id), np.uint8), 1)
    item = found.item
    assert item.why[0] is Why.UNSURE
    assert (item.recogniser, item.kind, item.label) == ("asl", "fused", "A")
    assert (item.source, item.film, item.patch_version) == ("a film", "film.mp4", PATCH_VERSION)
    assert item.seconds == pytest.approx(1.4, abs=0.05)
    assert item.frame == round(item.seconds * 30)
    assert len(item.model_sha256) == 64
    assert 0 < item.brightness < 255
    assert item.hand_px == pytest.approx(np.ptp(item.landmarks[:, :2], axis=0).max(), rel=1e-4)
    assert max(picture.shape[:2]) <= CROP_SIDE
    assert told == ["queued 1 readings: look at them with 'glyphcam review'"]


def test_a_hand_on_its_way_is_not_queued(output) -> None:
    with output:
        for frame in range(30):
            output.take(step(frame / 30, 0.4, shape=frame))
    assert output.added == 0


def test_the_same_hand_again_and_again_counts_once(output, told) -> None:
    with output:
        for round_ in range(4):
            hold(output, 1.0 + round_, 0.4, shape=1)
    assert (output.added, output.alike > 0) == (1, True)
    assert "like them left out" in told[0]


def test_a_sure_hand_is_looked_at_now_and_then_by_the_second_kind(output) -> None:
    with output:
        hold(output, 1.0, 0.99, shape=2)
    with ReviewStore.open(output._store.path.parent) as store:
        for one in store.items():  # a hand of noise: another kind or the shape tells
            assert set(one.item.why) <= {Why.KINDS, Why.NOVEL}
            assert one.item.why


def test_a_frame_without_anything_queues_nothing(output) -> None:
    blank = np.zeros((240, 320, 3), np.uint8)
    with output:
        output.take(Step(Frame(blank, 0, 0.0), NOTHING, blank))
    assert output.added == 0


def test_nothing_is_written_unless_asked(tmp_path) -> None:
    from glyphcam.live.queue_live import queue_of_film

    assert queue_of_film(NO_QUEUE, ReaderChoice("asl"), tmp_path / "a.mp4", print) == ()
    assert list(tmp_path.iterdir()) == []


class FullStore:
    """A store whose disk is full from the first item on."""

    path = Path("queue.sqlite")

    def add(self, item: object) -> bool:
        raise QueueError("queue.sqlite cannot be written: database or disk is full")

    def close(self) -> None:
        """Nothing to close."""


def test_a_full_disk_is_said_once_and_the_loop_goes_on(output, told) -> None:
    with output:
        output._store.close()
        output._store = FullStore()
        hold(output, 1.0, 0.4, shape=1)
        output._thread._thread.join(20)
        for round_ in range(3):
            hold(output, 3.0 + round_, 0.4, shape=round_)
    assert told == [
        "nothing more is queued for review: queue.sqlite cannot be written: "
        "database or disk is full"
    ]


LIMITED = """
import resource, sys
from pathlib import Path
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live import queue_sight, queue_why
from glyphcam.live.cli import main
queue_why.CLOSE = 2.0  # every answer is doubtful
queue_sight.JPEG_QUALITY = 100
ReviewStore.open(Path(sys.argv[2])).close()
resource.setrlimit(resource.RLIMIT_FSIZE, (34_000, resource.RLIM_INFINITY))
main(["annotate", "asl", sys.argv[1], "--json", "--queue", "--queue-dir", sys.argv[2]])
"""
"""Room for the file's index of 32 kB, and for nothing that would be queued."""


@pytest.mark.skipif(os.name != "posix", reason="limits on files are Unix's")
def test_a_film_is_read_to_its_end_though_the_disk_is_full(letter_film, tmp_path) -> None:
    command = [sys.executable, "-c", LIMITED, str(letter_film), str(tmp_path / "queue")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 36
    assert done.stderr.count("nothing more is queued for review") == 1


def test_the_thread_lets_go_what_it_has_no_room_for_and_never_blocks() -> None:
    gate, done = threading.Event(), []

    def work(sight: object) -> None:
        gate.wait(20)
        done.append(sight)

    thread = QueueThread(work)
    thread.start()
    for number in range(MOST_SIGHTS + 6):
        thread.put(number)
    assert thread.let_go in (5, 6)  # one may be in work already
    gate.set()
    assert thread.stop(20)
    assert done == list(range(MOST_SIGHTS + 6 - thread.let_go))


def test_an_error_of_the_program_is_raised_and_not_hidden(output) -> None:
    with pytest.raises(ZeroDivisionError), output:
        output._thread._work = lambda sight: 1 / 0
        hold(output, 1.0, 0.4, shape=1)
        output._thread._thread.join(20)
        output.take(step(9.0, 0.4))


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("asl", "fused", "landmark-knn"),
        ("asl", "landmark-knn", "fused"),
        ("digits", "cnn", "knn"),
        ("fashion", "knn", "cnn"),
    ],
)
def test_the_second_kind_is_another_one(name, first, second) -> None:
    assert second_kind(recogniser_named(name), first) == second


def test_auto_has_the_models_of_hand_and_card() -> None:
    models = queue_models(ReaderChoice("auto"))
    assert {name: model.kind for name, model in models.items()} == {
        "asl": "fused",
        "characters": "cnn",
    }


def test_a_crop_ends_where_the_picture_does() -> None:
    image = np.zeros((100, 80, 3), np.uint8)
    quad = np.array([[-10, -10], [50, -10], [50, 50], [-10, 50]], np.float32)
    crop = cv2.imdecode(np.frombuffer(crop_jpeg(image, quad, 0.5), np.uint8), 1)
    assert crop.shape == (80, 80, 3)


def test_the_glyphs_of_a_card_come_with_their_patches(data) -> None:
    from glyphcam.live.queue_glyphs import glyphs_of
    from glyphcam.live.queue_models import queue_models

    model = queue_models(ReaderChoice("characters"))["characters"]
    image = cv2.imread(str(sorted((data / "cards").glob("*.jpg"))[0]))
    glyphs = glyphs_of(cv2.resize(image, None, fx=0.5, fy=0.5), model.network)
    assert len(glyphs) >= 5
    alone = model.network.recognise([one.observation for one in glyphs])
    same = [a.label == one.prediction.label for a, one in zip(alone, glyphs, strict=True)]
    assert np.mean(same) > 0.8
