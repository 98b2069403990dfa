"""Every refusal is one JSON form with one sentence, and says nothing of the server's inside."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Callable

import httpx
import numpy as np
import pytest
from PIL import Image

PATCH = "/predict/patch"
ZERO = [0] * 784


def assert_refused(answer: httpx.Response, status: int, code: str | None = None) -> str:
    """The one form; returns its sentence."""
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert set(told) == {"error", "code", "status"}
    assert told["status"] == status
    assert code is None or told["code"] == code
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    return str(told["error"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/v1/nothing", 404),
        ("GET", "/v2/models/nothing", 404),
        ("GET", "/v2/models/digits-cnn/versions/7", 404),
        ("GET", "/../setup.cfg", 404),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404),
        ("GET", "/predict", 405),
        ("DELETE", "/models", 405),
        ("PATCH", "/v2/models/digits/infer", 405),
        ("POST", "/predict", 415),
        ("POST", "/predict/patch", 400),
    ],
)
def test_what_is_not_there_or_not_allowed_is_refused_in_the_one_form(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    assert_refused(client.request(method, path), status)


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        (b"{", 400, "not JSON"),
        (b"\xff\xfe", 400, "not JSON"),
        (b"[1]", 422, "not a JSON object"),
        (b"[" * 100_000, 400, "not JSON"),
        (b'{"inputs": NaN}', 400, "not JSON"),
        (b"{}", 422, "give one of inputs, instances, dataframe_split"),
        (b'{"inputs": [], "instances": []}', 422, "give one of"),
        (b'{"inputs": []}', 422, "holds no patches"),
        (b'{"inputs": {"a": 1}}', 422, "holds no patches"),
        (b'{"inputs": [[1, 2, 3]]}', 422, "784 whole numbers"),
        (b'{"inputs": [[[1, 2], [3]]]}', 422, "784 whole numbers"),
        (b'{"inputs": ["' + b"a" * 784 + b'"]}', 422, "784 whole numbers"),
        (b'{"inputs": [null]}', 422, "784 whole numbers"),
        (b'{"dataframe_split": {"data": 3}}', 422, "needs 'columns' and 'data'"),
        (b'{"dataframe_split": [[0]]}', 422, "needs 'columns' and 'data'"),
    ],
)
def test_json_that_holds_no_patches_is_refused(
    client: httpx.Client, asked: bytes, status: int, sentence: str
) -> None:
    assert sentence in assert_refused(client.post(PATCH, content=asked), status)


@pytest.mark.parametrize(
    ("pixel", "sentence"),
    [
        (-1, "not from 0 to 255"),
        (256, "not from 0 to 255"),
        (1e300, "not from 0 to 255"),
        (0.5, "fractions"),
        (None, "no number"),
        ("9", "no number"),
        (True, "true and false are no numbers"),
        ([1], "shape"),
        (2**70, "not from 0 to 255"),
    ],
)
def test_a_pixel_that_is_none_is_refused(
    client: httpx.Client, pixel: object, sentence: str
) -> None:
    answer = client.post(PATCH, json={"inputs": [[pixel, *ZERO[1:]]]})
    assert sentence in assert_refused(answer, 422)


def test_too_many_patches_and_too_large_a_body_are_refused(client: httpx.Client) -> None:
    many = b'{"inputs": [' + b",".join([b"[0]"] * 5000) + b"]}"
    assert "4096 is the most" in assert_refused(client.post(PATCH, content=many), 413, "too_large")
    announced = client.post(PATCH, content=b" " * (21 * 1024 * 1024))
    assert "20 MiB" in assert_refused(announced, 413, "too_large")

    def unannounced() -> object:
        for _ in range(21):
            yield b" " * (1024 * 1024)

    assert_refused(client.post(PATCH, content=unannounced()), 413, "too_large")


def test_a_packed_body_is_refused_before_it_is_unpacked(client: httpx.Client) -> None:
    bomb = zlib.compress(b" " * 10_000_000)
    answer = client.post(PATCH, content=bomb, headers={"content-encoding": "deflate"})
    assert "packed" in assert_refused(answer, 415)


@pytest.mark.parametrize("name", ["models/digits-cnn.onnx", "/etc/passwd.onnx", "../x", "gpt"])
def test_a_model_is_one_of_the_served_kinds_and_never_a_file(
    client: httpx.Client, name: str
) -> None:
    answer = client.post(PATCH, params={"model": name}, json={"inputs": [ZERO]})
    assert "digits has no model kind" in assert_refused(answer, 404, "unknown_model")
    answer = client.post("/predict", params={"recogniser": name}, files={"file": b"x"})
    assert_refused(answer, 404, "unknown_model")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def noise(side: int = 96) -> Image.Image:
    pixels = np.random.default_rng(3).integers(0, 256, (side, side, 3)).astype(np.uint8)
    return Image.fromarray(pixels)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be so large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def deep_png() -> bytes:
    return encoded(Image.fromarray(np.full((64, 64), 30000, np.uint16)), "PNG")


def moving(kind: str) -> bytes:
    return encoded(noise(), kind, save_all=True, append_images=[noise(96).rotate(90)])


PICTURES: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "empty": (lambda: b"", 422, "empty"),
    "text": (lambda: b"hello, I am a picture", 415, "no picture"),
    "page": (lambda: b"<html><script>alert(1)</script></html>", 415, "no picture"),
    "packed": (lambda: b"PK\x03\x04" + bytes(200), 415, "no picture"),
    "cut JPEG": (lambda: encoded(noise(), "JPEG")[:-900], 422, "cut off"),
    "cut PNG": (lambda: encoded(noise(), "PNG")[:-900], 422, "cut off"),
    "cut WebP": (lambda: encoded(noise(), "WEBP")[:-900], 422, "cut off"),
    "head alone": (lambda: encoded(noise(), "PNG")[:24], 422, "cut off"),
    "bomb": (lambda: png_of_size(60000, 60000), 413, "million pixels"),
    "large": (lambda: png_of_size(4001, 4000), 413, "4001x4000"),
    "thin": (lambda: png_of_size(2_000_000_000, 1), 413, "million pixels"),
    "moving PNG": (lambda: moving("PNG"), 415, "moves"),
    "moving WebP": (lambda: moving("WEBP"), 415, "moves"),
    "GIF": (lambda: encoded(noise(), "GIF"), 415, "no picture"),
    "TIFF": (lambda: encoded(noise(), "TIFF"), 415, "no picture"),
    "CMYK": (lambda: encoded(noise().convert("CMYK"), "JPEG"), 415, "CMYK"),
    "16 bit": (deep_png, 415, "more than 8 bits"),
    "tiny": (lambda: encoded(noise(8), "PNG"), 422, "at least 16x16"),
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', 415, "no picture"),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_that_is_none_is_refused_in_one_sentence(client: httpx.Client, kind: str) -> None:
    make, status, sentence = PICTURES[kind]
    content = make()
    form = client.post("/predict", files={"file": ("picture", content)})
    assert sentence in assert_refused(form, status)
    encoded_body = {"image": base64.b64encode(content).decode()}
    assert_refused(client.post("/predict", json=encoded_body), status)


def test_a_file_that_is_called_what_it_is_not_is_refused(client: httpx.Client) -> None:
    png = encoded(noise(), "PNG")
    called = client.post("/predict", files={"file": ("photo.jpg", png)})
    assert "is called .jpg and is a PNG" in assert_refused(called, 415)
    headers = {"content-type": "image/webp"}
    sent = client.post("/predict", content=png, headers=headers)
    assert "sent as image/webp" in assert_refused(sent, 415)


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"", "multipart/form-data", 400),
        (b"--x\r\n", "multipart/form-data; boundary=x", 422),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 422),
        (b'{"image": 7}', "application/json", 422),
        (b'{"image": "%%%"}', "application/json", 422),
        (b'{"image": "AAAA", "recogniser": 7}', "application/json", 422),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"hello", "text/plain", 415),
    ],
)
def test_a_request_that_holds_no_picture_is_refused(
    client: httpx.Client, body: bytes, media: str, status: int
) -> None:
    answer = client.post("/predict", content=body, headers={"content-type": media})
    assert_refused(answer, status)
