"""Many models, several at a time: a process each, the longest first, its news line by line.

TensorFlow gives no memory back before its process ends, and trains on one thread so that the
same seed gives the same weights: two models at once are what two cores are good for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import SimpleQueue

from glyphcam.training.run_recipe import Order
from glyphcam.training.train_plan import Model, longest_first, minutes_at_once, next_model
from glyphcam.training.train_process import News, Training

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Failed:
    """A model that was not trained, and the last thing its process said."""

    model: Model
    fault: str


@dataclass(frozen=True, slots=True)
class _Day:
    """What there is to do and what has become of it."""

    orders: Mapping[Model, Order]
    jobs: int
    say: Say
    waiting: list[Model]
    running: dict[Model, Training] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)
    news: SimpleQueue[News] = field(default_factory=SimpleQueue)
    start_s: float = field(default_factory=time.monotonic)


def train_all(orders: Sequence[Order], jobs: int, say: Say) -> tuple[Failed, ...]:
    """Train every model, ``jobs`` at a time; return those that failed, the others are done.

    However it is left, by Ctrl-C too, no process stays behind.
    """
    by_model = {(order.recogniser, order.kind): order for order in orders}
    day = _Day(by_model, jobs, say, list(longest_first(by_model)))
    with ExitStack() as stack:
        while day.waiting or day.running:
            _begin_more(day, stack)
            told = day.news.get()
            if told.line is None:
                _close(day, told.model)
            else:
                say(f"{' '.join(told.model)}: {told.line}")
    return tuple(day.failed)


def _begin_more(day: _Day, stack: ExitStack) -> None:
    while len(day.running) < day.jobs:
        model = next_model(day.waiting, day.running)
        if model is None:
            return
        day.waiting.remove(model)
        training = Training(day.orders[model], day.jobs, day.news)
        day.running[model] = stack.enter_context(training)


def _close(day: _Day, model: Model) -> None:
    fault = day.running.pop(model).fault()
    if fault is not None:
        day.failed.append(Failed(model, fault))
    now_s = time.monotonic()
    spent = {model: (now_s - each.start_s) / 60 for model, each in day.running.items()}
    left = minutes_at_once([*day.waiting, *day.running], day.jobs, spent)
    done = len(day.orders) - len(day.waiting) - len(day.running)
    rest = f", about {max(left, 1):.0f} to go" if done < len(day.orders) else ""
    day.say(f"{done} of {len(day.orders)} models after {(now_s - day.start_s) / 60:.0f} min{rest}")
