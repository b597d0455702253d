"""Re-executes chapters and finishes them: stable ids, no traces of a machine, a still of each live widget."""

import argparse
import copy
import sys
import time
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from tools.notebooks import CHAPTERS
from tools.notebooks.execute import execute
from tools.notebooks.files import read, write
from tools.notebooks.finish import finish
from tools.notebooks.sanitise import Sanitiser
from tools.notebooks.stills import Studio


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.notebooks", description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="notebooks to redo (default: every chapter)")
    parser.add_argument("--stills", action="store_true", help="execute nothing, only retake outdated stills")
    options = parser.parse_args(arguments)
    same_text = Sanitiser()
    with Studio() as studio:
        for path in options.notebooks or sorted(CHAPTERS.glob("*.ipynb")):
            start = time.monotonic()
            committed = read(path)
            try:
                notebook = (
                    copy.deepcopy(committed)
                    if options.stills
                    else finish(execute(committed, path.parent), committed, same_text)
                )
            except CellExecutionError as error:
                print(f"{path.name}: left as it was, since a cell raised\n{error}", file=sys.stderr)
                return 1
            studio.add_stills(notebook)
            verdict = "rewritten" if write(path, notebook) else "unchanged"
            print(f"{path.name}: {verdict} ({time.monotonic() - start:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
