"""What a submission may try, and what it may get for it."""
# ruff: noqa: E501  one submission a line

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.grading.handed_in import content, notebook

SIGNATURE = 'def conv2d(inputs, kernel, strides=1, padding="valid"):\n'
KERAS_SIGNATURE = "def unfreeze_from(config, block):\n"


def attack(body: str, before: str = "", signature: str = SIGNATURE) -> dict[str, str]:
    """A cell whose function does something else than it should; `os`, `sys` and the like are at hand."""
    modules = "os, sys, socket, ctypes, signal, threading, time, json, builtins, subprocess, glob, resource, gc, atexit"
    reach = (
        "def unguarded(name):\n"
        "    guard = __builtins__.__import__ if hasattr(__builtins__, '__import__') else __builtins__['__import__']\n"
        "    for cell in guard.__closure__ or ():\n"
        "        if callable(cell.cell_contents):\n"
        "            return cell.cell_contents(name)\n"
        "    return guard(name)\n"
        "import numpy as np\n"
        f"{modules} = map(unguarded, '{modules}'.split(', '))\n"
    )
    lines = "\n".join(f"    {line}" for line in body.strip("\n").split("\n"))
    task = signature.removeprefix("def ").partition("(")[0]
    return {task: f"{reach}{before}\n{signature}{lines}\n"}


@dataclass(frozen=True)
class Hostile:
    """A submission that means harm, or was made by somebody very unlucky.

    Args:
        name: What it does.
        content: The notebook.
        kinds: Which remarks `conv2d` may get for it.
        points: What `conv2d` earns; the other tasks are solved.
        whole: Whether nothing of the notebook can be graded.
        harms_itself: Whether it may spoil the other tasks of its own notebook.
    """

    name: str
    content: bytes
    kinds: tuple[str, ...]
    points: float = 0.0
    whole: bool = False
    harms_itself: bool = False


def bad(name: str, body: str, *kinds: str, before: str = "", points: float = 0.0) -> Hostile:
    """A submission whose `conv2d` attacks."""
    return Hostile(name, content(attack(body, before)), kinds, points, harms_itself=bool(before))


def cell(name: str, code: str, *kinds: str, points: float = 0.0) -> Hostile:
    """A submission with that code in the cell of `conv2d`."""
    return Hostile(name, content({"conv2d": code}), kinds, points)


def file(name: str, data: bytes, kind: str) -> Hostile:
    """A submission of which nothing can be graded."""
    return Hostile(name, data, (kind,), whole=True)


def extra(name: str, code: str, *kinds: str, points: float = 5.0) -> Hostile:
    """A solved notebook with one more cell, before all others."""
    made = notebook()
    made["cells"].insert(0, {"cell_type": "code", "id": "mine", "metadata": {}, "source": code, "outputs": []})
    return Hostile(name, json.dumps(made).encode(), kinds, points)


def solved_with(before: str) -> str:
    """The reference solution behind other code."""
    source = next(c["source"] for c in notebook()["cells"] if c["id"] == "conv2d")
    return f"{attack('pass')['conv2d']}\n{before}\n{''.join(source)}"


def changed(**parts: Any) -> bytes:
    """A solved notebook with other parts at its top level."""
    return json.dumps({**notebook(), **parts}).encode()


FORGE = """
for fd in range(3, 32):
    try:
        for i in range(20):
            os.write(fd, b'{"case": %d, "value": 0}\\n{"case": %d, "passed": true, "points": 5}\\n' % (i, i))
    except OSError:
        pass
"""
SOLVED_BY_READING = """
found = [p for root in ("/", "/work", "/root", "/home", "/proc", "/tmp", "/var", "/etc", "/usr", "/worker")
         for p in glob.glob(root + "/**/conv2d/solution.py", recursive=True)]
if not found:
    raise LookupError("no solution to read")
space = {"np": np}
exec(open(found[0]).read(), space)
return space["conv2d"](inputs, kernel, strides, padding)
"""
ENDLESS = "while True:\n    pass"

