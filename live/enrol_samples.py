"""The samples of an enrolment as they come in: each is kept, or refused with a reason."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.profile import Profile
from glyphcam.calibration.sample_check import confused_with
from glyphcam.live.enrol_network import answers_of, refuse_without_embedding
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import PATCH_VERSION


class EnrolSamples:
    """Collects observations by letter; ``keeps_patches`` is the user's leave to keep pictures."""

    def __init__(self, network: Network, keeps_patches: bool) -> None:
        refuse_without_embedding(network)
        self._network = network
        self._keeps_patches = keeps_patches
        self._letters: list[str] = []
        self._observations: list[Observation] = []
        self._embeddings: list[NDArray[np.float32]] = []
        self._base: list[NDArray[np.float32]] = []
        self._old: set[str] = set()

    @property
    def labels(self) -> tuple[str, ...]:
        """The letters there are to enrol."""
        return self._network.stamp.labels

    def count(self, letter: str) -> int:
        """Return how many samples of ``letter`` were kept now, those of before not counted."""
        return 0 if letter in self._old else self._letters.count(letter)

    def offer(self, letter: str, observation: Observation) -> str | None:
        """Keep a sample of ``letter``; or keep nothing and return the letter it looks like."""
        landmarks = None if observation.landmarks is None else observation.landmarks[None]
        answers = answers_of(self._network, observation.patch[None], landmarks)
        other = confused_with(
            answers.probabilities[0],
            answers.embeddings[0],
            self.labels.index(letter),
            np.array(self._embeddings),
            np.array([self.labels.index(each) for each in self._letters], np.int64),
        )
        if other is not None:
            return self.labels[other]
        if letter in self._old:
            self._old.discard(letter)
            self.forget(letter)
        self._keep(letter, observation, answers.embeddings[0], answers.probabilities[0])
        return None

    def forget(self, letter: str) -> None:
        """Drop the samples of ``letter`` taken now, to take it again; those of before stay."""
        if letter in self._old:
            return
        kept = [i for i, each in enumerate(self._letters) if each != letter]
        self._observations = [self._observations[i] for i in kept]
        self._embeddings = [self._embeddings[i] for i in kept]
        self._base = [self._base[i] for i in kept]
        self._letters = [self._letters[i] for i in kept]

    def add_profile(self, profile: Profile, *, keeps_old: bool = False) -> None:
        """Start from an earlier enrolment: its samples of a letter stay until a new one is kept.

        With ``keeps_old`` they stay beside the new ones.

        Where it holds no pictures, none are kept now either: they would not be of all samples.
        """
        self._keeps_patches &= profile.patches is not None
        if not keeps_old:
            self._old |= set(profile.letters.tolist())
        for row, letter in enumerate(profile.letters):
            observation = _observation(profile, row)
            landmarks = None if observation.landmarks is None else observation.landmarks[None]
            answers = answers_of(self._network, observation.patch[None], landmarks)
            base = answers.probabilities[0] if profile.base is None else profile.base[row]
            self._keep(str(letter), observation, answers.embeddings[0], base)

    def profile(self, user: str) -> Profile:
        """Return what was kept as the profile of ``user``."""
        landmarks = [o.landmarks for o in self._observations if o.landmarks is not None]
        patches = [o.patch for o in self._observations]
        is_hand = self._network.needs_landmarks
        keeps_patches = self._keeps_patches or not is_hand  # of ink there is nothing else to keep
        return Profile(
            user=user,
            recogniser=self._network.stamp.recogniser,
            letters=np.array(self._letters, dtype=str),
            landmarks=np.array(landmarks, np.float32) if is_hand else None,
            patches=np.array(patches, np.uint8) if keeps_patches else None,
            patch_version=PATCH_VERSION,
            base=np.array(self._base, np.float32) if self._base else None,
        )

    def _keep(
        self,
        letter: str,
        observation: Observation,
        embedding: NDArray[np.float32],
        base: NDArray[np.float32],
    ) -> None:
        self._letters.append(letter)
        self._observations.append(observation)
        self._embeddings.append(embedding)
        self._base.append(base)


def _observation(profile: Profile, row: int) -> Observation:
    blank = np.zeros((28, 28), np.uint8)
    return Observation(
        patch=blank if profile.patches is None else profile.patches[row],
        landmarks=None if profile.landmarks is None else profile.landmarks[row],
    )
