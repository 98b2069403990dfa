"""Move a trained model onto the shelf once it has passed; until then the old one stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from glyphcam.calibration.errors import ModelError
from glyphcam.models.network import Network
from glyphcam.models.recognisers import Recogniser
from glyphcam.models.shelf import SHELF
from glyphcam.models.stamp import Stamp
from glyphcam.training.card import headline, judged_on, minutes_on, notes_on, write_card
from glyphcam.training.evaluate import open_network

MAX_BYTES = 8 * 1024 * 1024
SLACK = 0.005
"""How much accuracy a new model may lose against the one it replaces: seeds differ by 0.3 %."""

_TRIALS = 64


def promote(
    candidate: Path,
    recogniser: Recogniser,
    kind: str,
    may_be_worse: bool = False,
    shelf: Path = SHELF,
) -> Path:
    """Check ``candidate`` and move it to its place in ``shelf``; ModelError, and no change, else.

    Checked are: size, operators, checksum where a card stands beside it, recogniser, kind, labels
    and patch version, that it answers with probabilities, and that its stamped accuracy is not
    lower than that of the model in its place by more than SLACK.
    """
    network = open_network(candidate, recogniser)
    _refuse_misfit(network, kind)
    target = shelf / f"{recogniser.name}-{kind}.onnx"
    if target.is_file() and not may_be_worse:
        _refuse_worse(network.stamp, _stamp_of(target, recogniser), target)
    waiting = target.with_suffix(".candidate")
    shutil.copyfile(candidate, waiting)
    waiting.replace(target)  # one step: a reader meets the old file or the new one, whole
    told = candidate.with_suffix(".md")
    write_card(target, network.stamp, notes_on(told), minutes_on(told), judged_on(told))
    return target


def _refuse_misfit(network: Network, kind: str) -> None:
    size = network.path.stat().st_size
    if network.stamp.kind != kind:
        raise ModelError(f"{network.path} is a {network.stamp.kind} model, wanted is {kind}")
    if size > MAX_BYTES:
        raise ModelError(f"{network.path} has {size} bytes, a shipped model at most {MAX_BYTES}")
    dice = np.random.default_rng(0)
    patches = dice.integers(0, 256, (_TRIALS, 28, 28), np.uint8)
    landmarks = dice.normal(0, 50, (_TRIALS, 21, 3)).astype(np.float32)
    answers = network.probabilities(patches, landmarks)
    if not (np.isfinite(answers).all() and np.allclose(answers.sum(axis=1), 1, atol=1e-3)):
        raise ModelError(f"{network.path} does not answer with probabilities: export it again")


def _refuse_worse(new: Stamp, old: Stamp | None, target: Path) -> None:
    now, before = headline(new.figures), headline(old.figures) if old else None
    if now is not None and before is not None and now < before - SLACK:
        raise ModelError(
            f"the new {target.name} has an accuracy of {now:.4f}, the one in its place "
            f"{before:.4f}: it stays (--even-if-worse replaces it)"
        )


def _stamp_of(target: Path, recogniser: Recogniser) -> Stamp | None:
    """The stamp of the model in place, or None where it is broken and any other is better."""
    try:
        return Network.load(target, recogniser).stamp
    except ModelError:
        return None
