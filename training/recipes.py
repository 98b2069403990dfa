"""Which recipe trains which model: a table of names, imported only when one is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from glyphcam.calibration.errors import SettingError
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.recipe import Recipe

RECIPES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("asl", "fused"): "glyphcam.training.asl_fused:train",
        ("asl", "cnn"): "glyphcam.training.asl_cnn:train",
        ("asl", "knn"): "glyphcam.training.asl_knn:train",
        ("asl", "svm"): "glyphcam.training.asl_svm:train",
        ("asl", "landmark-knn"): "glyphcam.training.asl_landmark_knn:train",
        ("characters", "cnn"): "glyphcam.training.glyph_cnn:train",
        ("characters", "knn"): "glyphcam.training.glyph_knn:train",
        ("digits", "cnn"): "glyphcam.training.glyph_cnn:train",
        ("digits", "knn"): "glyphcam.training.glyph_knn:train",
        ("digits", "svm"): "glyphcam.training.glyph_svm:train",
        ("kannada", "cnn"): "glyphcam.training.glyph_cnn:train",
        ("kannada", "knn"): "glyphcam.training.glyph_knn:train",
        ("fashion", "cnn"): "glyphcam.training.glyph_cnn:train",
        ("fashion", "knn"): "glyphcam.training.glyph_knn:train",
    }
)
"""(recogniser, kind) -> "module:function" of the signature in recipe.py."""


def recipe_of(recogniser: Recogniser, kind: str) -> Recipe:
    """Import and return the recipe of a model; SettingError where there is none."""
    target = RECIPES.get((recogniser.name, kind))
    if target is None:
        raise SettingError(f"no recipe trains {recogniser.name} {kind}: see training/recipes.py")
    module, _, name = target.partition(":")
    return cast(Recipe, getattr(import_module(module), name))
