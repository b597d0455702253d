"""Seals questions against spoilers: nobody reads an answer by accident in a page's source or in a notebook.

This is no secret and protects no exam: the key follows from the section's name, and the page itself opens
the seal. The widget's `sealing.ts` is the other half.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def seal(questions: Sequence[dict[str, Any]], section: str) -> str:
    """Turn questions into a text without a readable word.

    Args:
        questions: Questions as `load` returns them. What only authors need, the claims, is left out.
        section: The section's name, from which the key is made.

    Returns:
        Base64 of the questions' JSON, each byte xor-ed with the key stream. The same questions always give
        the same text.
    """
    shown = [{key: value for key, value in question.items() if key != "claims"} for question in questions]
    plain = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = np.frombuffer(plain, np.uint8) ^ _key_stream(section, len(plain))
    return base64.b64encode(sealed.tobytes()).decode("ascii")


def _key_stream(section: str, length: int) -> NDArray[np.uint8]:
    """Bytes of the generator mulberry32, all at once, seeded by the FNV-1a hash of the section."""
    seed = 0x811C9DC5
    for byte in section.encode():
        seed = (seed ^ byte) * 0x01000193 % 2**32
    steps = np.arange(1, length // 4 + 2, dtype=np.uint32)
    state = steps * np.uint32(0x6D2B79F5) + np.uint32(seed)
    mixed = (state ^ state >> 15) * (state | 1)
    mixed ^= mixed + (mixed ^ mixed >> 7) * (mixed | 61)
    words: NDArray[np.uint32] = (mixed ^ mixed >> 14).astype("<u4")
    return words.view(np.uint8)[:length]
