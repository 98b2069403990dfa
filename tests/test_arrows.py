"""Imports point one way: calibration <- models <- live, calibration <- models <- training."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "calibration": {"calibration"},
    "models": {"calibration", "models"},
    "live": {"calibration", "models", "live"},
    "training": {"calibration", "models", "training"},
}
NEVER_IN_LIVE = {"tensorflow", "keras", "sklearn", "pickle", "joblib", "mlflow", "tf2onnx"}


def imported_names(path: Path) -> set[str]:
    """Every dotted name a file imports, at any depth."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_its_arrows_allow(package: str) -> None:
    wrong = [
        f"{path.name}: {name}"
        for path in (ROOT / package).glob("*.py")
        for name in imported_names(path)
        if name.startswith("glyphcam.") and name.split(".")[1] not in ALLOWED[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", ["calibration", "models", "live"])
def test_what_live_runs_never_imports_a_training_library_or_pickle(package: str) -> None:
    wrong = [
        f"{path.name}: {name}"
        for path in (ROOT / package).glob("*.py")
        for name in imported_names(path)
        if name.split(".")[0] in NEVER_IN_LIVE
    ]
    assert wrong == []


def test_no_file_is_longer_than_300_lines() -> None:
    folders = [*ALLOWED, "benchmarks", "tests"]
    long = {
        str(path.relative_to(ROOT)): count
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for folder in ALLOWED
        for path in (ROOT / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > 40
    ]
    assert long == []
