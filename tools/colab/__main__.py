"""Runs the published notebooks as Colab would, each on a fresh machine, and writes down what came of it.

`make site` makes the site, with a `site` such as http://127.0.0.1:8931/ in `course_publish`, which this command
serves: so the set-up cells install the wheel that they name. A machine like Colab's is made once, by
`uv venv --seed --python 3.12 colab && colab/bin/pip install -r tools/colab/packages.txt`.

The stored results are taken in a control group with the memory that Binder gives. There a notebook that needs more
dies; elsewhere its peak counts files, too, which the system could take back:
`systemd-run --scope -p MemoryMax=2000M -p MemorySwapMax=0 python -m tools.colab colab`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from course_utils.storage import replacing
from tools.colab import RESULTS, ROOT
from tools.colab.machine import fresh_machine
from tools.colab.run import run


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Keep the terminal to the notebooks."""


def measure(path: Path, environment: Path) -> dict[str, Any]:
    """Run a notebook on a fresh machine and return what is worth keeping."""
    with tempfile.TemporaryDirectory() as folder, fresh_machine(environment, Path(folder, "colab")) as machine:
        python, before = machine.version(), machine.packages()
        outcome = run(path, machine)
        after = machine.packages()
    largest = max(outcome.peak_mb, key=lambda cell: outcome.peak_mb[cell], default="")
    return {
        "python": python,
        "error": outcome.error,
        "seconds": outcome.seconds,
        "peak_mb": outcome.peak_mb.get(largest, 0),
        "peak_cell": largest,
        "peak_mb_by_cell": outcome.peak_mb,
        "added": {name: version for name, version in sorted(after.items()) if name not in before},
        "changed": {name: [before[name], after.get(name)] for name in before if after.get(name) != before[name]},
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.colab", description=__doc__)
    parser.add_argument("environment", type=Path, help="a virtual environment with the packages of Colab")
    parser.add_argument("notebooks", nargs="*", help="notebooks below the site (default: all chapters)")
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "site", help="the published folder")
    parser.add_argument("--port", type=int, default=8931, help="the port that the set-up cells name")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where results go, beside those that are there")
    options = parser.parse_intermixed_args(arguments)
    server = ThreadingHTTPServer(("127.0.0.1", options.port), partial(Quiet, directory=options.site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = json.loads(options.results.read_text()) if options.results.is_file() else {}
    chapters = [path.relative_to(options.site).as_posix() for path in sorted(options.site.glob("chapters/*.ipynb"))]
    failed = False
    for name in options.notebooks or chapters:
        found[name] = measure(options.site / name, options.environment)
        failed = failed or bool(found[name]["error"])
        told = found[name]["error"] or f"{found[name]['seconds']:.0f} s, {found[name]['peak_mb']} MB"
        print(f"{name}: {told}", flush=True)
        with replacing(options.results) as draft:
            draft.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    server.shutdown()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
