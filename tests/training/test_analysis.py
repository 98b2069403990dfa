"""An analysis finds what was hidden in a set: doubles, a false label, a stranger."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.analysis import analyse
from glyphcam.training.command_analyse import analyse_command
from glyphcam.training.datasets import load, load_raw
from glyphcam.training.duplicates import duplicate_groups, shared_rows
from glyphcam.training.neighbours import condensed, nearest

DIGITS = recogniser_named("digits")


@pytest.fixture(scope="module")
def ones_and_eights(data):
    """120 ones and zeros of MNIST, which neighbours tell apart without fail."""
    with np.load(data / "mnist.npz", allow_pickle=False) as archive:
        x, y = archive["x_test"], archive["y_test"]
    rows = np.concatenate([np.flatnonzero(y == digit)[:60] for digit in (0, 1)])
    return x[rows], y[rows].astype(np.int64)


def write(path, x, y, **more):
    np.savez(path, x=x, y=y, **more)
    return path


def test_a_false_label_is_the_first_suspect(ones_and_eights, tmp_path):
    x, y = ones_and_eights
    y = y.copy()
    y[70] = 0
    found = analyse(load([write(tmp_path / "a.npz", x, y)], DIGITS), DIGITS)
    first = found.suspects[0]
    assert (first.row, first.label, first.likely) == (70, "0", "1")
    assert first.doubt == pytest.approx(1)


def test_a_stranger_is_the_farthest_outlier(ones_and_eights, tmp_path):
    x, y = ones_and_eights
    x = x.copy()
    x[5] = np.random.default_rng(0).integers(0, 2, (28, 28)) * 255
    found = analyse(load([write(tmp_path / "a.npz", x, y)], DIGITS), DIGITS)
    assert found.outliers[0] == 5


def test_doubles_are_grouped_and_those_of_two_labels_disputed(ones_and_eights, tmp_path):
    x, y = ones_and_eights
    path = write(tmp_path / "a.npz", np.concatenate([x, x[:2]]), [*y, y[0], 1])
    found = analyse(load([path], DIGITS), DIGITS)
    assert found.duplicates == ((0, 120), (1, 121))
    assert found.disputed == ((1, 121),)


def test_counts_means_and_pairs_are_those_of_the_set(ones_and_eights, tmp_path):
    x, y = ones_and_eights
    data = load([write(tmp_path / "a.npz", x, y)], DIGITS)
    found = analyse(data, DIGITS)
    assert [c.count for c in found.classes] == [60, 60, *[0] * 8]
    assert found.classes[1].mean == pytest.approx(data.patches[y == 1].mean())
    assert np.allclose(found.means[0], data.patches[y == 0].mean(axis=0), atol=1e-3)
    assert [(p.one, p.other) for p in found.pairs] == [("0", "1")]


def test_pictures_in_both_parts_are_found_by_hash(digit_rows, tmp_path):
    x, y = digit_rows
    path = tmp_path / "a.npz"
    np.savez(path, x_train=x[:30], y_train=y[:30], x_test=x[28:], y_test=y[28:])
    train, test = (load_raw(str(path), DIGITS, part) for part in ("train", "test"))
    assert shared_rows(train.pictures, test.pictures).tolist() == [0, 1]


def test_blank_pictures_are_no_doubles(tmp_path):
    path = write(tmp_path / "a.npz", np.zeros((3, 28, 28), np.uint8), [1, 2, 3])
    assert duplicate_groups(load([path], DIGITS)) == ()


def test_the_command_writes_one_page_with_its_pictures_inside(digit_rows, tmp_path):
    x, y = digit_rows
    np.savez(tmp_path / "a.npz", x_train=x[:30], y_train=y[:30], x_test=x[28:], y_test=y[28:])
    out = tmp_path / "new" / "page.html"
    result = CliRunner().invoke(analyse_command, ["-d", str(tmp_path / "a.npz"), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "as digits: 42 pictures" in result.output
    page = out.read_text()
    assert page.count("<img") > 10
    assert page.count("data:image/png;base64,") == page.count("<img")
    assert "http" not in page
    assert "training pictures too</td><td>2</td>" in page


def test_nearest_agrees_with_all_distances_and_leaves_out_the_own_group():
    points = np.random.default_rng(0).normal(size=(50, 6)).astype(np.float32)
    gaps = np.linalg.norm(points[:, None] - points[None], axis=2)
    near = nearest(points, points, 3)
    assert np.array_equal(near.rows, gaps.argsort(axis=1, kind="stable")[:, :3])
    assert np.allclose(near.distances, np.sort(gaps, axis=1)[:, :3], atol=2e-3)
    groups = np.arange(50) % 5
    apart = nearest(points, points, 3, groups, groups)
    assert not (groups[apart.rows] == groups[:, None]).any()


def test_condensing_keeps_the_most_of_the_spread():
    sklearn = pytest.importorskip("sklearn.decomposition")
    rows = (np.random.default_rng(0).normal(size=(80, 9)) * np.arange(9)).astype(np.float32)
    ours = condensed(rows, 4).var(axis=0)
    theirs = sklearn.PCA(4).fit_transform(rows).var(axis=0)
    assert np.allclose(ours, theirs, rtol=1e-3)
