"""The command line: one lazily loaded command a row, and one door for every error."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import click

from glyphcam.calibration.errors import GlyphcamError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "live": "glyphcam.live.command_live:live",
        "read": "glyphcam.live.command_read:read",
        "annotate": "glyphcam.live.command_annotate:annotate",
        "serve": "glyphcam.live.command_serve:serve",
        "export": "glyphcam.live.command_export:export",
        "sessions": "glyphcam.live.command_sessions:sessions",
        "replay": "glyphcam.live.command_replay:replay",
        "review": "glyphcam.live.command_review:review",
        "drift": "glyphcam.live.command_drift:drift",
        "cameras": "glyphcam.live.command_cameras:cameras",
        "calibrate": "glyphcam.live.command_calibrate:calibrate",
        "enrol": "glyphcam.live.command_enrol:enrol",
        "practice": "glyphcam.live.command_practice:practice",
        "draw": "glyphcam.live.command_draw:draw",
        "models": "glyphcam.training.command_models:models",
        "train": "glyphcam.training.command_train:train",
        "search": "glyphcam.training.command_search:search",
        "evaluate": "glyphcam.training.command_evaluate:evaluate_command",
        "explain": "glyphcam.training.command_explain:explain",
        "analyse": "glyphcam.training.command_analyse:analyse_command",
        "promote": "glyphcam.training.command_promote:promote_command",
        "verify": "glyphcam.training.command_verify:verify",
    }
)
"""Where each command lives; a module is imported only when its command runs."""

SUMMARIES: Mapping[str, str] = MappingProxyType(
    {
        "live": "Read a webcam, a film or a folder of pictures as it runs.",
        "read": "Read single pictures.",
        "annotate": "Read films and write them again with the readings drawn in.",
        "serve": "Serve the models to a browser and to programs.",
        "export": "Write the models in the form that another server takes.",
        "sessions": "List, show, check, export, report and erase recorded sessions.",
        "replay": "Show a recorded session again, step by step.",
        "review": "Correct what was doubtful, one key an answer.",
        "drift": "Say whether camera, light or hand have changed over the sessions.",
        "cameras": "List the cameras that really deliver frames.",
        "calibrate": "Check the camera, or report how honest a model is.",
        "enrol": "Learn how one user signs or writes, from a few samples.",
        "practice": "Practise words and letters, with advice by finger.",
        "draw": "Draw one character in a window and see what is read.",
        "models": "List the shipped models with their figures.",
        "train": "Train a model from nothing and export it.",
        "search": "Search a model's settings.",
        "evaluate": "Measure a model on a data set.",
        "explain": "Show what a model looked at.",
        "analyse": "Look a data set over, in one HTML page.",
        "promote": "Move a tracked run's model onto the shelf.",
        "verify": "Recompute every figure of the shipped models.",
    }
)
"""One line a command for --help, here so that --help imports none of them."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="glyphcam")
def glyphcam() -> None:
    """Read sign language letters and handwriting with a webcam, and say how sure it is."""


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line: an error the user can mend is one line and exit status 2."""
    try:
        status = glyphcam.main(words, prog_name="glyphcam", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except GlyphcamError as error:
        click.echo(f"glyphcam: {error}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
