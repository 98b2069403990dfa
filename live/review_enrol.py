"""What a user corrected of their own hand, enrolled for them: each sample is checked first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.folders import profile_path
from glyphcam.calibration.profile import Profile, user_name
from glyphcam.calibration.profile_file import load_profile
from glyphcam.calibration.review_item import Corrections
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.enrol_looks import looks_of
from glyphcam.live.enrol_samples import EnrolSamples
from glyphcam.live.open_reader import open_network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import Crop, recogniser_named

MOST_OF_A_LETTER = 10
"""More samples of one letter than this teach nothing more: five are as good as ten."""


@dataclass(frozen=True, slots=True)
class ReviewEnrolWish:
    """Whose hand it is, what is read, and of which sources; ``sources`` empty means all."""

    user: str
    recogniser: str = "asl"
    model: str | None = None
    sources: tuple[str, ...] = ()
    keeps_patches: bool = False


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many samples went into the profile, by letter, and how many look like another letter."""

    kept: dict[str, int]
    refused: int


def enrol_review(store: ReviewStore, wish: ReviewEnrolWish, say: Callable[[str], None]) -> Enrolled:
    """Add the corrections to the user's profile; SettingError where there is nothing to add.

    What was enrolled before stays. A correction that looks like another letter is left out and
    said: it may be a slip of the reviewer's key.
    """
    recogniser = recogniser_named(wish.recogniser)
    network = open_network(recogniser, wish.model)
    looks_of(recogniser, network)  # SettingError for goods: they know no user's hand
    found = store.corrections(recogniser.name)
    rows = _rows(found, wish.sources)
    if recogniser.crop is Crop.HAND and found.landmarks is None:
        rows = rows[:0]
    if not len(rows):
        raise SettingError(
            f"nothing that {wish.user} could enrol has been corrected yet: run 'glyphcam review'"
        )
    samples = EnrolSamples(network, wish.keeps_patches)
    path = profile_path(user_name(wish.user), recogniser.name)
    if path.is_file():
        profile = load_profile(path, recogniser.name, recogniser.labels, PATCH_VERSION)
        samples.add_profile(profile, keeps_old=True)
        rows = np.array([row for row in rows if not _is_in(profile, found, row)], np.intp)
    kept, refused = _offer(samples, found, rows, say)
    samples.profile(wish.user).save(path)
    say(f"{sum(kept.values())} samples of {len(kept)} labels went into {path}")
    return Enrolled(dict(kept), refused)


def _offer(
    samples: EnrolSamples, found: Corrections, rows: np.ndarray, say: Callable[[str], None]
) -> tuple[Counter[str], int]:
    kept: Counter[str] = Counter()
    refused = 0
    for row in rows:
        letter = str(found.labels[row])
        if kept[letter] >= MOST_OF_A_LETTER or letter not in samples.labels:
            continue
        landmarks = None if found.landmarks is None else found.landmarks[row]
        other = samples.offer(letter, Observation(found.patches[row], landmarks))
        if other is None:
            kept[letter] += 1
        else:
            refused += 1
            say(f"item {found.item_ids[row]}, corrected to {letter}, looks like {other}: left out")
    return kept, refused


def _rows(found: Corrections, sources: tuple[str, ...]) -> np.ndarray:
    """Return the rows to enrol: whole agreement, a hand where one is needed, these sources."""
    is_wanted = found.weights >= 1.0
    if sources:
        is_wanted &= np.array([_is_of(str(one), sources) for one in found.sources], np.bool_)
    if found.landmarks is not None:
        is_wanted &= np.isfinite(found.landmarks[:, 0, 0])
    return np.flatnonzero(is_wanted)


def _is_in(profile: Profile, found: Corrections, row: int) -> bool:
    """Whether a correction was enrolled before: its very numbers are in the profile."""
    if found.landmarks is not None and profile.landmarks is not None:
        return bool(
            (np.abs(profile.landmarks - found.landmarks[row]).max(axis=(1, 2)) < 1e-3).any()
        )
    if profile.patches is None:
        return False
    return bool((profile.patches == found.patches[row]).all(axis=(1, 2)).any())


def _is_of(source: str, wanted: tuple[str, ...]) -> bool:
    return any(one in (source, source.rpartition("/")[2]) for one in wanted)
