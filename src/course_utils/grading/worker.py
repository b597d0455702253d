"""Runs inside the sandbox: waits for work, forks once for each task, and never runs a student's code itself.

It stands alone, with `checks/wire.py`: standard library and NumPy, which is loaded once, before any fork. Frames on
standard input and output are a length of four bytes and as many bytes. The fork, not this process, gets the student's
code, its own process and file system namespaces, and its own limits; what it writes is passed on unread.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import importlib
import json
import os
import re
import resource
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from course_utils.checks.wire import decode, encode

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x20000, 0x8000000, 0x10000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_REC, MS_PRIVATE = 1, 2, 4, 0x20, 0x4000, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
CAPABILITY_VERSION_3 = 0x20080522
LAST_CAPABILITY = 63
NOBODY = 65534
LOOK_EVERY = 0.05
SUBMISSION, TASK = "submission", "task"
MAGIC = re.compile(r"(\s*)(?:[%!]|\?|[\w.]+\?\??\s*$).*")
libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Serve requests until the grader closes the pipe."""
    isolated, library = sys.argv[1] == "isolated", sys.argv[2]
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    if isolated and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # again after the change of user, or its own /proc files belong to root
    if library == "keras":  # loaded, and none of it ever used here: a fork after its first operation hangs
        importlib.import_module("keras")
    send(replies, {"ready": True})
    while (request := receive(requests)) is not None:
        ended, written = serve(request, isolated, (requests, replies))
        send(replies, {"ended": ended})
        send_bytes(replies, written)


def receive(source: int) -> Any:
    """Read a frame; None at the end."""
    header = exactly(source, 4)
    return None if header is None else json.loads(exactly(source, struct.unpack("<I", header)[0]) or b"null")


