"""A network that has learned one user: the base answers with the user's samples mixed in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.folders import profile_path
from glyphcam.calibration.learn_user import learn
from glyphcam.calibration.neighbours import Neighbours, claim, unit
from glyphcam.calibration.profile import Profile, user_name
from glyphcam.calibration.profile_file import load_profile
from glyphcam.models.network import NOVELTY, Judged, Network
from glyphcam.models.patch import PATCH_VERSION


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a network makes of n inputs: ``probabilities`` (n, k), ``embeddings`` (n, d) float32."""

    probabilities: NDArray[np.float32]
    embeddings: NDArray[np.float32]


class UserNetwork(Network):
    """The same graph and stamp as its base, with the neighbours' word in every answer."""

    def __init__(self, base: Network, neighbours: Neighbours) -> None:
        super().__init__(base._session, base.stamp, base.path)
        self.neighbours = neighbours

    def probabilities(
        self, patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """Return mixed probabilities (n, k) for patches (n, 28, 28) and landmarks (n, 21, 3)."""
        return self.judged(patches, landmarks).probabilities

    def judged(
        self, patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None = None
    ) -> Judged:
        """Return the mixed answers; what is close to the user's own sample is nothing new."""
        outputs = ("probabilities", "embedding", *((NOVELTY,) if self.gives_novelty else ()))
        rows, embeddings, *far = self._run_all(outputs, patches, landmarks)
        mixed = self.neighbours.mix(rows, embeddings)
        if not far:
            return Judged(mixed, (None,) * len(mixed))
        unlike = far[0][:, 0] * (1.0 - claim(1.0 - self.neighbours.distance(embeddings)))
        return Judged(mixed, tuple(map(float, unlike)))


def for_user(base: Network, user: str) -> UserNetwork:
    """Return ``base`` with the profile of ``user`` learned; SettingError where that cannot be."""
    recogniser = base.stamp.recogniser
    path = profile_path(user_name(user), recogniser)
    return learned(base, load_profile(path, recogniser, base.stamp.labels, PATCH_VERSION))


def learned(base: Network, profile: Profile) -> UserNetwork:
    """Return ``base`` with the samples of ``profile`` learned by its own leave-one-out check.

    Without patches a network that reads them learns from landmarks if its embedding is theirs
    alone; it checks itself by what it made of the samples when they were taken.
    """
    refuse_without_embedding(base)
    targets = np.array([base.stamp.labels.index(letter) for letter in profile.letters], np.int64)
    if not len(targets):
        raise SettingError(f"the profile of '{profile.user}' is empty: run 'glyphcam enrol' again")
    if base.needs_landmarks and profile.landmarks is None:
        raise SettingError(f"the profile of '{profile.user}' holds no landmarks: enrol again")
    if profile.patches is None and "patch" in base.input_names:
        return UserNetwork(base, _without_patches(base, profile, targets))
    patches = _blank(profile, 0) if profile.patches is None else profile.patches
    answers = answers_of(base, patches, profile.landmarks)
    return UserNetwork(base, learn(answers.probabilities, answers.embeddings, targets))


def answers_of(
    network: Network, patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None
) -> Answers:
    """Return both outputs of one run of the graph, the base model's own."""
    given = {"patch": patches, "landmarks": landmarks}
    feed = {name: given[name] for name in network.input_names}
    return Answers(*network._session.run(["probabilities", "embedding"], feed))


def refuse_without_embedding(network: Network) -> None:
    """Raise SettingError where the model cannot learn a user."""
    if "embedding" not in network.output_names:
        stamp = network.stamp
        raise SettingError(
            f"{stamp.recogniser} {stamp.kind} gives no embedding and cannot learn a user: "
            f"leave --model away, or choose another kind"
        )


def _without_patches(base: Network, profile: Profile, targets: NDArray[np.int64]) -> Neighbours:
    dark, light = (
        answers_of(base, _blank(profile, grey), profile.landmarks).embeddings for grey in (0, 255)
    )
    if not np.allclose(dark, light, atol=1e-4):
        raise SettingError(
            f"the profile of '{profile.user}' holds no pictures, and {base.path.name} needs them: "
            f"enrol again with --patches, or choose --model landmark-knn"
        )
    if profile.base is not None:
        return learn(profile.base, dark, targets)
    return Neighbours(unit(dark), targets, np.isin(np.arange(len(base.stamp.labels)), targets))


def _blank(profile: Profile, grey: int) -> NDArray[np.uint8]:
    return np.full((len(profile.letters), 28, 28), grey, np.uint8)
