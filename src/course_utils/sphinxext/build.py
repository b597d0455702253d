"""Build the book: ``python -m course_utils.sphinxext.build`` makes both editions from one source."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from course_utils.sphinxext.editions import EDITIONS
from course_utils.sphinxext.freshness import fingerprint
from course_utils.storage import replacing

if TYPE_CHECKING:
    from sphinx.application import Sphinx


STAMP = "inputs.sha256"
STATIC, SEARCH = "_static", "search"
SOLUTIONS = "exercises/solutions/"
WITHOUT_SOLUTIONS = "CONVNET_COURSE_NO_SOLUTIONS"


class Report(NamedTuple):
    """What a build of one edition came to."""

    language: str
    pages: int
    seconds: float
    failed: bool


def sphinx_config(root: Path, language: str) -> dict[str, Any]:
    """Return the Sphinx configuration that Jupyter Book derives from ``_config.yml``, for one edition.

    Args:
        root: The folder that holds ``_config.yml``.
        language: The edition's language code.

    Returns:
        Sphinx configuration values by name.
    """
    from jupyter_book.config import get_final_config

    config, _ = get_final_config(
        user_yaml=root / "_config.yml", cli_config={"latex_individualpages": False}, sourcedir=root
    )
    contents = {} if solutions() else {"external_toc_path": str(_contents_without_solutions(root))}
    return {**config, **contents, "language": language}


def solutions() -> bool:
    """Tell whether the book has the instructors' part with the solutions of the exercises."""
    return os.environ.get(WITHOUT_SOLUTIONS, "") in ("", "0")


def _contents_without_solutions(root: Path) -> Path:
    """Write a table of contents beside the results that leaves the solutions out, and return its path."""
    import yaml

    def kept(entry: Any) -> Any:
        if isinstance(entry, dict):
            return {key: kept(value) for key, value in entry.items() if key != "sections" or kept(value)}
        if isinstance(entry, list):
            return [kept(item) for item in entry if not str(item.get("file", "")).startswith(SOLUTIONS)]
        return entry

    contents = kept(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8")))
    path = root / "_build" / "toc-without-solutions.yml"
    with replacing(path) as draft:
        draft.write_text(yaml.safe_dump(contents, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def run_sphinx(root: Path, config: dict[str, Any], builder: str, output: Path, doctrees: Path) -> Sphinx:
    """Run one Sphinx builder, warnings as errors, every warning shown.

    Args:
        root: The source folder.
        config: Configuration values by name.
        builder: The builder's name, such as `"html"`.
        output: Where its files go.
        doctrees: Where Sphinx keeps what it has read, for the next build.

    Returns:
        The finished Sphinx application; its `statuscode` is not zero after a warning.
    """
    from sphinx.application import Sphinx
    from sphinx.util.console import color_terminal, nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    if not color_terminal():
        nocolor()
    with patch_docutils(str(root)), docutils_namespace():
        app = Sphinx(
            root,
            None,
            output,
            doctrees,
            builder,
            confoverrides=config,
            status=None,
            warning=sys.stderr,
            warningiserror=True,
            keep_going=True,
        )
        app.build()
    return app


def build_edition(root: Path, build: Path, language: str) -> Report:
    """Build the HTML of one edition.

    Args:
        root: The source folder.
        build: The folder that receives `html` and `doctrees`.
        language: The edition's language code.

    Returns:
        How long it took and whether it failed.
    """
    from sphinx.errors import SphinxError

    start = time.perf_counter()
    output = build / "html" / EDITIONS[language].folder
    doctrees = build / "doctrees" / language
    pages, failed = 0, True
    try:
        app = run_sphinx(root, sphinx_config(root, language), "html", output, doctrees)
        pages, failed = len(app.env.found_docs), app.statuscode != 0
        drop_stale_pages(output, app.env.found_docs)
    except SphinxError as error:
        print(f"{error.category}: {error}", file=sys.stderr)
    if failed:  # Sphinx warns of a page only when it reads it: the next build must read all of them again.
        shutil.rmtree(doctrees, ignore_errors=True)
    return Report(language, pages, time.perf_counter() - start, failed)


def drop_stale_pages(output: Path, pages: Collection[str]) -> None:
    """Delete what an earlier build made of pages that are in the book no more: Sphinx leaves it there.

    Args:
        output: The folder of one edition's HTML.
        pages: The names of its pages.
    """
    others = {STATIC, *(edition.folder for edition in EDITIONS.values())}
    for path in output.rglob("*.html"):
        place = path.relative_to(output)
        if place.parts[0] not in others and place.with_suffix("").as_posix() not in {*pages, SEARCH}:
            path.unlink()
            path.with_suffix(".ipynb").unlink(missing_ok=True)


def build_book(root: Path, build: Path) -> bool:
    """Build every edition, two at a time, and say where it is.

    A book none of whose inputs changed since the last clean build is left alone.

    Args:
        root: The source folder.
        build: The folder that receives the result.

    Returns:
        Whether every edition was built without a warning.
    """
    stamp = build / STAMP
    inputs = f"{fingerprint(root)}{'' if solutions() else ' without solutions'}"
    index = build / "html" / "index.html"
    if index.is_file() and stamp.is_file() and stamp.read_text() == inputs:
        print(f"The book is up to date: {index}")
        return True
    stamp.unlink(missing_ok=True)

    import myst_nb.sphinx_ext  # noqa: F401  Forked workers share one import of the slow part.

    with ProcessPoolExecutor(len(EDITIONS)) as pool:
        reports = list(pool.map(build_edition, [root] * len(EDITIONS), [build] * len(EDITIONS), EDITIONS))
    for report in reports:
        page = build / "html" / EDITIONS[report.language].folder / "index.html"
        outcome = "FAILED, see the warnings above" if report.failed else page
        print(f"{report.language}  {report.pages} pages  {report.seconds:.1f} s  {outcome}")
    clean = not any(report.failed for report in reports)
    if clean:
        stamp.write_text(inputs)
    return clean


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: The command line's arguments; `None` takes those of the process.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m course_utils.sphinxext.build", description=main.__doc__)
    parser.description = "Build the Korean and the English edition of the book."
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the folder of _config.yml")
    parser.add_argument("--no-solutions", action="store_true", help="leave the solutions of the exercises out")
    parser.add_argument("--build", type=Path, help="where the result goes (default: ROOT/_build)")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    if options.no_solutions:
        os.environ[WITHOUT_SOLUTIONS] = "1"  # the workers that build the editions read it, too
    return 0 if build_book(root, (options.build or root / "_build").resolve()) else 1


if __name__ == "__main__":
    sys.exit(main())
