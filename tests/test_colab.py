"""What came of the published notebooks on a machine like Colab's stands in the repository, and the guide is true."""

import json

from tools.colab import RESULTS, ROOT

# What Binder gives, and the control group in which the results are taken (see `tools.colab`), in MiB.
MEMORY = 2000
RECORD = json.loads(RESULTS.read_text())
NOTEBOOKS = [
    path.relative_to(ROOT).as_posix() for folder in ("chapters", "exercises") for path in ROOT.glob(f"{folder}/*.ipynb")
]


def test_every_notebook_was_run_and_came_to_its_end() -> None:
    assert set(NOTEBOOKS) <= set(RECORD)
    assert not {name: found["error"] for name, found in RECORD.items() if found["error"]}


def test_no_notebook_needs_more_memory_than_binder_gives() -> None:
    assert all(0 < found["peak_mb"] <= MEMORY for found in RECORD.values())


def test_colab_keeps_the_packages_that_it_has() -> None:
    assert not {name: found["changed"] for name, found in RECORD.items() if found["changed"]}
