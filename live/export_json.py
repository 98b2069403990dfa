"""Exports sessions as one JSON in the manner of COCO's video sets: videos, frames, boxes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from glyphcam.live.session_event import Event
from glyphcam.live.session_facts import read_facts
from glyphcam.live.session_file import write_private
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import read_log

Record = dict[str, Any]
"""One JSON object."""


def export_json(folders: Sequence[SessionFolder], path: Path) -> None:
    """Write ``videos``, ``images`` (frames), ``categories`` and ``annotations``, numbered from 1.

    An annotation has COCO's ``bbox`` [x, y, width, height], ``segmentation`` (the region's four
    corners), ``score`` and, where landmarks were kept, ``keypoints`` [x, y, 2] x 21. All are in the
    camera's own pixels, as in raw.mp4; where ``mirrored_as_seen``, video.mp4 shows them mirrored.
    """
    logs = [read_log(folder.events).events for folder in folders]
    labels = sorted({label for events in logs for event in events if (label := _label(event))})
    numbers = {label: number for number, label in enumerate(labels, 1)}
    images: list[Record] = []
    annotations: list[Record] = []
    for video, events in enumerate(logs, 1):
        for event in events:
            images.append(_image(len(images) + 1, video, event))
            for record in _annotation(event, numbers):
                ids = {"id": len(annotations) + 1, "image_id": len(images), "video_id": video}
                annotations.append(ids | record)
    document = {
        "info": {"description": "Glyphcam sessions", "version": "1"},
        "videos": [_video(number, folder) for number, folder in enumerate(folders, 1)],
        "images": images,
        "categories": [{"id": number, "name": label} for label, number in numbers.items()],
        "annotations": annotations,
    }
    write_private(path, json.dumps(document, ensure_ascii=False) + "\n")


def _video(number: int, folder: SessionFolder) -> Record:
    facts = read_facts(folder.facts)
    film = folder.raw if folder.raw.is_file() else folder.video
    return {
        "id": number,
        "name": folder.name,
        "file_name": f"{folder.name}/{film.name}" if film.is_file() else None,
        "recogniser": facts.recogniser,
        "date_captured": facts.started.isoformat(),
    }


def _image(number: int, video: int, event: Event) -> Record:
    return {
        "id": number,
        "video_id": video,
        "frame_id": event.frame,
        "seconds": event.seconds,
        "filmed": event.is_filmed,
        "width": event.size_wh[0] if event.size_wh else None,
        "height": event.size_wh[1] if event.size_wh else None,
        "mirrored_as_seen": event.is_mirrored,
    }


def _annotation(event: Event, numbers: dict[str, int]) -> Iterator[Record]:
    """Yield the frame's annotation, if it has one."""
    label, box = _label(event), event.box
    if label is None or box is None or event.quad is None:
        return
    record: Record = {
        "category_id": numbers[label],
        "bbox": [box.x, box.y, box.width, box.height],
        "area": round(box.width * box.height, 1),
        "segmentation": [[round(value, 1) for value in event.quad.ravel().tolist()]],
        "iscrowd": 0,
        "score": round(event.confidence, 4),
        "unsure": event.is_unsure,
    }
    if event.hand is not None:
        points = event.hand.landmarks[:, :2].tolist()
        record["keypoints"] = [round(v, 1) for x, y in points for v in (x, y, 2)]
        record["num_keypoints"] = len(points)
    yield record


def _label(event: Event) -> str | None:
    return event.text or (event.steady.label if event.steady is not None else None)
