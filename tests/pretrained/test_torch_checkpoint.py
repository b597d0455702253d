"""A checkpoint gives its tensors, or is refused; nothing in it ever runs, and it can't claim much memory."""

import pickle
import tracemalloc
import zipfile
from collections import OrderedDict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.pretrained.efficientnet_lite import checkpoint as lite0_checkpoint
from course_utils.pretrained.torch_checkpoint import CheckpointRefused, read_checkpoint
from tests.pretrained.checkpoints import MAGIC, Global, Tensor, checkpoint, pickled, write

KERNEL = np.arange(2 * 3 * 4 * 5, dtype=np.float32).reshape(2, 3, 4, 5)
STEPS = np.array([7], dtype=np.int64)
STATE = OrderedDict(kernel=Tensor("1", KERNEL), steps=Tensor("2", STEPS))
GOOD = checkpoint(STATE)


def refused(tmp_path, content: bytes) -> str:
    """The message with which a file is refused; reading it must take no more memory than its size allows."""
    path = write(tmp_path / "net.pth", content)
    tracemalloc.start()
    try:
        with pytest.raises(CheckpointRefused, match=r"net\.pth was refused") as caught:
            read_checkpoint(path)
        assert tracemalloc.get_traced_memory()[1] < 2**20 + 100 * len(content)
    finally:
        tracemalloc.stop()
    return str(caught.value)


def test_tensors_come_back(tmp_path):
    tensors = read_checkpoint(write(tmp_path / "net.pth", GOOD))
    assert list(tensors) == ["kernel", "steps"]
    np.testing.assert_array_equal(tensors["kernel"], KERNEL)
    np.testing.assert_array_equal(tensors["steps"], STEPS)
    assert tensors["steps"].dtype == np.int64


@settings(max_examples=50, deadline=None)
@given(order=st.permutations(range(4)), shape=st.tuples(*[st.integers(1, 4)] * 4))
def test_permuted_tensors_are_put_in_order(tmp_path_factory, order, shape):
    array = np.random.default_rng(0).normal(size=shape).astype(np.float32).transpose(order)
    path = write(tmp_path_factory.mktemp("permuted") / "net.pth", checkpoint({"kernel": Tensor("1", array)}))
    np.testing.assert_array_equal(read_checkpoint(path)["kernel"], array)


def test_two_tensors_share_a_storage(tmp_path):
    row = np.arange(6, dtype=np.float32)
    state = {"all": Tensor("1", row), "rest": Tensor("1", row, offset=2, size=(2, 2), stride=(2, 1)), "one": None}
    state["one"] = Tensor("1", row, offset=5, size=(), stride=())
    tensors = read_checkpoint(write(tmp_path / "net.pth", checkpoint(state)))
    np.testing.assert_array_equal(tensors["rest"], [[2, 3], [4, 5]])
    assert tensors["one"] == 5


class Hostile:
    """Pickles itself as a call, as `os.system` would be smuggled in."""

    def __init__(self, call, *arguments):
        self.call, self.arguments = call, arguments

    def __reduce__(self):
        return self.call, self.arguments


RAN = []


def ran(*arguments):
    RAN.append(arguments)


def hostile_states(folder):
    import builtins
    import os

    yield "os.system", Hostile(os.system, f"touch {folder}/ran")
    yield "eval", Hostile(builtins.eval, "__import__('tests.pretrained.test_torch_checkpoint')")
    yield "exec in a tensor", {"kernel": Hostile(builtins.exec, "raise SystemExit")}
    yield "a call in a call", {"kernel": Hostile(getattr, Hostile(__import__, "os"), "system")}
    yield "our own code", {"kernel": Hostile(ran, 1)}
    yield "an array", {"kernel": KERNEL}
    yield "a class", {"kernel": Hostile}
    yield "open", [Hostile(open, f"{folder}/ran", "w")]


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("protocol", [0, 1, 2, 4, 5])
def test_code_never_runs(tmp_path, place, protocol):
    _, state = list(hostile_states(tmp_path))[place]
    RAN.clear()
    refused(tmp_path, checkpoint(STATE, state_pickle=pickle.dumps(state, protocol)))
    refused(tmp_path, checkpoint(STATE, magic=MAGIC).replace(pickled(MAGIC), pickle.dumps(state, protocol), 1))
    assert RAN == []
    assert [path.name for path in tmp_path.iterdir()] == ["net.pth"]


def test_the_refusal_says_what_was_named(tmp_path):
    state = pickle.dumps({"kernel": Hostile(ran)}, protocol=2)
    assert "test_torch_checkpoint.ran" in refused(tmp_path, checkpoint(STATE, state_pickle=state))


