"""What a user asks of a model beyond its kind: whose hand, how right, how many candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from glyphcam.calibration.promises import set_limit_for, threshold_for
from glyphcam.live.candidates import CandidateReader
from glyphcam.live.reader import Reader
from glyphcam.models.network import Network


@dataclass(frozen=True, slots=True)
class Tuning:
    """``user`` the name of a profile; ``min_precision`` how often given answers must be right;
    ``sets`` how often the shown candidates must hold the truth; None leaves the model as it is.
    """

    user: str | None = None
    min_precision: float | None = None
    sets: float | None = None


PLAIN = Tuning()


def tuned(network: Network, tuning: Tuning) -> Network:
    """Return ``network`` with the asked precision's threshold and the user's samples learned.

    SettingError where the model is not stamped for it or there is no such profile.
    """
    if tuning.min_precision is not None:
        threshold = threshold_for(network.stamp.figures, tuning.min_precision)
        stamp = replace(network.stamp, threshold=threshold)
        network = Network(network._session, stamp, network.path)
    if tuning.user is None:
        return network
    from glyphcam.live.enrol_network import for_user

    return for_user(network, tuning.user)


def with_candidates(reader: Reader, network: Network, tuning: Tuning) -> Reader:
    """Return ``reader``, giving candidate sets of the asked coverage if any was asked."""
    if tuning.sets is None:
        return reader
    return CandidateReader(reader, set_limit_for(network.stamp.figures, tuning.sets))


_Command = TypeVar("_Command", bound=Callable[..., Any])


def tuning_options(command: _Command) -> _Command:
    """Give a click command the options of Tuning, handed over as ``tuning``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def tuning_from(user: str | None, min_precision: float | None, sets: float | None) -> Tuning:
    """Return the tuning that the options ask for."""
    return Tuning(user, min_precision, sets)


_OPTIONS = (
    click.option("--user", metavar="NAME", help="Read with what 'glyphcam enrol' learned of NAME."),
    click.option(
        "--min-precision", type=float, metavar="P",
        help="Give only answers that are right in P of the cases, such as 0.95.",
    ),
    click.option(
        "--sets", type=float, metavar="P",
        help="Show the one to three candidates that hold the truth in P of the cases.",
    ),
)  # fmt: skip
