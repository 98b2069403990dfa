"""The workers seen from the front: jobs wait in one queue, and whoever is free takes a batch.

Batches make themselves: what came in while all were busy is taken together, so that nobody waits
for others at low load, and one network run answers many at high load. A worker that dies or takes
too long is started again, and the requests of its batch are tried again, each alone.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_process import WorkerDied, WorkerProcess
from glyphcam.live.serve_settings import ServeSettings
from glyphcam.live.serve_wire import Answer, Job

BATCH_JOBS = 64
BATCH_BYTES = 1024 * 1024
"""The most that is handed to a worker at once; one larger job goes alone."""

_TRIES = 3
"""So many workers may end over one request before it is refused."""

_REST_S = 1.0
"""How long a worker that could not be started is left before it is tried again."""


@dataclass(slots=True, eq=False)
class _Asked:
    job: Job
    answer: asyncio.Future[Answer]
    tries: int = 0

    @property
    def is_alone(self) -> bool:
        """Whether it goes to a worker by itself, because one died over a batch it was in."""
        return self.tries > 0


class Pool:
    """Worker processes, one queue for all, and one each for those who must keep to one worker."""

    def __init__(self, settings: ServeSettings) -> None:
        self._settings = settings
        self._queue: deque[_Asked] = deque()
        self._members = [_Member(self, settings) for _ in range(settings.workers)]
        self.batches = Counts()

    @property
    def is_ready(self) -> bool:
        """Whether every worker has opened its models."""
        return bool(self._members) and all(member.is_ready for member in self._members)

    @property
    def waiting(self) -> int:
        """How many requests wait for a worker."""
        return len(self._queue) + sum(len(member.own) for member in self._members)

    @property
    def restarts(self) -> int:
        """How many times a worker had to be started again."""
        return sum(member.restarts for member in self._members)

    async def start(self) -> None:
        """Start the workers; they open their models while the server already listens."""
        for member in self._members:
            member.start()

    async def stop(self) -> None:
        """End the workers; whoever still waits is refused."""
        await asyncio.gather(*(member.stop() for member in self._members))
        for asked in self._queue:
            _refuse(asked, ServeError(503, "the server is stopping"))

    async def ask(self, job: Job, member: int | None = None) -> Answer:
        """Return a worker's answer; ``member`` names the one worker that must give it.

        ServeError 429 where too many wait already, 422 where the work could not be done.
        """
        if self.waiting >= self._settings.limits.waiting:
            raise ServeError(429, "too many requests wait: try again in a moment")
        asked = _Asked(job, asyncio.get_running_loop().create_future())
        if member is None:
            self._queue.append(asked)
            self._wake(self._members)
        else:
            self._members[member].own.append(asked)
            self._wake([self._members[member]])
        return await asked.answer

    def least_pinned(self, pinned: list[int]) -> int:
        """Return the worker that the fewest of ``pinned`` keep to."""
        return min(range(len(self._members)), key=pinned.count)

    def take(self, member: _Member) -> list[_Asked]:
        """Return what ``member`` is to do next, in one batch; nothing where nothing waits."""
        queue = member.own or self._queue
        while queue and queue[0].answer.done():  # the client has gone
            queue.popleft()
        if not queue:
            return []
        batch = [queue.popleft()]
        if batch[0].job.is_batched and not batch[0].is_alone:
            _fill(batch, queue)
        self.batches.note(len(batch))
        return batch

    def give_back(self, batch: list[_Asked]) -> None:
        """Put what a dead worker had back, each alone; what was tried often enough is refused.

        A worker may die of what it was given, of another's request, or have been dead already:
        further tries tell. Whoever is idle is woken to take it.
        """
        for asked in reversed(batch):
            asked.tries += 1
            if asked.tries >= _TRIES:
                _refuse(asked, ServeError(422, "this could not be read: is it a usual file?"))
            else:
                self._queue.appendleft(asked)
        self._wake(self._members)

    def _wake(self, members: list[_Member]) -> None:
        for member in members:
            if member.wake():
                return


class Counts:
    """How many batches there were, and how many jobs in them."""

    def __init__(self) -> None:
        self.batches = 0
        self.jobs = 0

    def note(self, jobs: int) -> None:
        """Count one batch of ``jobs``."""
        self.batches += 1
        self.jobs += jobs


class _Member:
    """One worker's place in the pool: its process, its turn, its restarts."""

    def __init__(self, pool: Pool, settings: ServeSettings) -> None:
        self.own: deque[_Asked] = deque()
        self.restarts = 0
        self.is_ready = False
        self._pool = pool
        self._settings = settings
        self._idle: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="glyphcam worker")

    async def stop(self) -> None:
        """End the process and wait for it."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> bool:
        """Set an idle worker to work; return whether it was idle."""
        if self._idle is None or self._idle.done():
            return False
        self._idle.set_result(None)
        return True

    async def _run(self) -> None:
        while True:
            process = WorkerProcess(self._settings)
            try:
                await process.start(on_end=self.wake)
                self.is_ready = True
                await self._work(process)
            except WorkerDied:
                self.is_ready = False
                self.restarts += 1
                if not process.has_worked:
                    await asyncio.sleep(_REST_S)
            finally:
                await process.end()

    async def _next_batch(self, process: WorkerProcess) -> list[_Asked]:
        """Wait for something to do; WorkerDied where the process ends meanwhile, by nobody's fault.

        What it was woken for is then left to another.
        """
        while process.is_running:
            if batch := self._pool.take(self):
                return batch
            self._idle = asyncio.get_running_loop().create_future()
            await self._idle
        self._pool.give_back([])
        raise WorkerDied

    async def _work(self, process: WorkerProcess) -> None:
        while True:
            batch = await self._next_batch(process)
            try:
                answers = await process.ask([asked.job for asked in batch])
            except WorkerDied:
                self._pool.give_back(batch)
                raise
            except asyncio.CancelledError:
                for asked in batch:
                    _refuse(asked, ServeError(503, "the server is stopping"))
                raise
            for asked, answer in zip(batch, answers, strict=True):
                if not asked.answer.done():
                    asked.answer.set_result(answer)


def _fill(batch: list[_Asked], queue: deque[_Asked]) -> None:
    """Move further jobs of the first one's trade from the head of the queue into the batch."""
    size = len(batch[0].job.body)
    while queue and len(batch) < BATCH_JOBS:
        following = queue[0]
        size += len(following.job.body)
        if following.is_alone or following.job.do != batch[0].job.do or size > BATCH_BYTES:
            return
        queue.popleft()
        if not following.answer.done():
            batch.append(following)


def _refuse(asked: _Asked, error: ServeError) -> None:
    if not asked.answer.done():
        asked.answer.set_exception(error)
