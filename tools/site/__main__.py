"""Makes the folder that is published: the built book with the package's wheel, ready for a branch of its own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from course_utils.sphinxext.publishing import configured
from tools.site import ROOT
from tools.site.folder import make_site


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "_build", help="the folder of the built book")
    options = parser.parse_args(arguments)
    build = options.build.resolve()
    try:
        wheel = make_site(build / "html", build / "site", configured(ROOT))
    except (FileNotFoundError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in (build / "site").rglob("*") if path.is_file())
    print(f"{build / 'site'}  {size / 1e6:.1f} MB, {wheel.stat().st_size / 1e6:.1f} MB of it the wheel")
    return 0


if __name__ == "__main__":
    sys.exit(main())
