"""What the OpenAPI page tells of each route: what goes in, what comes out, what can be refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from glyphcam.live.open_reader import READABLE
from glyphcam.models.recognisers import RECOGNISERS

Told = dict[str, Any]
"""Keywords of a FastAPI route."""

_ERROR: Told = {
    "type": "object",
    "properties": {
        "error": {"type": "string", "description": "One sentence."},
        "code": {"type": "string", "description": "A word for programs, such as too_large."},
        "status": {"type": "integer", "description": "The HTTP status once more."},
    },
    "required": ["error", "code", "status"],
}

_BYTE: Told = {"type": "integer", "minimum": 0, "maximum": 255}


def _array(items: Told, count: int | None = None, most: int | None = None) -> Told:
    least = 1 if count is None else count
    size = {"minItems": least, "maxItems": most or count} if most or count else {"minItems": least}
    return {"type": "array", "items": items, **size}


_PATCH: Told = {"anyOf": [_array(_BYTE, 784), _array(_array(_BYTE, 28), 28)]}
_PATCHES = _array(_PATCH)
_WORD: Told = {"type": "string", "examples": ["digits"]}
_PROBABILITY: Told = {"type": "number", "minimum": 0, "maximum": 1}
_TOP: Told = {
    "type": "array",
    "items": {"type": "array", "items": {"anyOf": [{"type": "string"}, _PROBABILITY]}},
}
_SHA: Told = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _object(properties: Told, required: list[str]) -> Told:
    return {"type": "object", "properties": properties, "required": required}


def _asked(name: str) -> Told:
    extra = {"recogniser": _WORD, "model": _WORD}
    landmarks = _array(_array(_array({"type": "number"}, 3), 21))
    rows = _object({"columns": {"type": "array"}, "data": _PATCHES}, ["data"])
    given = rows if name == "dataframe_split" else _PATCHES
    return _object({name: given, "landmarks": landmarks, **extra}, [name])


_PATCH_BODY: Told = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"oneOf": [_asked(n) for n in ("inputs", "instances", "dataframe_split")]},
            "example": {"inputs": [[0] * 784]},
        }
    },
}


def _query(name: str, words: Iterable[str], about: str) -> Told:
    schema = {"type": "string", "enum": sorted(words)}
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": about}


_KINDS = {kind for recogniser in RECOGNISERS.values() for kind in recogniser.kinds}

_MODEL = _query("model", _KINDS, "A model kind of that recogniser; left out, its best.")
_PATCH_CHOICE = [_query("recogniser", RECOGNISERS, "What the patches show; digits."), _MODEL]
_PICTURE_CHOICE = [_query("recogniser", READABLE, "What is to be read; auto."), _MODEL]


def _answers(about: str, schema: Told, media: str = "application/json") -> dict[Any, Any]:
    return {
        200: {"description": about, "content": {media: {"schema": schema}}},
        "4XX": {
            "description": "Refused: one sentence says why.",
            "content": {"application/json": {"schema": _ERROR}},
        },
    }


_COLUMNS = _object(
    {
        "model": {"type": "string"},
        "sha256": _SHA,
        "labels": {"type": "array", "items": {"type": "string"}},
        "confidences": {"type": "array", "items": _PROBABILITY},
        "unsure": {"type": "array", "items": {"type": "boolean"}},
        "top": {"type": "array", "items": _TOP},
    },
    ["model", "sha256", "labels", "confidences", "unsure", "top"],
)

_RECORDS = _object(
    {
        "predictions": {
            "type": "array",
            "items": _object(
                {
                    "label": {"type": "string"},
                    "confidence": _PROBABILITY,
                    "unsure": {"type": "boolean"},
                    "top": _TOP,
                },
                ["label", "confidence", "unsure", "top"],
            ),
        },
        "model": {"type": "string"},
        "sha256": _SHA,
    },
    ["predictions", "model", "sha256"],
)

_READING = _object(
    {
        "image": {"type": "string"},
        "label": {"type": ["string", "null"]},
        "confidence": _PROBABILITY,
        "unsure": {"type": "boolean"},
        "top": _TOP,
        "region": {"type": ["array", "null"]},
        "text": {"type": ["string", "null"]},
        "glyphs": {"type": "array"},
        "model": {"type": "string"},
        "sha256": _SHA,
    },
    ["image", "label", "confidence", "unsure", "top", "region", "model", "sha256"],
)

_PICTURE_BODY: Told = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": _object(
                {"file": {"type": "string", "format": "binary"}, "recogniser": _WORD}, ["file"]
            )
        },
        "application/json": {
            "schema": _object(
                {"image": {"type": "string", "format": "byte"}, "recogniser": _WORD}, ["image"]
            )
        },
        "image/jpeg": {"schema": {"type": "string", "format": "binary"}},
        "image/png": {"schema": {"type": "string", "format": "binary"}},
    },
}

_TENSOR = _object(
    {
        "name": {"type": "string"},
        "shape": {"type": "array", "items": {"type": "integer"}},
        "datatype": {"type": "string"},
        "data": {"type": "array"},
    },
    ["name", "shape", "datatype"],
)

_INFER_BODY: Told = {
    "required": True,
    "content": {
        "application/json": {
            "schema": _object({"id": {"type": "string"}, "inputs": _array(_TENSOR)}, ["inputs"]),
            "example": {
                "inputs": [
                    {"name": "patch", "datatype": "UINT8", "shape": [1, 28, 28], "data": [0] * 784}
                ]
            },
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}

_NAME: Told = {
    "name": "name",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "examples": ["digits-cnn"]},
}

_ANY: Told = {}

PATCH: Told = {
    "responses": _answers("One entry a patch in every column.", _COLUMNS),
    "openapi_extra": {"requestBody": _PATCH_BODY, "parameters": _PATCH_CHOICE},
}
INVOCATIONS: Told = {
    "responses": _answers("One object a patch.", _RECORDS),
    "openapi_extra": {"requestBody": _PATCH_BODY, "parameters": _PATCH_CHOICE},
}
PICTURE: Told = {
    "responses": _answers("What was read, as `glyphcam read --json` tells it.", _READING),
    "openapi_extra": {"requestBody": _PICTURE_BODY, "parameters": _PICTURE_CHOICE},
}
MODELS: Told = {"responses": _answers("Every served model.", {"type": "object"})}
MODEL: Told = {
    "responses": _answers("One model.", {"type": "object"}),
    "openapi_extra": {"parameters": [_NAME]},
}
INFER: Told = {
    "responses": _answers("The tensors asked for.", {"type": "object"}),
    "openapi_extra": {"requestBody": _INFER_BODY, "parameters": [_NAME]},
}
STATE: Told = {"responses": _answers("How it is.", _ANY)}
READY: Told = {
    "responses": {
        **_answers("Ready.", {"type": "object"}),
        503: {
            "description": "Not yet.",
            "content": {"application/json": {"schema": _ERROR}},
        },
    }
}
METRICS: Told = {"responses": _answers("Prometheus' text form.", {"type": "string"}, "text/plain")}
