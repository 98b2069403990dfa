"""Whether a network names what a signer drew whose films it never saw, frame by frame as live."""

from __future__ import annotations

from itertools import pairwise

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.models.movement import LABELS
from glyphcam.models.movement_window import LENGTHS_S, windows
from glyphcam.training.movement_films import HandFilm
from glyphcam.training.movement_net import featured

LEAST_S = 0.4
"""As the live watch: a hand must have been followed so long."""


def shares_over(net: keras.Model, film: HandFilm, temperature: float) -> NDArray[np.float32]:
    """Return (f, 3): at each frame the probabilities of the window surest of a letter."""
    found = np.tile(np.array([1, 0, 0], np.float32), (len(film.seconds), 1))
    for frame, now_s in enumerate(film.seconds):
        followed_s = now_s - film.seconds[0]
        if followed_s < LEAST_S:
            continue
        lengths_s = [each for each in LENGTHS_S if each <= followed_s + LEAST_S]
        past = slice(0, frame + 1)
        shown = windows(film.seconds[past], film.hands[past], float(now_s), lengths_s)
        logits = net(featured(shown), training=False) / temperature
        rows = np.asarray(tf.nn.softmax(logits))
        found[frame] = rows[int(rows[:, 1:].max(axis=1).argmax())]
    return found


def first_named(shares: NDArray[np.float32], threshold: float) -> str:
    """Return the letter that two frames after each other are sure of first; "none" for none."""
    for before, after in pairwise(shares):
        label = int(after[1:].argmax()) + 1
        if min(before[label], after[label]) >= threshold:
            return LABELS[label]
    return LABELS[0]
