"""Exports: what researchers open, read back by their own libraries."""

from __future__ import annotations

import csv
import json
import stat

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.export_formats import FORMATS, export_sessions
from glyphcam.live.session_table import COLUMNS

SHOWN = "AA  BBcc"


@pytest.fixture
def folder(record):
    return record(SHOWN)


def export(folder, form: str, tmp_path):
    [path] = export_sessions([folder], FORMATS[form], tmp_path / "out")
    return path


def test_a_csv_has_a_row_a_frame(folder, tmp_path) -> None:
    path = export(folder, "csv", tmp_path)
    with path.open(newline="") as file:
        header, *rows = list(csv.reader(file))
    assert tuple(header) == COLUMNS
    assert len(rows) == 120
    first = dict(zip(header, rows[0], strict=True))
    assert (first["label"], float(first["confidence"]), first["x"]) == ("A", 0.9, "10.0")
    assert len(json.loads(first["landmarks"])) == 21
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_parquet_table_has_the_same_rows_and_typed_columns(folder, tmp_path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pip install 'glyphcam[research]'")
    table = parquet.read_table(export(folder, "parquet", tmp_path))
    assert tuple(table.column_names) == COLUMNS
    assert table.num_rows == 120
    assert str(table.schema.field("seconds").type) == "double"
    assert table.column("label")[0].as_py() == "A"
    assert table.column("x")[40].as_py() is None


def test_elan_tiers_are_read_by_pympi(folder, tmp_path) -> None:
    pympi = pytest.importorskip("pympi", reason="pip install pympi-ling")
    eaf = pympi.Elan.Eaf(str(export(folder, "elan", tmp_path)))
    assert list(eaf.get_tier_names()) == ["answer", "letter", "word", "unsure"]
    assert eaf.get_annotation_data_for_tier("letter") == [(0, 1000, "A"), (2000, 3000, "B")]
    assert eaf.get_annotation_data_for_tier("word") == [(0, 1000, "A"), (2000, 3000, "B")]
    assert eaf.get_annotation_data_for_tier("unsure") == [(3000, 3967, "C?")]
    [film] = eaf.get_linked_files()
    assert film["MEDIA_URL"] == folder.video.resolve().as_uri()
    assert film["MIME_TYPE"] == "video/mp4"


def test_an_elan_file_keeps_to_the_rules_of_its_schema(folder, tmp_path) -> None:
    from xml.etree import ElementTree

    root = ElementTree.parse(export(folder, "elan", tmp_path)).getroot()
    order = ["HEADER", "TIME_ORDER", *["TIER"] * 4, "LINGUISTIC_TYPE"]
    assert [child.tag for child in root] == order
    assert {"AUTHOR", "DATE", "VERSION"} <= set(root.attrib)
    slots = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE")) for slot in root[1]}
    assert list(slots.values()) == sorted(slots.values())
    names = [one.get("ANNOTATION_ID") for one in root.iter("ALIGNABLE_ANNOTATION")]
    assert len(set(names) | set(slots)) == len(names) + len(slots)
    for one in root.iter("ALIGNABLE_ANNOTATION"):
        assert slots[one.get("TIME_SLOT_REF1")] < slots[one.get("TIME_SLOT_REF2")]
    types = {one.get("LINGUISTIC_TYPE_ID") for one in root.iter("LINGUISTIC_TYPE")}
    assert {tier.get("LINGUISTIC_TYPE_REF") for tier in root.iter("TIER")} == types


def test_label_studio_gets_a_task_with_segments_counted_from_one(folder, tmp_path) -> None:
    [task] = json.loads(export(folder, "labelstudio", tmp_path).read_text())
    assert task["data"]["video"].endswith(f"{folder.name}/video.mp4")
    [prediction] = task["predictions"]
    values = [one["value"] for one in prediction["result"]]
    assert values == [
        {"ranges": [{"start": 1, "end": 30}], "timelinelabels": ["A"]},
        {"ranges": [{"start": 61, "end": 90}], "timelinelabels": ["B"]},
    ]
    assert {one["type"] for one in prediction["result"]} == {"timelinelabels"}


def test_json_follows_coco(folder, tmp_path) -> None:
    document = json.loads(export(folder, "json", tmp_path).read_text())
    assert [video["name"] for video in document["videos"]] == [folder.name]
    assert [image["id"] for image in document["images"]] == list(range(1, 121))
    images = {image["id"] for image in document["images"]}
    categories = {one["id"]: one["name"] for one in document["categories"]}
    assert categories == {1: "A", 2: "B", 3: "C"}
    assert len(document["annotations"]) == 90
    for one in document["annotations"]:
        assert one["image_id"] in images and one["category_id"] in categories
        assert one["bbox"] == [10, 10, 80, 80]
        assert len(one["keypoints"]) == 63


def test_several_sessions_are_one_table_and_one_tier_file_each(folder, record, tmp_path) -> None:
    both = [folder, record("DD")]
    [path] = export_sessions(both, FORMATS["csv"], tmp_path / "all.csv")
    assert len(path.read_text().splitlines()) == 1 + 120 + 30
    assert len(export_sessions(both, FORMATS["elan"], tmp_path / "tiers")) == 2
    with pytest.raises(SettingError, match=r"names one file for 2 sessions: name a folder"):
        export_sessions(both, FORMATS["elan"], tmp_path / "one.eaf")


def test_a_place_that_cannot_be_written_is_said(folder, tmp_path) -> None:
    with pytest.raises(SettingError, match="the export cannot be written: "):
        export_sessions([folder], FORMATS["csv"], tmp_path / "no" / "such" / "file.csv")
