"""A sandbox around the worker: bubblewrap, with nothing inside but Python, NumPy and the worker."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from select import select
from types import TracebackType
from typing import Any

from course_utils.checks import wire

WORKER = Path(__file__).with_name("worker.py")
LARGEST_REPLY = 64 << 20
SLACK = 10.0
START = 120.0


class SandboxError(RuntimeError):
    """The sandbox itself failed: nothing is known about the submission."""


@dataclass(frozen=True)
class Limits:
    """What one task of one submission may use.

    Args:
        seconds: Time from its start to its last answer.
        memory: Bytes of memory of all its processes together.
        address_space: Bytes that each of its processes may reserve, used or not.
        output: Bytes of all its answers.
        processes: How many processes and threads it may have.
        file_size: Bytes of one file in its empty folder; the folder holds 16 MB.
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    address_space: int = 1 << 30
    output: int = 16 << 20
    processes: int = 16
    file_size: int = 8 << 20


# TensorFlow reserves far more than it uses, and starts threads for every core.
KERAS_LIMITS = Limits(seconds=30.0, memory=3 << 30, address_space=64 << 30, processes=256)


@dataclass(frozen=True)
class Outcome:
    """What came out of the sandbox for one task.

    Args:
        ended: `"done"`, or what stopped it: `"time"`, `"memory"`, `"output"` or `"died"`.
        written: What it wrote; not to be trusted.
    """

    ended: str
    written: str


def available() -> str:
    """Return why submissions can't be sandboxed on this machine, or nothing where they can."""
    program = shutil.which("bwrap")
    if program is None:
        return "bubblewrap is not installed (Debian, Ubuntu: `apt install bubblewrap`)"
    command = [program, "--ro-bind", "/", "/", "--unshare-all", "--proc", "/proc", "true"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    if tried.returncode:
        return f"bubblewrap can't make namespaces here: {tried.stderr.strip()}"
    return ""


class Sandbox:
    """A worker in a sandbox, started when it is first needed and anew when it is lost.

    Args:
        trust: Run the worker without a sandbox: with limits, but with access to all that the grader has.

    Raises:
        SandboxError: If there can't be a sandbox, and the work is not trusted.
    """

    def __init__(self, trust: bool = False) -> None:
        self.trust = trust
        if not trust and (reason := available()):
            raise SandboxError(
                f"Submissions can't be run safely: {reason}. `--trust` runs them without a sandbox: only for work "
                "that you would run yourself."
            )
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        cells: Sequence[Mapping[str, str]],
        function: str,
        cases: Sequence[Any],
        imports: Sequence[str],
        limits: Limits | None = None,
        alone: bool = False,
    ) -> Outcome:
        """Run a student's cells and call a function of theirs.

        Args:
            cells: All code cells, as `{"id": …, "code": …}`.
            function: The name of the function; the last cell that defines it counts, or the cell of that id.
            cases: The keyword arguments of each call, encoded by `checks.wire`.
            imports: The modules that the student may import; `"keras"` among them brings a sandbox that has it.
            limits: What the run may use.
            alone: Run nothing of the other cells but their imports.

        Raises:
            SandboxError: If the sandbox was lost; the next call gets a new one.
        """
        library = "keras" if "keras" in imports else "numpy"
        limits = limits or (KERAS_LIMITS if library == "keras" else Limits())
        request = {
            "cells": list(cells),
            "function": function,
            "cell": function.replace("_", "-"),
            "alone": alone,
            "cases": list(cases),
            "imports": list(imports),
            "limits": asdict(limits),
        }
        try:
            process = self._processes.get(library) or self._start(library)
            assert process.stdin is not None
            content = json.dumps(request).encode()
            process.stdin.write(struct.pack("<I", len(content)) + content)
            process.stdin.flush()
            reply = _receive(process, limits.seconds + SLACK)
            written = _receive_bytes(process, SLACK)
            outcome = Outcome(str(reply["ended"]), written.decode("utf-8", "replace"))
            if outcome.ended == "refused":
                raise OSError(outcome.written.strip())
            return outcome
        except (OSError, EOFError, ValueError, KeyError) as error:
            self.close()
            raise SandboxError(f"The sandbox was lost: {error}") from error
        except BaseException:  # an answer that nobody waits for would be taken for that of the next request
            self.close()
            raise

    def _start(self, library: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            worker_command(self.trust, library),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**_environment(), **({"PYTHONPATH": os.pathsep.join(_shelf())} if self.trust else {})},
            start_new_session=True,
        )
        try:
            _receive(process, START)
        except (OSError, EOFError, ValueError) as error:
            process.kill()
            complaint = process.communicate()[1].decode(errors="replace").strip()
            raise SandboxError(f"The sandbox does not start: {complaint or error}") from error
        self._processes[library] = process
        return process

    def close(self) -> None:
        """End the workers, and with them all that runs in their sandboxes."""
        while self._processes:
            _, process = self._processes.popitem()
            process.kill()
            process.communicate()


