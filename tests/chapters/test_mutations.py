"""The checks of a chapter are worth something: each fails where its idea is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from course_utils import ops
from tests.chapters.cells import code_cells, run

conv2d, conv_output_size, receptive_field = ops.conv2d, ops.conv_output_size, ops.receptive_field

# Cells that take seconds and that no later cell needs.
SLOW = {"1-1-convolution": {"learn"}}


@dataclass(frozen=True)
class Mutation:
    """A mistake, and the cell whose check must notice it."""

    mistake: str
    caught_by: str
    chapter: str = "1-1-convolution"
    function: str = ""
    wrong: Callable[..., Any] | None = None
    cell: str = ""
    old: str = ""
    new: str = ""


def in_ops(mistake: str, caught_by: str, function: str, wrong: Callable[..., Any]) -> Mutation:
    return Mutation(mistake, caught_by, function=function, wrong=wrong)


def in_cell(mistake: str, caught_by: str, cell: str, old: str, new: str) -> Mutation:
    return Mutation(mistake, caught_by, cell=cell, old=old, new=new)


def flipped(inputs, kernel, *args, **kwargs):
    return conv2d(inputs, np.asarray(kernel)[::-1, ::-1], *args, **kwargs)


def averaged(inputs, kernel, *args, **kwargs):
    return conv2d(inputs, np.asarray(kernel) / np.prod(np.shape(kernel)[:2]), *args, **kwargs)


def first_channel_only(inputs, kernel, *args, **kwargs):
    return conv2d(np.asarray(inputs)[..., :1], np.asarray(kernel)[:, :, :1], *args, **kwargs)


def never_padded(inputs, kernel, strides=1, padding="valid", dilation_rate=1):
    return conv2d(inputs, kernel, strides, "valid", dilation_rate)


def padded_with_edges(inputs, kernel, strides=1, padding="valid", dilation_rate=1):
    if padding == "valid":
        return conv2d(inputs, kernel, strides, padding, dilation_rate)
    return conv2d(np.pad(inputs, ((1, 1), (1, 1), (0, 0)), mode="edge"), kernel, strides, "valid", dilation_rate)


def strides_ignored(inputs, kernel, strides=1, padding="valid", dilation_rate=1):
    return conv2d(inputs, kernel, 1, padding, dilation_rate)


def strides_from_the_second(inputs, kernel, strides=1, padding="valid", dilation_rate=1):
    start = strides - 1
    return conv2d(np.asarray(inputs)[start:, start:], kernel, strides, padding, dilation_rate)


def filters_summed(inputs, kernel, *args, **kwargs):
    return conv2d(inputs, kernel, *args, **kwargs).sum(axis=-1, keepdims=True)


def size_rounded_up(n, k, strides=1, padding="valid", dilation_rate=1):
    return -(-(n - k + 1) // strides) + (strides > 1) if padding == "valid" else -(-n // strides)


def same_means_same_at_any_stride(n, k, strides=1, padding="valid", dilation_rate=1):
    return n if padding == "same" else conv_output_size(n, k, strides, padding, dilation_rate)


def sizes_added(layers):
    return ops.ReceptiveField(size=sum(layer.kernel_size for layer in layers), jump=1)


MUTATIONS = [
    in_ops("a convolution that flips its kernel", "by-hand", "conv2d", flipped),
    in_ops("the mean of the products for their sum", "by-hand", "conv2d", averaged),
    in_ops("one channel for all channels", "by-hand", "conv2d", first_channel_only),
    in_ops("one map for all filters", "four-filters", "conv2d", filters_summed),
    in_ops("no padding for same", "border-exception", "conv2d", never_padded),
    in_ops("the border repeated for zeros", "padding-by-hand", "conv2d", padded_with_edges),
    in_ops("strides without effect", "strides-exception", "conv2d", strides_ignored),
    in_ops("strides that begin at the second window", "every-second-shown", "conv2d", strides_from_the_second),
    in_ops("a size rounded up", "strides-sizes", "conv_output_size", size_rounded_up),
    in_ops("the same size at any stride", "strides-sizes", "conv_output_size", same_means_same_at_any_stride),
    in_ops("kernel sizes simply added up", "two-layers-see", "receptive_field", sizes_added),
    in_cell("a larger kernel", "parameters", "parameters", "kernel_size=3", "kernel_size=5"),
    in_cell("a dense layer for the convolution", "one-pixel", "one-pixel", "3 * 3", "1"),
    in_cell("weights not shuffled with the pixels", "shuffle", "shuffle", "[order].reshape(-1, 1)", ".reshape(-1, 1)"),
    in_cell("a view moved by seven pixels", "shifted", "shifted", "scene[8:136, 8:136]", "scene[7:135, 7:135]"),
    in_cell("a corner made of one side only", "corners", "corners", "corner[1, 1:, 1] = 1", "corner[1, 1:, 1] = 0"),
    in_cell("a filter that does not learn", "learn", "hidden-filter", "learning_rate=0.1", "learning_rate=1e-4"),
    in_cell("another filter's answers", "learn", "hidden-filter", "hidden)\n", "hidden)[:, ::-1]\n"),
    in_cell("strides other than the default", "default-strides", "default-strides", "_size=3)", "_size=3, strides=2)"),
]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.mistake)
def test_a_mistake_is_caught_by_the_chapter_itself(mutation: Mutation, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = code_cells(mutation.chapter)
    if mutation.wrong:
        monkeypatch.setattr(ops, mutation.function, mutation.wrong)
    else:
        assert mutation.old in cells[mutation.cell], "the cell has changed: change the mutation with it"
        cells[mutation.cell] = cells[mutation.cell].replace(mutation.old, mutation.new)
    for slow in SLOW[mutation.chapter] - {mutation.caught_by}:
        del cells[slow]
    started: list[str] = []
    with pytest.raises(AssertionError):
        started.extend(run(cells, last=mutation.caught_by))
    assert started[-1] == mutation.caught_by


@pytest.mark.parametrize("chapter", SLOW)
def test_each_chapter_has_eight_mutations_or_more(chapter: str) -> None:
    assert sum(mutation.chapter == chapter for mutation in MUTATIONS) >= 8
