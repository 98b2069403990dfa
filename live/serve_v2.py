"""The Open Inference Protocol, version 2, for clients of Triton and KServe.

    https://github.com/kserve/open-inference-protocol

Of Triton's extensions the binary tensors, the classes and the index of the repository are served.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from glyphcam.live import serve_openapi as told
from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_routes import refuse_unready, respond
from glyphcam.live.serve_tensor_answer import MODEL_VERSION
from glyphcam.live.serve_wire import Answer, Job

if TYPE_CHECKING:
    from glyphcam.live.serve_pool import Pool

_HEADER = "inference-header-content-length"

_DATATYPES = {"patch": "UINT8", "landmarks": "FP32"}


def v2_routes(pool: Pool) -> APIRouter:
    """Return the protocol's routes, answered by the workers of ``pool``."""
    routes = APIRouter(prefix="/v2", tags=["open inference protocol"])
    _add_server(routes, pool)
    for path in ("/models/{name}", "/models/{name}/versions/{version}"):
        _add_model(routes, pool, path)
    return routes


def _add_server(routes: APIRouter, pool: Pool) -> None:
    @routes.get("", **told.STATE)
    async def server() -> dict[str, Any]:
        """Say which server this is, and which extensions of the protocol it has."""
        extensions = ["binary_tensor_data", "classification", "model_repository"]
        return {"name": "glyphcam", "version": version("glyphcam"), "extensions": extensions}

    @routes.get("/health/live", **told.STATE)
    async def live() -> dict[str, bool]:
        """Say that the server runs."""
        return {"live": True}

    @routes.get("/health/ready", **told.READY)
    async def ready() -> dict[str, bool]:
        """Say that every worker has opened its models; 503 until then."""
        refuse_unready(pool)
        return {"ready": True}

    @routes.post("/repository/index", **told.STATE)
    async def index() -> list[dict[str, str]]:
        """List the models, as Triton's repository does."""
        facts = orjson.loads((await pool.ask(Job("models"))).body)
        return [
            {"name": model["name"], "version": MODEL_VERSION, "state": "READY", "reason": ""}
            for model in facts["models"]
        ]


def _add_model(routes: APIRouter, pool: Pool, path: str) -> None:
    is_shown = "version" not in path

    @routes.get(path, include_in_schema=is_shown, **told.MODEL)
    async def about(request: Request) -> dict[str, Any]:
        """Describe a model's inputs and outputs; its name is such as digits-cnn, or digits."""
        return _metadata(orjson.loads((await _model(pool, request)).body))

    @routes.get(f"{path}/ready", include_in_schema=is_shown, **told.MODEL)
    async def ready(request: Request) -> dict[str, Any]:
        """Say that a model can be asked."""
        facts = orjson.loads((await _model(pool, request)).body)
        return {"name": facts["name"], "ready": True}

    @routes.post(f"{path}/infer", include_in_schema=is_shown, **told.INFER)
    async def infer(request: Request) -> Response:
        """Read tensors, sent as JSON or as raw numbers behind it."""
        _check_version(request)
        words = {"name": request.path_params["name"], "header": request.headers.get(_HEADER, "")}
        answer = await pool.ask(Job("tensors", await request.body(), words, True))
        response = respond(answer)
        if answer.note:
            response.headers[_HEADER] = str(answer.note)
        return response


async def _model(pool: Pool, request: Request) -> Answer:
    _check_version(request)
    answer = await pool.ask(Job("model", words={"name": request.path_params["name"]}))
    if answer.status != 200:
        refusal = orjson.loads(answer.body)
        raise ServeError(refusal["status"], refusal["error"], refusal["code"])
    return answer


def _check_version(request: Request) -> None:
    asked = request.path_params.get("version", MODEL_VERSION)
    if asked != MODEL_VERSION:
        raise ServeError(404, f"there is no version '{asked[:20]}': each model has version 1 alone")


def _metadata(facts: dict[str, Any]) -> dict[str, Any]:
    """Return a model's facts in the protocol's words; -1 stands for any number of rows."""
    inputs = [
        {"name": name, "datatype": _DATATYPES[name], "shape": [-1, *shape[1:]]}
        for name, shape in facts["inputs"].items()
    ]
    outputs = [
        {"name": name, "datatype": "FP32", "shape": [-1, width]}
        for name, width in facts["outputs"].items()
    ]
    return {
        "name": facts["name"],
        "versions": [MODEL_VERSION],
        "platform": "onnxruntime_onnx",
        "inputs": inputs,
        "outputs": outputs,
        "parameters": {"sha256": facts["sha256"]},
    }
