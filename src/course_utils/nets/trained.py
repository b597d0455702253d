"""The trained net that `FeatureMapExplorer` opens with: 7,000 numbers that know handwritten digits."""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from course_utils.nets.net import Net

WEIGHTS, RECORD = "digit_net.npy", "digit_net.json"


@cache
def digit_net() -> Net:
    """Return a small net that was trained on the 4,000 training pictures of `datasets.digits()`.

    It takes a picture of shape `(28, 28, 1)` with ink from 0 to 1 and answers with ten probabilities. All its
    weights are exact in float16. `python -m tools.digit_net` trains it; `digit_net_record` tells how well it
    does on pictures that it has never seen.

    Returns:
        The net: three `Conv2D`, with a `MaxPooling2D` after the first two, then `Flatten` and `Dense`.

    Raises:
        ValueError: If the file with the weights is not the one that was trained.

    Example:
        >>> digit_net().shapes
        ((26, 26, 8), (13, 13, 8), (11, 11, 16), (5, 5, 16), (3, 3, 24), (216,), (10,))
    """
    content = files("course_utils.nets").joinpath(WEIGHTS).read_bytes()
    record = digit_net_record()
    received = hashlib.sha256(content).hexdigest()
    if received != record["sha256"]:
        raise ValueError(
            f"The weights in {WEIGHTS} are not those that were trained: the file is damaged. Reinstall the "
            f"convnet-course package. Expected SHA-256: {record['sha256']}. Received: {received}"
        )
    return Net.restored(record["net"], np.load(io.BytesIO(content), allow_pickle=False))


def digit_net_record() -> dict[str, Any]:
    """Return how the net was trained and what it scored.

    Returns:
        `accuracy` on the 1,000 test pictures of `datasets.digits()`, `accuracy_moved` on the same ones moved,
        turned and scaled as a reader may draw them, the `sha256` of the weights, `seed`, `epochs`, `command`
        and `versions`, and the `net` without its weights.
    """
    text = files("course_utils.nets").joinpath(RECORD).read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text)
    return record
