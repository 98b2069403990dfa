"""One model trained in a process of its own, which ends with the process that asked for it.

``python -m glyphcam.training.train_apart ORDER``: the order is JSON, standard input a pipe that
nobody writes to. When it closes, whoever held it is gone, killed perhaps, and so is the training.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path
from threading import Thread

from glyphcam.calibration.errors import GlyphcamError
from glyphcam.training.recipe import TrainOptions
from glyphcam.training.run_recipe import Order, attempt


def order_text(order: Order) -> str:
    """Return an order as JSON."""
    return json.dumps(asdict(replace(order, options=_plain(order.options))), default=str)


def order_of(text: str) -> Order:
    """Return the order that ``order_text`` wrote."""
    facts = json.loads(text)
    asked = facts.pop("options")
    asked["out"], asked["data"] = Path(asked["out"]), tuple(map(Path, asked["data"]))
    track = facts.pop("tracking")
    return Order(
        **facts, options=TrainOptions(**asked), tracking=None if track is None else Path(track)
    )


def _plain(options: TrainOptions) -> TrainOptions:
    return replace(options, settings=dict(options.settings))


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


def _say(line: str) -> None:
    print(line, flush=True)


def main(text: str) -> int:
    """Carry the order out; 0, or 2 after one line that says what the user can mend."""
    Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    try:
        attempt(order_of(text), _say)
    except GlyphcamError as error:
        _say(str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
