"""An enrolment from wish to profile: from the camera or a folder, checked, kept or forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.folders import profile_path, users_folder
from glyphcam.calibration.profile import Profile, user_name
from glyphcam.calibration.profile_file import load_profile
from glyphcam.live.camera_check_corrected import corrected
from glyphcam.live.camera_check_setup import setup_of
from glyphcam.live.display import why_no_window
from glyphcam.live.enrol_card_script import EnrolCardScript
from glyphcam.live.enrol_from import FromFolder
from glyphcam.live.enrol_looks import looks_of
from glyphcam.live.enrol_network import learned
from glyphcam.live.enrol_samples import EnrolSamples
from glyphcam.live.enrol_script import EnrolScript
from glyphcam.live.enrol_stage import NoTracker, play
from glyphcam.live.hand_tracker import HandTracker
from glyphcam.live.open_reader import open_network
from glyphcam.live.pace import in_real_time
from glyphcam.live.screen import HighGui
from glyphcam.live.source import open_source
from glyphcam.models.hand_finder import HandFinder
from glyphcam.models.network import Network
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import Crop, recogniser_named

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class EnrolWish:
    """Whom to enrol for what, and from where: ``folder`` None is the camera ``source``.

    ``letters`` empty means all, ``count`` samples of each; what was enrolled before stays until
    its letter is taken anew.
    """

    user: str
    recogniser: str = "asl"
    model: str | None = None
    source: str = "0"
    folder: Path | None = None
    letters: tuple[str, ...] = ()
    count: int = 3
    keeps_patches: bool = False
    is_window_wanted: bool = True


def enrol(wish: EnrolWish, say: Say) -> Profile:
    """Take the samples, keep the profile of what was taken, and say what it is worth."""
    recogniser = recogniser_named(wish.recogniser)
    path = profile_path(user_name(wish.user), recogniser.name)
    network = open_network(recogniser, wish.model)
    samples = EnrolSamples(network, wish.keeps_patches)
    letters = _letters(wish, recogniser.labels)
    if path.is_file():
        samples.add_profile(load_profile(path, recogniser.name, recogniser.labels, PATCH_VERSION))
    if wish.folder is not None:
        FromFolder(samples, looks_of(recogniser, network), wish.count, say).take(wish.folder)
    else:
        looks_of(recogniser, network)  # refuses what nobody's hand makes
        _guided(wish, samples, letters, network, say)
    profile = samples.profile(wish.user)
    if not len(profile.letters):
        raise SettingError("no sample was kept, so no profile was written: try again")
    profile.save(path)
    _tell(profile, network, path, say)
    return profile


def forget(user: str, say: Say) -> None:
    """Remove every profile of ``user``; SettingError where there is none."""
    folder = users_folder() / user_name(user)
    if not folder.is_dir():
        raise SettingError(f"there is no profile of '{user}' in {users_folder()}")
    shutil.rmtree(folder)
    say(f"everything enrolled for '{user}' is gone")


def _letters(wish: EnrolWish, labels: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [letter for letter in wish.letters if letter not in labels]
    if unknown:
        raise SettingError(
            f"{wish.recogniser} does not read {', '.join(unknown)}: choose among {' '.join(labels)}"
        )
    return wish.letters or labels


def _guided(
    wish: EnrolWish, samples: EnrolSamples, letters: tuple[str, ...], network: Network, say: Say
) -> None:
    reason = why_no_window() if wish.is_window_wanted else None
    if reason is not None:
        say(f"{reason}: enrolling without a window")
    has_window = wish.is_window_wanted and reason is None
    with ExitStack() as stack:
        source = corrected(open_source(wish.source), setup_of(wish.source))
        frames = stack.enter_context(source)
        shown = in_real_time(frames) if has_window and not frames.is_live else frames
        screen = HighGui() if has_window else None
        if recogniser_named(wish.recogniser).crop is Crop.HAND:
            script = EnrolScript(samples, letters, wish.count)
            play(shown, HandTracker(HandFinder()), script, screen, say)
        else:
            cards = EnrolCardScript(samples, network, letters, wish.count)
            # A mirrored card cannot be read by the one who holds it.
            play(shown, NoTracker(), cards, screen, say, is_mirrored=False)


def _tell(profile: Profile, network: Network, path: Path, say: Say) -> None:
    counts = profile.counts()
    say(f"{len(profile.letters)} samples of {len(counts)} letters are kept in {path}")
    neighbours = learned(network, profile).neighbours
    labels = network.stamp.labels
    left = [letter for letter in counts if not neighbours.is_used[labels.index(letter)]]
    if left:
        say(f"{' '.join(left)}: the base model alone reads these better, by the samples' own check")
    say(f"use it with: glyphcam live {profile.recogniser} --user {profile.user}")
