"""What waits for a person's review: one reading with all that was known of it, and its answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray


class Why(Enum):
    """Why a reading was put aside; an item may have several reasons."""

    UNSURE = "below the threshold"
    CLOSE = "top two close"
    STEADY = "steadied and single frame differ"
    KINDS = "model kinds differ"
    NOVEL = "unlike the training data"
    ASKED = "put here by a person"


class Verdict(Enum):
    """What a reviewer can say of an item."""

    LABEL = "label"
    NOT_A_SIGN = "not a sign"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, eq=False)
class ReviewItem:
    """One reading as it was made; nothing of it changes later.

    ``labels`` (k,) and ``probabilities`` (k,) float32 are the model's, ``kind`` and
    ``model_sha256`` say which model; ``patch`` (28, 28) uint8 made by patch version
    ``patch_version``. ``landmarks`` (21, 3) float32 px from the wrist of a right hand and
    ``world`` (21, 3) float32 m are None for glyphs and goods.

    ``source`` is who and where: everything of one session, film or run has the same, so that a
    split goes by it. ``film`` is the folder of a session or the path of a film that shows the
    moment, empty for none; ``frame`` its number and ``seconds`` its time on the source's clock.
    ``brightness`` is the crop's mean grey, 0 to 255; ``hand_px`` the longer side of a hand in the
    picture, 0 for none. ``created`` is seconds since 1970. ``picture`` is the crop as JPEG or PNG;
    empty where it is not kept, and always empty in what the store hands out: see
    ``ReviewStore.picture``.
    """

    recogniser: str
    kind: str
    model_sha256: str
    labels: tuple[str, ...]
    probabilities: NDArray[np.float32]
    threshold: float
    patch: NDArray[np.uint8]
    patch_version: int
    why: tuple[Why, ...]
    source: str
    seconds: float
    created: float
    landmarks: NDArray[np.float32] | None = None
    world: NDArray[np.float32] | None = None
    film: str = ""
    frame: int = 0
    brightness: float = 0.0
    hand_px: float = 0.0
    picture: bytes = b""

    @property
    def label(self) -> str:
        """The model's likeliest label."""
        return self.labels[int(self.probabilities.argmax())]

    @property
    def confidence(self) -> float:
        """Its probability."""
        return float(self.probabilities.max())

    @property
    def uid(self) -> str:
        """16 hexadecimal digits that name this very reading in every store."""
        shape = b"" if self.landmarks is None else self.landmarks.astype("<f4").tobytes()
        told = f"{self.recogniser}|{self.source}|{self.seconds:.3f}|".encode()
        return hashlib.sha256(told + self.patch.tobytes() + shape).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``reviewer`` said at ``answered`` (s since 1970); ``label`` is empty but for LABEL."""

    reviewer: str
    verdict: Verdict
    label: str
    answered: float


@dataclass(frozen=True, slots=True)
class Undone:
    """An answer that was taken back, and the number of its item."""

    item_id: int
    answer: Answer


@dataclass(frozen=True, slots=True, eq=False)
class QueuedItem:
    """An item in a store: ``item_id`` is its number there, ``answers`` the oldest first."""

    item_id: int
    item: ReviewItem
    answers: tuple[Answer, ...] = ()
    has_picture: bool = True


@dataclass(frozen=True, slots=True)
class Filters:
    """Which items are wanted; an empty string means all.

    ``label`` is the model's likeliest; ``least`` and ``most`` bound its probability. Without
    ``is_second_look`` only what nobody has answered; with it only what others have. Either way
    what ``reviewer`` has answered or skipped is left out.
    """

    reviewer: str = ""
    recogniser: str = ""
    label: str = ""
    source: str = ""
    least: float = 0.0
    most: float = 1.0
    is_second_look: bool = False


EVERYTHING = Filters()
"""All that nobody has answered."""


@dataclass(frozen=True, slots=True, eq=False)
class Corrections:
    """What people said, as a data set of n samples; a row an item, in the order they came in.

    ``patches`` (n, 28, 28) uint8; ``landmarks`` and ``world`` (n, 21, 3) float32, NaN in the rows
    without a hand, None where no row has one; ``labels`` (n,) str, "" for not a sign; ``sources``
    (n,) str, to split by; ``weights`` (n,) float32, the share of the reviewers who agree with the
    label (an item without a majority is left out); ``guesses`` (n,) str what the model had said;
    ``item_ids`` (n,) int64.
    """

    recogniser: str
    patches: NDArray[np.uint8]
    landmarks: NDArray[np.float32] | None
    world: NDArray[np.float32] | None
    labels: NDArray[np.str_]
    sources: NDArray[np.str_]
    weights: NDArray[np.float32]
    guesses: NDArray[np.str_]
    item_ids: NDArray[np.int64]

    def __len__(self) -> int:
        """How many samples."""
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items there are, wait for an answer, have one, and have lost their picture."""

    items: int
    waiting: int
    answered: int
    without_picture: int
