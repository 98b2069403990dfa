"""Promotion: a model reaches the shelf once it has passed, and the old one stays until then."""

from __future__ import annotations

import json

import onnx
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import ModelError
from glyphcam.models.checksum import sha256, stated_checksum
from glyphcam.models.network import Network
from glyphcam.models.recognisers import recogniser_named
from glyphcam.models.stamp import STAMP_KEY
from glyphcam.training.card import NOTES, SURE, write_card
from glyphcam.training.model_table import table_text
from glyphcam.training.promote import promote

from .conftest import write_nearest

DIGITS = recogniser_named("digits")


@pytest.fixture()
def candidate(digit_rows, tmp_path):
    return write_nearest(tmp_path / "candidate.onnx", *digit_rows)


@pytest.fixture()
def shelf(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def restamp(path, **facts):
    """Change facts of a model's stamp in place."""
    model = onnx.load(path)
    stamp = json.loads(model.metadata_props[0].value)
    del model.metadata_props[:]
    model.metadata_props.add(key=STAMP_KEY, value=json.dumps({**stamp, **facts}))
    onnx.save(model, path)
    return path


def test_a_model_that_passes_is_moved_with_a_card_that_states_its_checksum(candidate, shelf):
    placed = promote(candidate, DIGITS, "knn", shelf=shelf)
    assert placed == shelf / "digits-knn.onnx"
    assert placed.read_bytes() == candidate.read_bytes()
    assert stated_checksum(placed) == sha256(placed)
    assert sorted(p.name for p in shelf.iterdir()) == ["digits-knn.md", "digits-knn.onnx"]


def test_notes_people_wrote_on_a_card_are_kept(candidate, shelf):
    placed = promote(candidate, DIGITS, "knn", shelf=shelf)
    card = placed.with_suffix(".md")
    card.write_text(card.read_text() + f"\n{NOTES}\n\nReads sevens with a bar.\n")
    promote(candidate, DIGITS, "knn", shelf=shelf)
    assert card.read_text().endswith(f"{NOTES}\n\nReads sevens with a bar.\n")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"kind": "cnn"}, "is a cnn model, wanted is knn"),
        ({"patch_version": 99}, "patch version 99"),
        ({"labels": list("9876543210")}, "has the labels 9 8 7"),
        ({"recogniser": "kannada"}, "reads 'kannada', not 'digits'"),
        ({"figures": {"accuracy": 0.5}}, r"accuracy of 0\.5000, the one in its place 0\.9000"),
    ],
)
def test_a_model_that_does_not_pass_leaves_the_old_one(candidate, shelf, facts, message):
    placed = promote(candidate, DIGITS, "knn", shelf=shelf)
    before = placed.read_bytes()
    with pytest.raises(ModelError, match=message):
        promote(restamp(candidate, **facts), DIGITS, "knn", shelf=shelf)
    assert placed.read_bytes() == before
    assert len(list(shelf.iterdir())) == 2


def test_a_worse_model_replaces_a_better_one_only_when_told(candidate, shelf):
    placed = promote(candidate, DIGITS, "knn", shelf=shelf)
    worse = restamp(candidate, figures={"accuracy": 0.5})
    promote(worse, DIGITS, "knn", may_be_worse=True, shelf=shelf)
    assert Network.load(placed).stamp.figures == {"accuracy": 0.5}


def test_a_broken_model_in_place_is_replaced(candidate, shelf):
    (shelf / "digits-knn.onnx").write_bytes(b"broken")
    placed = promote(candidate, DIGITS, "knn", shelf=shelf)
    assert placed.read_bytes() == candidate.read_bytes()


def test_a_model_judged_by_other_data_says_so_on_the_shelf_and_in_the_table(
    candidate, shelf, monkeypatch
):
    from glyphcam.training import model_table

    write_card(candidate, Network.load(candidate).stamp, judged_by="what was held out of my.npz")
    placed = promote(candidate, DIGITS, "knn", shelf=shelf)
    assert "\nOn what was held out of my.npz.\n" in placed.with_suffix(".md").read_text()
    monkeypatch.setattr(model_table, "shipped", lambda: (placed,))
    row, _ = model_table.model_rows()
    assert row.judged_by == "what was held out of my.npz"


def test_fewer_sure_answers_right_than_usual_is_said_on_the_card(candidate):
    restamp(candidate, figures={"accuracy": 0.9, SURE: 0.85})
    text = write_card(candidate, Network.load(candidate).stamp).read_text()
    assert "| unsure below | 0.5: 85% are right from there on |" in text


def test_a_card_names_labels_size_and_figures(candidate):
    text = write_card(candidate, Network.load(candidate).stamp).read_text()
    assert "0 1 2 3 4 5 6 7 8 9" in text
    assert "| accuracy | 0.9 |" in text
    assert "31,761 numbers, 7 nodes" in text


def test_the_table_of_models_has_a_line_a_model_and_json_a_row(candidate, shelf, monkeypatch):
    from glyphcam.training import model_table
    from glyphcam.training.command_models import models

    placed = promote(candidate, DIGITS, "knn", shelf=shelf)
    monkeypatch.setattr(model_table, "shipped", lambda: (placed,))
    text = table_text(model_table.model_rows())
    assert "digits-knn" in text
    assert "accuracy" in text
    lines = CliRunner().invoke(models, ["--json"]).stdout.splitlines()
    row, movement = map(json.loads, lines)
    assert movement["name"] == "asl-movement"
    assert (row["name"], row["figures"], row["patch_version"]) == (
        "digits-knn",
        {"accuracy": 0.9},
        1,
    )
