"""Items as Label Studio tasks, and what was said there brought back.

The labelling setup is one picture with one choice; see docs/review.md for its text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from glyphcam.calibration.errors import DataError, QueueError
from glyphcam.calibration.profile import user_name
from glyphcam.calibration.review_item import Answer, QueuedItem, Verdict
from glyphcam.calibration.review_query import of_recogniser
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.session_file import write_private

NOTHING = "not a sign"
"""The choice for what is nothing to be read."""

CHOICE, PICTURE = "label", "image"
"""The names of the control and of the picture in the labelling setup."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many answers came in, and of how many tasks the item is not in this queue."""

    answers: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Told:
    uid: str
    answer: Answer


def export_tasks(store: ReviewStore, recogniser: str, path: Path) -> int:
    """Write every item of a recogniser as a task, answered or not; return how many."""
    items = store.items(of_recogniser(recogniser))
    tasks = [_task(one, store.picture(one.item_id)) for one in items]
    write_private(path, json.dumps(tasks, indent=1, ensure_ascii=False) + "\n")
    return len(tasks)


def import_tasks(store: ReviewStore, path: Path) -> Imported:
    """Take the annotations of an export of Label Studio (JSON) in; DataError where it is none."""
    told = list(_read(path))
    known = {one.item.uid: one for one in store.items()}
    found = [one for one in told if one.uid in known]
    for one in found:
        answer = one.answer
        try:
            store.answer(
                known[one.uid].item_id,
                answer.reviewer,
                answer.verdict,
                answer.label,
                answer.answered,
            )
        except QueueError as error:
            raise DataError(f"{path}: {error}") from error
    return Imported(len(found), len(told) - len(found))


def _task(queued: QueuedItem, picture: bytes | None) -> dict[str, Any]:
    item = queued.item
    return {
        "data": {
            PICTURE: _data_url(picture),
            "uid": item.uid,
            "recogniser": item.recogniser,
            "source": item.source,
            "seconds": item.seconds,
        },
        "predictions": [
            {
                "model_version": f"{item.kind} {item.model_sha256[:12]}",
                "score": round(item.confidence, 4),
                "result": [_choice(item.label)],
            }
        ],
        "annotations": [
            _annotation(answer) for answer in queued.answers if answer.verdict is not Verdict.SKIP
        ],
    }


def _annotation(answer: Answer) -> dict[str, Any]:
    when = datetime.fromtimestamp(answer.answered, timezone.utc)
    return {
        "completed_by": {"email": answer.reviewer},
        "created_at": when.isoformat(),
        "result": [_choice(answer.label or NOTHING)],
    }


def _choice(label: str) -> dict[str, Any]:
    value = {"choices": [label]}
    return {"from_name": CHOICE, "to_name": PICTURE, "type": "choices", "value": value}


def _data_url(picture: bytes | None) -> str:
    if picture is None:
        return ""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def _read(path: Path) -> Iterator[_Told]:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
        for task in tasks:
            for annotation in task.get("annotations", ()):
                answer = _answer(annotation)
                if answer is not None:
                    yield _Told(str(task["data"]["uid"]), answer)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path} is no Label Studio export of a review queue ({error}): export it as JSON"
        ) from error


def _answer(annotation: Mapping[str, Any]) -> Answer | None:
    """Return an annotation as an answer; None where it was cancelled or says nothing."""
    choices = _choices(annotation.get("result", ()))
    if annotation.get("was_cancelled") or not choices:
        return None
    when = datetime.fromisoformat(str(annotation["created_at"]).replace("Z", "+00:00"))
    label = str(choices[0])
    is_nothing = label == NOTHING
    verdict = Verdict.NOT_A_SIGN if is_nothing else Verdict.LABEL
    said = "" if is_nothing else label
    return Answer(_reviewer(annotation.get("completed_by")), verdict, said, when.timestamp())


def _choices(result: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    for one in result:
        if one.get("from_name") == CHOICE:
            chosen: Sequence[str] = one["value"]["choices"]
            return chosen
    return ()


def _reviewer(told: object) -> str:
    """Return who annotated: Label Studio gives a number, or an object with a mail address."""
    if isinstance(told, Mapping):
        told = told.get("email") or told.get("id")
    name = str(told if told is not None else "labelstudio").partition("@")[0]
    return user_name("".join(c if c.isalnum() or c in " .-_" else "_" for c in name)[:40])
