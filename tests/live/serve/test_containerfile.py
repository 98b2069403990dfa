"""The container file names what there is: it cannot be built where there is no network."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path

from glyphcam.live.cli import COMMANDS
from glyphcam.live.command_serve import serve

ROOT = Path(__file__).parents[3]
LINES = (ROOT / "docs" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def words_of(instruction: str) -> list[list[str]]:
    """The words behind each line that begins with the instruction."""
    return [line.split()[1:] for line in LINES.splitlines() if line.startswith(instruction + " ")]


def setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_everything_that_is_copied_is_there() -> None:
    copied = [Path(source) for *sources, _ in words_of("COPY") for source in sources]
    assert copied
    assert [str(path) for path in copied if not (ROOT / path).exists()] == []


def test_everything_that_the_package_is_built_from_is_copied() -> None:
    copied = {source for *sources, _ in words_of("COPY") for source in sources}
    folders = re.findall(r"= (\w+)$", setup()["options"]["package_dir"], re.MULTILINE)
    licences = setup()["metadata"]["license_files"].split(", ")
    assert {*folders, *licences, "setup.cfg", "pyproject.toml", "README.md"} <= copied


def test_what_it_installs_and_runs_exists() -> None:
    [extra] = re.findall(r"'\.\[(\w+)\]'", LINES)
    assert extra in setup()["options.extras_require"]
    [entry] = [json.loads(" ".join(words)) for words in words_of("ENTRYPOINT")]
    [rest] = [json.loads(" ".join(words)) for words in words_of("CMD")]
    assert entry[0] == "glyphcam"
    assert entry[1] in COMMANDS
    parsed = serve.make_context("serve", [*entry[2:], *rest])
    assert parsed.params["host"] == "0.0.0.0"
    assert parsed.params["port"] == 8000


def test_it_does_not_run_as_root_and_holds_no_token() -> None:
    assert words_of("USER") == [["glyphcam"]]
    assert "--token" not in LINES
    assert "ENV GLYPHCAM_TOKEN" not in LINES
