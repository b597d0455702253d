"""What the sections share to compute the numbers of their questions."""

import math
import os
import re
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import pytest

COMPUTED: dict[tuple[str, str], Any] = {}
"""Section and question: a function that computes the question anew. For a number it returns answer and traps."""

NUMBER = r"\d++(?:,\d{3})*+(?:\.\d++)?+"


def computes(section):
    """Name a function after the question that it computes: `torn_summary` is `torn-summary`."""

    def register(function):
        COMPUTED[section, function.__name__.replace("_", "-")] = function
        return function

    return register


def evaluate(expression):
    signs = {"×": "*", "−": "-", "⌊": "math.floor(", "⌈": "math.ceil(", "⌋": ")", "⌉": ")", ",": ""}
    return eval("".join(signs.get(sign, sign) for sign in expression), {"math": math})


def numbers_in(text):
    """The numbers of a text in their order: `"−1 and 1,152"` → `[-1, 1152]`."""
    return [evaluate(number) for number in re.findall(f"−?{NUMBER}", text)]


def right_choice(question):
    return next(choice for choice in question["choices"] if "right" in choice)


def grids_of(question):
    return [np.array(grid["rows"]) for grid in question["grids"]]


def noise(*shape):
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


def parameters(*kernel_shape):
    """Weights and biases of a layer whose last axis counts its filters or units."""
    return math.prod(kernel_shape) + kernel_shape[-1]


@cache
def keras() -> ModuleType:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return pytest.importorskip("keras", reason="Keras builds the networks: install convnet-course[run]")


@cache
def tensorflow() -> ModuleType:
    keras()
    return pytest.importorskip("tensorflow", reason="TensorFlow decodes the photos: install convnet-course[run]")


@cache
def network(code):
    """The Keras model whose layers a question lists."""
    return keras().Sequential(eval(f"[{code}]", {"keras": keras(), "layers": keras().layers}))