WRONG_TENSORS = {
    "reaches past its storage": {"size": (3, 3, 4, 5)},
    "begins past its storage": {"offset": 10**6},
    "begins before its storage": {"offset": -1},
    "has a negative side": {"size": (2, 3, 4, -5)},
    "has a negative step": {"stride": (60, 20, 5, -1)},
    "has an empty side": {"size": (2, 3, 0, 5)},
    "has steps without sides": {"stride": (60, 20, 5)},
    "repeats one number for ever": {"size": (10**6, 10**6), "stride": (0, 0)},
    "has huge numbers": {"size": (2**62, 2**62), "stride": (2**62, 2**62)},
    "has a huge step": {"size": (1, 1), "stride": (2**200, 1)},
    "has too many axes": {"size": (1,) * 70, "stride": (1,) * 70},
    "has sides that are no numbers": {"size": ("2", "3")},
    "has a size that is a number": {"size": 120, "stride": 1},
    "is of another kind": {"kind": "HalfStorage"},
    "takes integers for floats": {"kind": "LongStorage"},
}


@pytest.mark.parametrize("wrong", WRONG_TENSORS.values(), ids=WRONG_TENSORS)
def test_impossible_tensors_are_refused(tmp_path, wrong):
    refused(tmp_path, checkpoint(OrderedDict(kernel=Tensor("1", KERNEL, **wrong))))


def test_many_views_can_not_multiply_a_storage(tmp_path):
    refused(tmp_path, checkpoint({f"copy{place}": Tensor("1", KERNEL) for place in range(100)}))


def test_one_storage_has_one_kind(tmp_path):
    refused(tmp_path, checkpoint({"float": Tensor("1", STEPS, kind="FloatStorage"), "int": Tensor("1", STEPS)}))


WRONG_FILES = {
    "empty": b"",
    "text": b"not a checkpoint",
    "another magic": checkpoint(STATE, magic=MAGIC + 1),
    "another version": checkpoint(STATE, version=1002),
    "no state dict": checkpoint(STATE, state_pickle=pickled([1, 2])),
    "a state dict of numbers": checkpoint(STATE, state_pickle=pickled({"kernel": 1})),
    "a key that is no text": checkpoint(STATE, state_pickle=pickled({1: Tensor("1", KERNEL)})),
    "a call of a storage": checkpoint(STATE, state_pickle=pickled({"kernel": Global("torch", "FloatStorage")})),
    "no storage": checkpoint(STATE, keys=["1"]),
    "an unknown storage": checkpoint(STATE, keys=["1", "3"]),
    "keys that are no texts": checkpoint(STATE, keys=[1, 2]),
    "keys that are no list": checkpoint(STATE, keys={}),
    "more after the end": GOOD + b"\0",
    "a huge count": GOOD[:-16] + b"\xff" * 7 + b"\x7f" + GOOD[-8:],
    "a negative count": GOOD[:-16] + b"\xff" * 8 + GOOD[-8:],
}


@pytest.mark.parametrize("content", WRONG_FILES.values(), ids=WRONG_FILES)
def test_wrong_files_are_refused(tmp_path, content):
    refused(tmp_path, content)


def test_pickles_that_exhaust_an_unpickler_are_refused(tmp_path):
    memo = b"\x80\x02Nr\xff\xff\xff\xff."  # Python's own unpickler makes a table of 2**32 entries of this
    refused(tmp_path, checkpoint(STATE, state_pickle=memo))
    long_text = b"\x80\x02X\xff\xff\xff\xff."
    refused(tmp_path, checkpoint(STATE, state_pickle=long_text))
    laughs = b"\x80\x02}N" + b"q\0h\0\x86" * 60 + b"Ns."  # a key that would take 2**60 steps to hash
    refused(tmp_path, checkpoint(STATE, state_pickle=laughs))
    deep = b"\x80\x02N" + b"\x85" * 10**4 + b"."
    refused(tmp_path, checkpoint(STATE, state_pickle=deep))


def test_newer_format_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "net.pth", "w") as archive:
        archive.writestr("archive/data.pkl", pickled({}))
    with pytest.raises(CheckpointRefused):
        read_checkpoint(tmp_path / "net.pth")


@pytest.mark.parametrize("length", range(0, len(GOOD), 7))
def test_truncated_files_are_refused(tmp_path, length):
    refused(tmp_path, GOOD[:length])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_damaged_files_give_tensors_or_a_refusal(tmp_path_factory, changes):
    content = bytearray(GOOD)
    for place, value in changes:
        content[place] = value
    path = write(tmp_path_factory.getbasetemp() / "damaged.pth", bytes(content))
    try:
        tensors = read_checkpoint(path)
    except CheckpointRefused:
        return
    assert sum(tensor.nbytes for tensor in tensors.values()) <= len(GOOD)


def test_installed_checkpoint_is_read():
    tensors = read_checkpoint(lite0_checkpoint())
    assert len(tensors) == 296
    assert tensors["_conv_stem.weight"].shape == (32, 3, 3, 3)
    assert all(np.isfinite(tensor).all() for tensor in tensors.values())
