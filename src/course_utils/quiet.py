"""Keeps TensorFlow's start-up messages out of notebooks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def quiet_tensorflow() -> None:
    """Import TensorFlow, if it is installed, without the messages that its C++ side prints while it starts.

    They go to the process' own stderr, past Python, so a notebook would store them beside the lesson.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
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
