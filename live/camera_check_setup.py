"""What a camera check leaves behind: one TOML file a camera, which `live` obeys."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.folders import config_folder

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETUP_FORMAT = 1

TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class CameraSetup:
    """How one camera stands; ``turn_deg`` the picture's quarter turn clockwise, to be undone."""

    camera: str
    is_mirrored: bool = False
    turn_deg: int = 0
    width: int = 0
    height: int = 0
    rate_hz: float = 0.0
    checked: str = ""
    verdict: str = ""

    def save(self, path: Path) -> None:
        """Write the setup as TOML to ``path``."""
        lines = [f"{name} = {_toml(value)}" for name, value in asdict(self).items()]
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"# Written by 'glyphcam calibrate camera'\nformat = {SETUP_FORMAT}\n"
        path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def setup_path(camera: str) -> Path:
    """Return where the setup of a camera (as in --source) lies."""
    name = re.sub(r"[^\w.-]+", "_", camera).strip("_.") or "camera"
    return config_folder() / "cameras" / f"{name[:80]}.toml"


def load_setup(path: Path) -> CameraSetup:
    """Read the setup at ``path``; SettingError, the file untouched, where it does not fit."""
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"{path} cannot be read ({error}): {_MEND}") from error
    if facts.get("format") != SETUP_FORMAT:
        raise SettingError(
            f"{path} has format {facts.get('format')}, this program reads {SETUP_FORMAT}: {_MEND}"
        )
    return _checked({name: facts[name] for name in facts if name != "format"}, path)


def setup_of(camera: str) -> CameraSetup:
    """Return the setup of a camera as in --source; one that changes nothing if never checked."""
    path = setup_path(camera)
    return load_setup(path) if path.is_file() else CameraSetup(camera)


_MEND = "mend it, delete it, or run 'glyphcam calibrate camera' again"

_KINDS: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
}


def _checked(facts: Mapping[str, object], path: Path) -> CameraSetup:
    kinds = {field.name: _KINDS[str(field.type)] for field in fields(CameraSetup)}
    for name, value in facts.items():
        if name not in kinds:
            raise SettingError(f"{path} has the unknown key '{name}': {_MEND}")
        if not isinstance(value, kinds[name]) or (type(value) is bool) != (bool in kinds[name]):
            raise SettingError(f"{path} has {name} = {value!r}, which does not fit: {_MEND}")
    if "camera" not in facts:
        raise SettingError(f"{path} names no camera: {_MEND}")
    setup = CameraSetup(**facts)  # type: ignore[arg-type]
    if setup.turn_deg not in TURNS:
        raise SettingError(f"{path} turns by {setup.turn_deg}, not 0, 90, 180 or 270: {_MEND}")
    return setup


def _toml(value: str | bool | int | float) -> str:
    """Return a value as TOML writes it: for these kinds that is how JSON does."""
    return json.dumps(round(value, 3) if isinstance(value, float) else value, ensure_ascii=False)