def exactly(source: int, count: int) -> bytes | None:
    """Read so many bytes; None if they end before."""
    parts = bytearray()
    while len(parts) < count:
        part = os.read(source, count - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def send(target: int, message: Any) -> None:
    """Write a frame of JSON."""
    send_bytes(target, json.dumps(message).encode())


def send_bytes(target: int, content: bytes) -> None:
    """Write a frame."""
    view = memoryview(struct.pack("<I", len(content)) + content)
    while view:
        view = view[os.write(target, view) :]


def serve(request: dict[str, Any], isolated: bool, secret: tuple[int, ...]) -> tuple[str, bytes]:
    """Fork for one task, watch the fork, and return how it ended and what it wrote."""
    results, out = os.pipe()
    pids, tell = os.pipe()
    guard = os.fork()
    if guard == 0:
        for descriptor in (*secret, results, pids):
            os.close(descriptor)
        guarded(request, isolated, out, tell)
    os.close(out)
    os.close(tell)
    told = exactly(pids, 4)
    os.close(pids)
    pid = struct.unpack("<i", told)[0] if told else guard
    written, ended = watch(results, pid, request["limits"], isolated)
    os.close(results)
    kill(pid)
    status = os.waitpid(guard, 0)[1]
    if ended == "done" and status:
        ended = "died"
    return (ended if told else "refused"), written


def guarded(request: dict[str, Any], isolated: bool, out: int, tell: int) -> None:
    """In the fork: go into namespaces of its own, fork again as their first process, wait for it, and exit."""
    try:
        if isolated:
            unshare()
        # After that: a limit on processes that a namespace is born with counts all of the user's, everywhere.
        limit(request["limits"])
        child = os.fork()
        if child == 0:
            os.close(tell)
            run(request, isolated, out)
        os.close(out)
        os.write(tell, struct.pack("<i", child))
        os.close(tell)
        status = os.waitpid(child, 0)[1]
        os._exit(0 if status == 0 else 1)
    except BaseException as error:
        write(out, {"refused": describe(error)})
        os._exit(2)


def limit(limits: dict[str, Any]) -> None:
    """Bound what one process may use, in the kernel's own terms."""
    files = limits["file_size"]
    for kind, value in (
        (resource.RLIMIT_AS, limits["address_space"]),
        (resource.RLIMIT_CPU, int(limits["seconds"]) + 1),
        (resource.RLIMIT_FSIZE, files),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(kind, (value, value))


def unshare() -> None:
    """Leave the namespaces of the other students: processes, mounts, shared memory, users."""
    user, group = os.getuid(), os.getgid()
    call("unshare", CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC)
    for name, content in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123  pathlib is not loaded here
            file.write(content)


def hide_and_drop() -> None:
    """In the first process of the namespaces: a /tmp of its own, next to no /proc, and no capability any more."""
    call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    for folder, options in (
        (b"/tmp", b"size=16m,nr_inodes=1k,mode=0700"),
        (b"/proc", b"size=4k,nr_inodes=8,mode=0755"),
    ):
        call("mount", b"tmpfs", folder, b"tmpfs", MS_NOSUID | MS_NODEV, options)
    os.mkdir("/proc/self")  # noqa: PTH102  all that TensorFlow asks for: who it is
    os.symlink(sys.executable, "/proc/self/exe")  # noqa: PTH211
    with open("/proc/self/cmdline", "w") as file:  # noqa: PTH123
        file.write("python\0")
    call("mount", b"none", b"/proc", None, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, None)
    os.chdir("/tmp")
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = struct.pack("<Ii", CAPABILITY_VERSION_3, 0)
    call("capset", header, struct.pack("<6I", 0, 0, 0, 0, 0, 0))


def call(name: str, *arguments: Any) -> None:
    """Call the C library, and raise what it complains of."""
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def run(request: dict[str, Any], isolated: bool, out: int) -> None:
    """In the innermost fork: run the student's cells and call the function on every case."""
    try:
        if isolated:
            hide_and_drop()
        namespace = executed(request, lambda **line: write(out, line))
        if namespace is not None:
            compute(namespace, request, lambda **line: write(out, line))
    except BaseException as error:  # the student's code may raise anything
        write(out, {"error": describe(error)})
    os._exit(0)


def write(out: int, line: dict[str, Any]) -> None:
    """Write one line of the result."""
    view = memoryview(json.dumps(line).encode() + b"\n")
    while view:
        view = view[os.write(out, view) :]


def executed(request: dict[str, Any], tell: Callable[..., None]) -> dict[str, Any] | None:
    """Run the student's cells in their order. What defines the function has to work, the rest of them may fail.

    Of the other cells only what may be needed is run: imports, functions, names, but no call that stands alone.
    """
    import builtins

    namespace: dict[str, Any] = {"__name__": SUBMISSION, "__builtins__": builtins}
    builtins.__import__ = only(request["imports"], builtins.__import__)
    sources = [plain(cell["code"]) for cell in request["cells"]]
    own = own_cell(request, sources)
    for number, source in enumerate(sources):
        try:
            if number == own:
                exec(compile(source, TASK, "exec"), namespace)
            else:
                run_needed(source, namespace, request["alone"])
        except BaseException as error:
            if number == own:
                tell(error=describe(error))
                return None
    return namespace


def plain(code: str) -> str:
    """Return a cell without what only a notebook understands, line for line."""
    if code.lstrip().startswith("%%"):
        return ""
    lines = code.split("\n")
    return "\n".join(MAGIC.sub(r"\1pass", line) if MAGIC.match(line) else line for line in lines)


def own_cell(request: dict[str, Any], sources: list[str]) -> int | None:
    """Return the number of the last cell that defines the function, or that of the cell made for it."""
    found = None
    for number, (cell, source) in enumerate(zip(request["cells"], sources, strict=True)):
        if defines(source, request["function"]) or (found is None and cell["id"] == request["cell"]):
            found = number
    return found


def defines(source: str, name: str) -> bool:
    """Tell whether code gives a name to a function or a value, at its top level."""
    if name not in source:
        return False
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    targets = [target for node in statements if isinstance(node, ast.Assign) for target in node.targets]
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in statements) or any(
        isinstance(target, ast.Name) and target.id == name for target in targets
    )


def run_needed(source: str, namespace: dict[str, Any], alone: bool) -> None:
    """Run a cell of something else, statement by statement, each of which may fail; `alone` runs imports only."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Expr) or (alone and not isinstance(node, ast.Import | ast.ImportFrom)):
            continue
        with contextlib.suppress(BaseException):
            exec(compile(ast.Module([node], []), "another cell", "exec"), namespace)


def only(allowed: list[str], original: Callable[..., Any]) -> Callable[..., Any]:
    """Return an `import` that tells a student which modules a task allows. What keeps them away is the sandbox."""

    def guarded_import(name: str, globals: Any = None, *rest: Any, **named: Any) -> Any:
        if globals and globals.get("__name__") == SUBMISSION and name.split(".")[0] not in allowed:
            raise ImportError(f"{name} can't be imported here: this task allows {', '.join(allowed)}")
        return original(name, globals, *rest, **named)

    return guarded_import


def compute(namespace: dict[str, Any], request: dict[str, Any], tell: Callable[..., None]) -> None:
    """Call the function on the cases, one after the other; each answer is out before the next call."""
    function = namespace.get(request["function"])
    if function is None:
        tell(missing=True)
        return
    for number, case in enumerate(request["cases"]):
        try:
            answer = encode(function(**decode(case)))
        except BaseException as error:
            tell(case=number, error=describe(error))
        else:
            tell(case=number, value=answer)


def describe(error: BaseException) -> str:
    """Return an error in a line: its type, its message, and the line of the student's code that raised it."""
    try:
        lines = [entry.lineno for entry in traceback.extract_tb(error.__traceback__) if entry.filename == TASK]
        where = f" (line {lines[-1]})" if lines else ""
        return f"{type(error).__name__}: {error}"[:500] + where
    except BaseException:
        return "an error that can't be described"


def watch(results: int, pid: int, limits: dict[str, Any], isolated: bool) -> tuple[bytes, str]:
    """Read what a fork writes until it ends, or until it has used up its time, its memory or its output."""
    deadline = time.monotonic() + limits["seconds"]
    written = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return bytes(written), "time"
        ready, _, _ = select.select([results], [], [], min(left, LOOK_EVERY))
        if ready:
            part = os.read(results, 1 << 16)
            if not part:
                return bytes(written), "done"
            written += part
            if len(written) > limits["output"]:
                return bytes(written[: limits["output"]]), "output"
        elif isolated and resident() > limits["memory"]:
            return bytes(written), "memory"


def resident() -> int:
    """Return the bytes of memory that all processes in the sandbox but this one use."""
    total = 0
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdigit() and int(name) not in (1, os.getpid()):
            try:
                with open(f"/proc/{name}/statm") as file:  # noqa: PTH123
                    total += int(file.read().split()[1])
            except (OSError, IndexError, ValueError):
                continue
    return total * resource.getpagesize()


def kill(pid: int) -> None:
    """End a fork, and with the first process of its namespace all others in it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
