"""The set-up cell of a notebook: on Colab it installs the course, elsewhere it says how to."""

from __future__ import annotations

import re

SETUP = "setup"
# What an earlier set-up cell began with: imports that only it needed, and the block that installs.
INSTALL = re.compile(r"\A(?:import (?:importlib\.util|sys)\n)+\nif .*\n(?:(?: .*)?\n)+(?=\S)")
TEMPLATE = """\
import importlib.util
import sys

if importlib.util.find_spec("course_utils") is None:
    if "google.colab" not in sys.modules:
        raise ModuleNotFoundError("The course is missing: choose the kernel that has it, or run\\n"
                                  '%pip install "{requirement}"')
    %pip install --quiet "{requirement}"
    # Photos in place of drawn pets: !convnet-course data get cats_vs_dogs (825 MB), then
    # %env CONVNET_COURSE_DATASET=cats_vs_dogs

"""


def set_up(source: str, requirement: str | None = None) -> str:
    r"""Return a set-up cell that installs what is named, or nothing.

    Args:
        source: The cell's code; what it installs now is taken out.
        requirement: What pip installs, such as `"convnet-course[colab] @ https://host/wheel/….whl"`. `None`
            leaves a cell that installs nothing, as in a checkout, where the course is at hand.

    Returns:
        The new code.

    Example:
        >>> set_up('import sys\n\nif "google.colab" in sys.modules:\n    %pip install x\n\nimport course_utils')
        'import course_utils'
    """
    rest = INSTALL.sub("", source)
    return rest if requirement is None else TEMPLATE.format(requirement=requirement) + rest
