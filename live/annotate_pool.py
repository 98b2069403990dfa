"""Films annotated side by side, a process each: what ends one does not end the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from glyphcam.calibration.errors import GlyphcamError
from glyphcam.live.annotate_film import Ahead, annotate_film
from glyphcam.live.annotate_plan import Job

TELL_EVERY = 10
"""Frames between two reports of a process."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A film goes on."""

    job: Job
    ahead: Ahead


@dataclass(frozen=True, slots=True)
class Done:
    """A film is whole, or ``error`` says why it is not."""

    job: Job
    error: str | None = None


@dataclass(frozen=True, slots=True)
class _Worker:
    job: Job
    process: BaseProcess
    news: Connection


def usable_cores() -> int:
    """Return how many cores this program may use."""
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def annotate_all(jobs: Sequence[Job], processes: int) -> Iterator[Progress | Done]:
    """Annotate the films, so many at a time; yield how they go, each ending with a Done.

    Whoever stops asking ends the processes too.
    """
    waiting = list(reversed(jobs))
    running: list[_Worker] = []
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                running.append(_start(waiting.pop()))
            ready = wait([worker.news for worker in running])
            for worker in [w for w in running if w.news in ready]:
                news = _next_news(worker)
                if isinstance(news, Done):
                    running.remove(worker)
                yield news
    finally:
        for worker in running:
            worker.process.terminate()
            worker.process.join()


def annotate_job(job: Job) -> str | None:
    """Annotate one film; return what was wrong with it, or None. What a cluster's worker runs."""
    try:
        annotate_film(job, lambda ahead: None)
    except GlyphcamError as error:
        return str(error)
    return None


def _start(job: Job) -> _Worker:
    """Start a process that knows nothing of this one: forking would copy its threads' locks."""
    context = multiprocessing.get_context("spawn")
    news, tell = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, tell), name=f"annotate {job.video.name}")
    process.start()
    tell.close()
    return _Worker(job, process, news)


def _next_news(worker: _Worker) -> Progress | Done:
    """Return what a process says; a pipe that breaks off means that it died."""
    try:
        said = worker.news.recv()
    except EOFError:
        worker.process.join()
        return Done(worker.job, f"its process died (exit status {worker.process.exitcode})")
    if isinstance(said, Ahead):
        return Progress(worker.job, said)
    worker.process.join()
    worker.news.close()
    return Done(worker.job, said)


def _work(job: Job, tell: Connection) -> None:
    """Run in the process: send an Ahead now and then, and the error or None at the end."""
    import cv2

    # Ctrl-C reaches the whole group; the parent ends this process when it is told to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)

    def report(ahead: Ahead) -> None:
        parent = multiprocessing.parent_process()
        if parent is not None and not parent.is_alive():
            os._exit(
                1
            )  # killed, so nobody wants this film: the next run clears the half of it away
        if ahead.frames % TELL_EVERY == 0 or ahead.frames == ahead.count:
            tell.send(ahead)

    try:
        annotate_film(job, report)
    except GlyphcamError as error:
        tell.send(str(error))
    else:
        tell.send(None)
