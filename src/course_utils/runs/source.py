"""A hash of the code that a stored training depends on: where it changes, the training has to be computed anew."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

# What decides the figures. How they are shown and stored does not.
_TRAINING = (
    "models.py",
    "datasets/batches.py",
    "datasets/decoding.py",
    "training/fitting.py",
    "training/history.py",
)
SCRATCH = (*_TRAINING, "runs/recipe.py")
# How the weights are found and read is left out: they are checksummed, or what Keras itself would load.
TRANSFER = (
    *_TRAINING,
    "pretrained/conv_base.py",
    "pretrained/efficientnet_lite.py",
    "pretrained/features.py",
    "pretrained/folding.py",
    "pretrained/freezing.py",
    "pretrained/preprocessing.py",
    "runs/transfer.py",
)


@cache
def source_hash(modules: tuple[str, ...] = SCRATCH) -> str:
    """Return the hash of what modules do: comments, docstrings, error messages and layout don't count.

    Args:
        modules: Their paths in the package: `SCRATCH` for trainings from scratch, `TRANSFER` for those on a
            pretrained base.
    """
    package = files("course_utils")
    texts = [package.joinpath(module).read_text(encoding="utf-8") for module in modules]
    return hash_of(*texts)


def hash_of(*texts: str) -> str:
    """Return the hash of what pieces of Python code do."""
    meanings = [_meaning(ast.parse(text)) for text in texts]
    return hashlib.sha256(repr(meanings).encode()).hexdigest()


def _meaning(node: Any) -> Any:
    """A syntax tree as tuples, without docstrings, and without what is empty: that varies between Pythons."""
    if isinstance(node, list):
        return [_meaning(part) for part in node if not _is_text_alone(part)]
    if not isinstance(node, ast.AST):
        return node
    if isinstance(node, ast.Raise):
        return "Raise"
    if isinstance(node, ast.Constant):
        return repr(node.value)
    if isinstance(node, ast.JoinedStr):  # some Pythons put empty texts between its parts
        return "JoinedStr", [_meaning(part) for part in node.values if getattr(part, "value", None) != ""]
    fields = [(name, _meaning(value)) for name, value in ast.iter_fields(node) if value not in (None, [], "")]
    return type(node).__name__, fields


def _is_text_alone(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
