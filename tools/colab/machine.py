"""A machine like Colab's: its packages without the course, a `google.colab` to be found, a kernel of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KERNEL = "colab"


@dataclass(frozen=True)
class Machine:
    """An environment that a notebook may change as it likes.

    Args:
        python: Its interpreter.
        folder: Where it lies, with the kernel's description and a working directory.
    """

    python: Path
    folder: Path

    def version(self) -> str:
        """Return the version of the interpreter."""
        code = "import platform; print(platform.python_version())"
        return subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    def packages(self) -> dict[str, str]:
        """Return the versions of the packages that are installed now."""
        code = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in m.distributions()}))"
        told = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True)
        versions: dict[str, str] = json.loads(told.stdout)
        return versions


@contextmanager
def fresh_machine(environment: Path, folder: Path) -> Iterator[Machine]:
    """Give a copy of an environment, as Colab gives each session a fresh machine.

    Args:
        environment: A virtual environment with the packages of `packages.txt`; it stays as it is.
        folder: Where the copy goes; it is deleted in the end.
    """
    shutil.copytree(environment, folder / "env", symlinks=True, copy_function=_link)
    machine = Machine(folder / "env" / "bin" / "python", folder)
    try:
        _add_colab(machine)
        _describe_kernel(machine)
        yield machine
    finally:
        shutil.rmtree(folder)


def _link(source: str, target: str) -> str:
    """Copy a file without its bytes; pip replaces files and never writes into them."""
    if Path(source).is_symlink():
        return str(shutil.copy2(source, target, follow_symlinks=False))
    os.link(source, target)
    return target


def _add_colab(machine: Machine) -> None:
    """Have every kernel of the machine start with the module by which notebooks recognise Colab."""
    packages = next((machine.folder / "env" / "lib").glob("python3.*")) / "site-packages"
    (packages / "google" / "colab").mkdir(parents=True)
    (packages / "google" / "colab" / "__init__.py").touch()
    startup = machine.folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "colab.py").write_text("import google.colab\n")


def _describe_kernel(machine: Machine) -> None:
    description = {
        "argv": [str(machine.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": KERNEL,
        "language": "python",
        "env": {
            "IPYTHONDIR": str(machine.folder / "ipython"),
            "PATH": f"{machine.python.parent}:{os.environ['PATH']}",
            "VIRTUAL_ENV": str(machine.folder / "env"),
            "CONVNET_COURSE_CACHE": str(machine.folder / "cache"),
            "CONVNET_COURSE_DATA": str(machine.folder / "data"),
        },
    }
    kernel = machine.folder / "jupyter" / "kernels" / KERNEL
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(json.dumps(description))
    (machine.folder / "work").mkdir()
