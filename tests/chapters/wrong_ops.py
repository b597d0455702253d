"""Convolution and pooling with a mistake in them, each a plausible misunderstanding."""

from __future__ import annotations

import numpy as np

from course_utils import ops

conv2d, conv_output_size = ops.conv2d, ops.conv_output_size
max_pool2d, average_pool2d = ops.max_pool2d, ops.average_pool2d


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


def jumps_forgotten(layers):
    return ops.ReceptiveField(size=1 + sum(layer.kernel_size - 1 for layer in layers), jump=1)


def average_for_max(inputs, pool_size=2, strides=None, padding="valid"):
    return average_pool2d(inputs, pool_size, strides, padding)


def max_for_average(inputs, pool_size=2, strides=None, padding="valid"):
    return max_pool2d(inputs, pool_size, strides, padding)


def smallest_for_max(inputs, pool_size=2, strides=None, padding="valid"):
    return -max_pool2d(-np.asarray(inputs), pool_size, strides, padding)


def over_all_channels(inputs, pool_size=2, strides=None, padding="valid"):
    pooled = max_pool2d(inputs, pool_size, strides, padding)
    return np.broadcast_to(pooled.max(axis=-1, keepdims=True), pooled.shape)


def overlapping(inputs, pool_size=2, strides=None, padding="valid"):
    return max_pool2d(inputs, pool_size, strides or 1, padding)


def zeros_among_the_values(inputs, pool_size=2, strides=None, padding="valid"):
    if padding == "same":
        inputs = np.pad(inputs, ((0, len(inputs) % pool_size),) * 2 + ((0, 0),))
    return max_pool2d(inputs, pool_size, strides)


def zeros_in_the_average(inputs, pool_size=2, strides=None, padding="valid"):
    if padding == "same":
        inputs = np.pad(inputs, ((0, len(inputs) % pool_size),) * 2 + ((0, 0),))
    return average_pool2d(inputs, pool_size, strides)


def sum_for_average(inputs, pool_size=2, strides=None, padding="valid"):
    return average_pool2d(inputs, pool_size, strides, padding) * pool_size**2