def worker_command(trust: bool, library: str) -> list[str]:
    """Return the command that starts the worker: in bubblewrap, or bare where the work is trusted.

    Args:
        trust: Whether it runs bare.
        library: What it loads before it forks, and what tasks may use: `"numpy"` or `"keras"`.
    """
    if trust:
        return [sys.executable, "-S", str(WORKER), "bare", library]
    program = shutil.which("bwrap")
    assert program is not None
    options = [program, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    options += ["--die-with-parent", "--new-session", "--clearenv"]
    if os.getuid() == 0:  # a limit on processes does not bind root: the worker becomes nobody
        options += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        options += ["--unshare-user"]
    for name, value in _environment().items():
        options += ["--setenv", name, value]
    options += [*_file_system(library), "--chdir", "/"]
    python = str(Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}"))
    options += ["--setenv", "PYTHONPATH", "/shelf:/worker"]
    return [*options, python, "-S", "/worker/worker.py", "isolated", library]


def _environment() -> dict[str, str]:
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "HOME": "/tmp", "KERAS_HOME": "/tmp"}
    return {
        **one,
        **quiet,
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def _file_system(library: str) -> Iterator[str]:
    """Read-only: what Python and the library need, no file of anybody. An empty /tmp, for a mount."""
    base = Path(sys.base_prefix)
    for folder in ("/usr", "/lib", "/lib64"):
        if Path(folder).is_symlink():
            yield from ("--symlink", os.readlink(folder), folder)  # noqa: PTH115
        elif Path(folder).is_dir():
            yield from ("--ro-bind", folder, folder)
    if not base.is_relative_to("/usr"):
        for parent in reversed(base.parents[:-1]):
            yield from ("--perms", "0755", "--dir", str(parent))
        yield from ("--ro-bind", str(base), str(base))
    for hidden in sorted(_package_folders(base)):
        yield from ("--tmpfs", str(hidden))
    for folder in ("/dev", "/shelf", "/worker", "/worker/course_utils", "/worker/course_utils/checks"):
        yield from ("--perms", "0755", "--dir", folder)
    if library == "keras":  # Keras needs half of what is installed
        yield from ("--ro-bind", sysconfig.get_path("platlib"), "/shelf")
    else:
        for path in _shelf_parts():
            yield from ("--ro-bind", str(path), f"/shelf/{path.name}")
    yield from ("--ro-bind", str(WORKER), "/worker/worker.py")
    yield from ("--ro-bind", wire.__file__, "/worker/course_utils/checks/wire.py")
    for device in ("null", "zero", "urandom", "random"):
        yield from ("--dev-bind", f"/dev/{device}", f"/dev/{device}")
    # While it is loaded, Keras writes; each fork gets a folder of its own over that.
    temporary = ["--perms", "0777", "--size", str(4 << 20), "--tmpfs"] if library == "keras" else ["--dir"]
    yield from ("--proc", "/proc", *temporary, "/tmp", "--remount-ro", "/")


def _package_folders(base: Path) -> set[Path]:
    """The folders that other packages are installed in, of every Python that the sandbox can see."""
    patterns = ("lib/python3*/site-packages", "lib/python3*/dist-packages", "local/lib/python3*")
    return {path for root in (base, Path("/usr")) for pattern in patterns for path in root.glob(pattern)} | {
        path for path in [Path("/usr/lib/python3")] if path.is_dir()
    }


def _shelf_parts() -> list[Path]:
    """NumPy and the libraries that its wheel brings along."""
    spec = find_spec("numpy")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    return [package, *package.parent.glob("numpy.libs")]


def _shelf() -> list[str]:
    return [str(Path(wire.__file__).parents[2]), sysconfig.get_path("platlib")]


def _receive(process: subprocess.Popen[bytes], seconds: float) -> Any:
    """Read a frame of JSON."""
    return json.loads(_receive_bytes(process, seconds))


def _receive_bytes(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """Read a frame of the worker's, and refuse one that is too large."""
    assert process.stdout is not None
    header = _read(process.stdout.fileno(), 4, seconds)
    (length,) = struct.unpack("<I", header)
    if length > LARGEST_REPLY:
        raise ValueError(f"a reply of {length:,} bytes")
    return _read(process.stdout.fileno(), length, seconds)


def _read(source: int, count: int, seconds: float) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        if not select([source], [], [], seconds)[0]:
            raise TimeoutError(f"no answer within {seconds:g} s")
        part = os.read(source, min(1 << 20, count - len(parts)))
        if not part:
            raise EOFError("the worker has ended")
        parts += part
    return bytes(parts)