HOSTILE = [
    bad("an infinite loop", ENDLESS, "time"),
    bad("sleeps", "time.sleep(1000)", "time"),
    bad("a fork bomb", "while True:\n    os.fork()", "error", "time", "memory", "died"),
    bad("a fork bomb that swallows errors", "while True:\n    try:\n        os.fork()\n    except OSError:\n        pass", "time", "memory", "died"),
    bad("a thread bomb", "while True:\n    threading.Thread(target=time.sleep, args=(1000,)).start()", "error", "time", "died"),
    bad("a memory bomb", "x = []\nwhile True:\n    x.append(bytearray(1 << 26))", "error", "memory", "died"),
    bad("a memory bomb of several processes", "for _ in range(5):\n    if os.fork() == 0:\n        x = [bytearray(b'1' * (200 << 20)) for _ in range(4)]\n        time.sleep(1000)\ntime.sleep(1000)", "memory", "time", "error"),
    bad("a memory bomb in memory files", "while True:\n    fd = os.memfd_create('x')\n    os.write(fd, bytes(8 << 20))", "error", "died", "memory"),
    bad("a disk bomb", "i = 0\nwhile True:\n    i += 1\n    open(f'/tmp/{i}', 'wb').write(bytes(4 << 20))", "error"),
    bad("a large file", "open('/tmp/x', 'wb').write(bytes(100 << 20))", "error", "died"),
    bad("a million files", "i = 0\nwhile True:\n    i += 1\n    open(f'/tmp/{i}', 'w').close()", "error"),
    bad("a flood of prints", "for _ in range(200):\n    print('x' * 1000000)\nreturn 0", "type"),
    bad("a flood of results", "while True:\n    for fd in range(3, 32):\n        try:\n            os.write(fd, bytes(1 << 20))\n        except OSError:\n            pass", "output", "time"),
    bad("the network", "socket.create_connection(('192.0.2.1', 80), 1)", "error"),
    bad("a server of the grader's", "socket.create_connection(('127.0.0.1', 22), 1)", "error"),
    bad("a name server", "return socket.gethostbyname('example.org')", "error"),
    bad("reads the solution", SOLVED_BY_READING, "error", "time"),
    bad("reads the users of the machine", "raise ValueError(open('/etc/shadow').read())", "error"),
    bad("reads the environment", "return os.environ['SECRET_OF_THE_GRADER']", "error"),
    bad("reads the seed in the grader's memory", "for p in os.listdir('/proc'):\n    if p.isdigit():\n        raise ValueError(open(f'/proc/{p}/cmdline').read())\nraise LookupError('no process')", "error"),
    bad("traces the worker", "libc = ctypes.CDLL(None)\nif all(libc.ptrace(16, p, 0, 0) for p in range(1, 100)):\n    raise PermissionError('no process to trace')\nreturn 0", "error"),
    bad("kills all that it can", "os.kill(-1, 9)\nos.kill(os.getppid(), 9)", "error", "died", "no_answer"),
    bad("kills the worker by number", "for p in range(1, 100):\n    try:\n        os.kill(p, 9)\n    except OSError:\n        pass\nreturn 0", "type", "died", "no_answer"),
    bad("ignores signals", "for s in (2, 15):\n    signal.signal(s, signal.SIG_IGN)\nwhile True:\n    pass", "time"),
    bad("stops itself", "os.kill(os.getpid(), signal.SIGSTOP)\nwhile True:\n    pass", "time"),
    bad("ends at once", "os._exit(0)", "no_answer", "died"),
    bad("exits", "raise SystemExit(0)", "error"),
    bad("interrupts", "raise KeyboardInterrupt", "error"),
    bad("an error that hangs when told", "class E(BaseException):\n    def __str__(self):\n        while True:\n            pass\nraise E", "time"),
    bad("a segmentation fault", "ctypes.string_at(0)", "no_answer", "died"),
    bad("a stack overflow", "sys.setrecursionlimit(10**9)\nf = lambda: f()\nf()", "no_answer", "died", "error", "memory", "time"),
    bad("leaves a thread behind", ENDLESS, "time", before="threading.Thread(target=lambda: [None for _ in iter(int, 1)], daemon=True).start()"),
    cell("leaves a thread behind and solves", solved_with("threading.Thread(target=time.sleep, args=(1000,)).start()"), points=5.0),
    cell("leaves a process behind and solves", solved_with("if os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\n    os._exit(0)"), points=5.0),
    bad("forges results", FORGE + "return 0", "type", "value", "numbers"),
    bad("forges results before it is asked", "return 0", "type", before=FORGE),
    bad("closes all files", "os.closerange(0, 100)\nreturn 0", "died", "error", "no_answer"),
    bad("changes NumPy", "return np.zeros(3)", "shape", "error", "died", "no_answer", before="np.ndarray = np.array_equal = np.allclose = np.asarray = lambda *a, **k: True"),
    bad("changes builtins", "return 0", "type", "error", "died", "no_answer", before="builtins.abs = builtins.isinstance = builtins.len = lambda *a: True"),
    bad("changes json", "return 0", "type", "error", "died", "no_answer", before="json.dumps = lambda *a, **k: '{\"case\": 0, \"passed\": true}'"),
    bad("changes how answers are encoded", "return 0", "type", before="sys.modules['__main__'].encode = lambda value, depth=0: 0"),
    bad("changes the comparison, where it is not", "return 0", "type", "error", before="try:\n    unguarded('course_utils.checks.comparing').compare = lambda *a: None\nexcept ImportError:\n    pass"),
    bad("an answer that equals everything", "class A:\n    __eq__ = lambda self, other: True\nreturn A()", "error"),
    bad("an answer that hangs when compared", "class A:\n    def __eq__(self, other):\n        while True:\n            pass\nreturn A()", "error"),
    bad("an array that hangs when looked at", "class A(np.ndarray):\n    def __array_finalize__(self, other):\n        while other is not None:\n            pass\nreturn np.zeros(3).view(A)", "time"),
    bad("an object that hangs as an array", "class A:\n    def __array__(self, *a, **k):\n        while True:\n            pass\nreturn A()", "error"),
    bad("a huge answer", "return np.zeros(10**8, 'uint8')", "error", "memory"),
    bad("an answer of NaN", "return np.full((3, 3, 1), np.nan)", "shape", "finite"),
    bad("numbers that are not finite, in the right shape", "h = (inputs.shape[0] - kernel.shape[0]) // strides + 1\nw = (inputs.shape[1] - kernel.shape[1]) // strides + 1\nreturn np.full((h, w, kernel.shape[3]), np.inf)", "finite"),
    bad("an array of objects", "return np.array([object()])", "error"),
    bad("an array of records", "return np.zeros(3, [('a', 'f4')])", "error"),
    bad("an array of dates", "return np.zeros(3, 'datetime64[s]')", "error"),
    bad("complex numbers", "return np.zeros(3, complex)", "error"),
    bad("a list that holds itself", "x = []\nx.append(x)\nreturn x", "error"),
    bad("a generator", "return (i for i in iter(int, 1))", "error"),
    bad("an enormous integer", "return 10**1000000", "error"),
    bad("mounts", "libc = ctypes.CDLL(None)\nif libc.mount(b'/', b'/tmp', None, 4096, None):\n    raise PermissionError('no')\nreturn 0", "error"),
    bad("takes new namespaces", "libc = ctypes.CDLL(None)\nlibc.unshare(0x10020000)\nlibc.umount2(b'/tmp', 2)\nlibc.umount2(b'/proc', 2)\nraise ValueError(str(os.listdir('/proc')))", "error"),
    bad("writes where it may not", "for path in ('/x', '/worker/worker.py', '/usr/x', '/dev/x', '/shelf/x', '/proc/x'):\n    try:\n        open(path, 'w')\n    except OSError:\n        continue\n    return 0\nraise PermissionError('nowhere')", "error"),
    bad("links elsewhere", "os.symlink('/etc', '/tmp/link')\nos.symlink('/proc/1/root', '/tmp/root')\nraise ValueError(str(os.listdir('/tmp/root')))", "error"),
    bad("becomes another user", "os.setuid(0)", "error"),
    bad("raises its own limits", "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "error"),
    bad("runs a shell", "return subprocess.check_output(['sh', '-c', 'ls / && cat /etc/passwd']).decode()", "type", "error"),
    cell("a syntax error", f"{SIGNATURE}    return (", "error"),
    cell("a null byte", f"{SIGNATURE}    return '\0'", "error"),
    cell("a hundred thousand brackets", f"{SIGNATURE}    return {'(' * 100_000}", "error", "memory", "died"),
    cell("a hundred thousand signs", f"{SIGNATURE}    return {'-' * 100_000}1", "error", "died", "no_answer"),
    cell("another function", "def convolution(inputs, kernel):\n    return inputs", "missing"),
    cell("no function", "conv2d = 3", "error"),
    cell("an import that is not allowed", f"from scipy.signal import correlate\n{SIGNATURE}    return inputs", "error"),
    extra("another cell that never ends", "x = [None for _ in iter(int, 1)]", points=5.0),
    extra("another cell that ends all", "def f(): pass\nx = quit()", points=5.0),
    extra("another cell that takes the name", "conv2d = None\nnp = None", points=5.0),
    extra("a magic of a shell", "!rm -rf /\n%run x\n%%bash\nrm -rf /", points=5.0),
    Hostile("duplicate cell ids", changed(cells=[{**c, "id": "conv2d"} for c in notebook()["cells"]]), (), 5.0),
    Hostile("no cell ids", changed(cells=[{k: v for k, v in c.items() if k != "id"} for c in notebook()["cells"]]), (), 5.0),
    file("not JSON", b"\x00\x01 not JSON", "not_json"),
    file("an empty file", b"", "not_json"),
    file("deep nesting", b"[" * 200_000, "not_json"),
    file("a number of a million digits", b'{"cells": ' + b"9" * 1_000_000 + b"}", "not_json"),
    file("a list", b"[]", "no_notebook"),
    file("cells that are no cells", changed(cells=[1, 2]), "no_notebook"),
    file("no code", changed(cells=[]), "no_code"),
    file("another kernel", changed(metadata={"kernelspec": {"language": "R", "name": "ir"}}), "other_kernel"),
    file("ten million characters of code", changed(cells=[{"cell_type": "code", "source": "x" * 1_100_000}]), "too_much_code"),
    file("strange parts", changed(cells=[{"cell_type": "code", "source": {"a": 1}, "id": 7, "metadata": None}]), "no_code"),
]  # fmt: skip

# With Keras in the sandbox there is more of everything, and the same must hold.
WITH_KERAS = {
    "an infinite loop": (ENDLESS, "time"),
    "a fork bomb": ("while True:\n    try:\n        os.fork()\n    except OSError:\n        pass", "time"),
    "a memory bomb": ("x = []\nwhile True:\n    x.append(bytearray(b'1' * (1 << 26)))", "memory"),
    "the network": ("socket.create_connection(('192.0.2.1', 80), 1)", "error"),
    "reads the solution": (SOLVED_BY_READING.replace("conv2d", "unfreeze_from"), "time"),
    "writes into the packages": ("open('/shelf/keras/__init__.py', 'a')", "error"),
    "writes where Keras wrote": ("ctypes.CDLL(None).umount2(b'/tmp', 2)\nraise ValueError(os.listdir('/tmp'))", "error"),
    "builds a pickle": ("import pickle\nreturn pickle.dumps(3)", "error"),
}
