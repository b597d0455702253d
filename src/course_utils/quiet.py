"""Starts TensorFlow without its messages, and with its fast kernels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def quiet_tensorflow() -> None:
    """Import TensorFlow, if it is installed, without the messages that its C++ side prints while it starts.

    They go to the process' own stderr, past Python, so a notebook would store them beside the lesson. oneDNN kernels
    are asked for as well: TensorFlow has them on every x86 processor, but turns them on by itself only on some.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")  # a training step takes half the time where they were off
    with _no_stderr():
        try:
            import tensorflow  # noqa: F401
        except ImportError:
            return


@contextmanager
def _no_stderr() -> Iterator[None]:
    kept = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
