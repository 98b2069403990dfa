"""Who answers where nobody was named: the person's own name on this machine."""

from __future__ import annotations

import getpass

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.profile import user_name


def default_reviewer() -> str:
    """Return the login name, or "me" where there is none that may name a reviewer."""
    try:
        return user_name(getpass.getuser())
    except (OSError, KeyError, ImportError, SettingError):  # a container's user may have no name
        return "me"
