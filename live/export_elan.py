"""Exports a session as ELAN's .eaf: tiers of letters, words and unsure moments over its film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Tree

from glyphcam.live.session_facts import SessionFacts, read_facts
from glyphcam.live.session_file import write_private
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import read_log
from glyphcam.live.session_summary import unsure_moments
from glyphcam.live.spelled import answer_runs, spell

SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
"""Named in the file, as ELAN itself does; nothing is fetched from there."""

LINGUISTIC_TYPE = "default-lt"


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation of a tier, in milliseconds of the film."""

    start_ms: int
    end_ms: int
    value: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A row of annotations in order of time."""

    name: str
    marks: tuple[Mark, ...]


def export_elan(folder: SessionFolder, path: Path) -> None:
    """Write one session as an .eaf file that points to its film."""
    facts = read_facts(folder.facts)
    root = eaf_of(facts, tiers_of(folder), folder.video)
    Tree.indent(root)
    text = Tree.tostring(root, encoding="unicode")
    write_private(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def tiers_of(folder: SessionFolder) -> tuple[Tier, ...]:
    """Return the tiers: every answer as it stood, letters that were held, words, unsure moments."""
    events = read_log(folder.events).events
    words = spell(events)
    answers = [_mark(run.start_s, run.end_s, run.label) for run in answer_runs(events)]
    letters = [_mark(one.start_s, one.end_s, one.label) for word in words for one in word.letters]
    spelled = [_mark(word.start_s, word.end_s, word.text) for word in words]
    unsure = [_mark(m.start_s, m.end_s, f"{m.label}?") for m in unsure_moments(events)]
    return (
        Tier("answer", tuple(answers)),
        Tier("letter", tuple(letters)),
        Tier("word", tuple(spelled)),
        Tier("unsure", tuple(unsure)),
    )


def eaf_of(facts: SessionFacts, tiers: Sequence[Tier], video: Path) -> Tree.Element:
    """Return the document; its elements stand in the order that the schema demands."""
    root = Tree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": facts.program,
            "DATE": facts.started.isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:noNamespaceSchemaLocation": SCHEMA,
        },
    )
    _add_header(root, video)
    _add_tiers(root, tiers, facts)
    Tree.SubElement(
        root,
        "LINGUISTIC_TYPE",
        {
            "GRAPHIC_REFERENCES": "false",
            "LINGUISTIC_TYPE_ID": LINGUISTIC_TYPE,
            "TIME_ALIGNABLE": "true",
        },
    )
    return root


def _add_header(root: Tree.Element, video: Path) -> None:
    header = Tree.SubElement(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    if video.is_file():
        media = {
            "MEDIA_URL": video.resolve().as_uri(),
            "MIME_TYPE": "video/mp4",
            "RELATIVE_MEDIA_URL": f"./{video.name}",
        }
        Tree.SubElement(header, "MEDIA_DESCRIPTOR", media)


def _add_tiers(root: Tree.Element, tiers: Sequence[Tier], facts: SessionFacts) -> None:
    """Add the time slots, in order of time as ELAN wants them, and the tiers that point to them."""
    times = sorted({ms for tier in tiers for mark in tier.marks for ms in _ends(mark)})
    slots = {ms: f"ts{number}" for number, ms in enumerate(times, 1)}
    order = Tree.SubElement(root, "TIME_ORDER")
    for ms, slot in slots.items():
        Tree.SubElement(order, "TIME_SLOT", {"TIME_SLOT_ID": slot, "TIME_VALUE": str(ms)})
    number = 0
    for tier in tiers:
        names = {"LINGUISTIC_TYPE_REF": LINGUISTIC_TYPE, "TIER_ID": tier.name}
        row = Tree.SubElement(
            root, "TIER", names | ({"PARTICIPANT": facts.who} if facts.who else {})
        )
        for mark in tier.marks:
            number += 1
            _add_mark(row, mark, slots, f"a{number}")


def _add_mark(row: Tree.Element, mark: Mark, slots: dict[int, str], name: str) -> None:
    place = {
        "ANNOTATION_ID": name,
        "TIME_SLOT_REF1": slots[mark.start_ms],
        "TIME_SLOT_REF2": slots[mark.end_ms],
    }
    annotation = Tree.SubElement(row, "ANNOTATION")
    aligned = Tree.SubElement(annotation, "ALIGNABLE_ANNOTATION", place)
    Tree.SubElement(aligned, "ANNOTATION_VALUE").text = mark.value


def _mark(start_s: float, end_s: float, value: str) -> Mark:
    """Return a mark at least a millisecond long: ELAN shows none that are not."""
    start_ms = round(start_s * 1000)
    return Mark(start_ms, max(start_ms + 1, round(end_s * 1000)), value)


def _ends(mark: Mark) -> tuple[int, int]:
    return mark.start_ms, mark.end_ms
