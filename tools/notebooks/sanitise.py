"""Compares text outputs as nbval does: what tests/nbval.cfg replaces may differ."""

import re
from pathlib import Path

from nbval.plugin import get_sanitize_patterns

from tools.notebooks import ROOT

CONFIGURATION = ROOT / "tests" / "nbval.cfg"


class Sanitiser:
    """The comparison of texts that a file of patterns defines.

    Args:
        configuration: The file of patterns that nbval is given.
    """

    def __init__(self, configuration: Path = CONFIGURATION) -> None:
        self.patterns = get_sanitize_patterns(configuration.read_text(encoding="utf-8"))

    def __call__(self, one: str, other: str) -> bool:
        """Tell whether two texts are the same to nbval."""
        return self.sanitise(one) == self.sanitise(other)

    def sanitise(self, text: str) -> str:
        """Return a text with every pattern replaced."""
        for pattern, replacement in self.patterns:
            text = re.sub(pattern, replacement, text)
        return text
