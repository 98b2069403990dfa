"""The same answers from many machines: a Ray Serve application of the server's patch reading.

    pip install 'glyphcam[web,ray]'
    serve run --app-dir docs ray_serve:app

It stands here and not in the package because Ray's own processes pickle what they say to each
other, which the program itself never does: keep the cluster's ports to yourself. Every replica
opens its own models; Ray starts as many as the load asks for, on whatever machines its cluster
has, and puts requests that wait into one batch.
"""

from __future__ import annotations

import asyncio

from ray import serve
from starlette.requests import Request
from starlette.responses import Response

from glyphcam.live.serve_limits import LIMITS
from glyphcam.live.serve_shelf import ServeShelf
from glyphcam.live.serve_trades import Trades, WorkLimits
from glyphcam.live.serve_wire import Answer, Job
from glyphcam.models.recognisers import RECOGNISERS

WAIT_S = 0.002
"""How long a patch waits for others to go through the network with it."""

TRADES = {"/predict/patch": "patches", "/predict": "picture", "/models": "models"}
"""The server's routes that every replica answers, and the trade behind each."""


@serve.deployment(
    autoscaling_config={"min_replicas": 1, "max_replicas": 16, "target_ongoing_requests": 32},
    ray_actor_options={"num_cpus": 1},
    max_ongoing_requests=128,
)
class Reader:
    """One replica: one core, one set of models."""

    def __init__(self, recognisers: tuple[str, ...] = tuple(RECOGNISERS)) -> None:
        shelf = ServeShelf(recognisers)
        shelf.open_defaults()
        limits = WorkLimits(LIMITS.picture_pixels, LIMITS.patches, LIMITS.live_pixels)
        self._trades = Trades(shelf, limits)
        self._waiting: list[tuple[Job, asyncio.Future[Answer]]] = []

    async def ask(self, job: Job) -> Answer:
        """Answer one job of the server's trades, patches together with others' that wait.

        Not by `serve.batch`, which Ray's local mode does not know (2.60).
        """
        if job.do != "patches":
            return self._trades.do([job])[0]
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((job, answer))
        if len(self._waiting) == 1:
            loop.call_later(WAIT_S, self._answer_waiting)
        return await answer

    def _answer_waiting(self) -> None:
        batch, self._waiting = self._waiting, []
        answers = self._trades.do([job for job, _ in batch])
        for (_, answer), found in zip(batch, answers, strict=True):
            if not answer.done():
                answer.set_result(found)

    async def __call__(self, request: Request) -> Response:
        """Answer an HTTP request as `glyphcam serve` does."""
        trade = TRADES.get(request.url.path)
        if trade is None:
            return Response(status_code=404)
        words = dict(request.query_params) | {"media": request.headers.get("content-type", "")}
        answer = await self.ask(Job(trade, await request.body(), words))
        return Response(answer.body, answer.status, media_type=answer.media)


app = Reader.bind()
"""What `serve run` is given."""
