"""Derives what follows from the exercises; with `--check` it only says what is out of date."""

from __future__ import annotations

import argparse
import sys

from course_utils.storage import replacing
from tools.exercises.derived import ROOT, derived


def main(arguments: list[str] | None = None) -> int:
    """Write every derived file that is out of date, and return how many are with `--check`."""
    parser = argparse.ArgumentParser(prog="python -m tools.exercises", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if a file is out of date")
    options = parser.parse_args(arguments)
    stale = {path: text for path, text in derived().items() if not path.is_file() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        print(path.relative_to(ROOT))
        if not options.check:
            with replacing(path) as draft:
                draft.write_text(text, encoding="utf-8")
    return len(stale) if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
