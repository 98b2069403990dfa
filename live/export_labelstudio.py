"""Exports sessions as Label Studio tasks: a film with its letters as pre-annotated segments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glyphcam.live.session_facts import read_facts
from glyphcam.live.session_file import write_private
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import read_log
from glyphcam.live.spelled import Spelled, answer_runs

LOCAL_FILES = "/data/local-files/?d="
"""How Label Studio names a file under its LOCAL_FILES_DOCUMENT_ROOT, here the sessions' folder."""


def export_labelstudio(folders: Sequence[SessionFolder], path: Path) -> None:
    """Write one JSON list of tasks, a session each, to be imported into a video project.

    Its labels go by ``<TimelineLabels name="letter" toName="video">``, which counts frames from 1.
    """
    tasks = [task_of(folder) for folder in folders]
    write_private(path, json.dumps(tasks, indent=1, ensure_ascii=False) + "\n")


def task_of(folder: SessionFolder) -> dict[str, Any]:
    """Return one task; the readings are a prediction, to be corrected by a person."""
    facts, log = read_facts(folder.facts), read_log(folder.events)
    filmed = [event.seconds for event in log.events if event.is_filmed]
    runs = answer_runs(log.events)
    version = facts.models[0].sha256[:12] if facts.models else facts.program
    return {
        "data": {
            "video": f"{LOCAL_FILES}{folder.name}/{folder.video.name}",
            "session": folder.name,
            "recogniser": facts.recogniser,
        },
        "predictions": [
            {
                "model_version": f"{facts.recogniser} {version}",
                "score": round(sum(run.confidence for run in runs) / max(len(runs), 1), 4),
                "result": [_segment(n, run, filmed) for n, run in enumerate(runs, 1)],
            }
        ],
    }


def _segment(number: int, run: Spelled, filmed: Sequence[float]) -> dict[str, Any]:
    """Return one stretch of frames; Label Studio counts the film's own frames from 1."""
    first = sum(seconds < run.start_s for seconds in filmed) + 1
    last = max(first, sum(seconds < run.end_s for seconds in filmed))
    return {
        "id": f"letter{number}",
        "type": "timelinelabels",
        "from_name": "letter",
        "to_name": "video",
        "score": round(run.confidence, 4),
        "value": {
            "ranges": [{"start": first, "end": last}],
            "timelinelabels": [run.label],
        },
    }
