"""The Python side of `FreezingExplorer`, its record, and the real net beside them."""

import json
import re
from pathlib import Path

import pytest
import traitlets

from course_utils import pretrained
from course_utils.widgets.freezing_explorer import costs
from course_utils.widgets.freezing_explorer import widget as module
from course_utils.widgets.freezing_explorer.widget import BLOCKS, FreezingExplorer
from tools.freezing_costs import blocks, fit

STRINGS = Path(module.__file__).parent / "strings.json"
RECORD = costs.record()


@pytest.fixture(scope="module")
def base():
    return pretrained.load(input_shape=(RECORD["image_size"], RECORD["image_size"], 3))


def test_blocks_of_the_record_are_those_of_the_real_net(base):
    assert [*BLOCKS] == blocks.names(base) == ["stem", *pretrained.blocks(base), "top"]
    for block in RECORD["blocks"]:
        assert {name: value for name, value in block.items() if name != "seconds"} == blocks.description(
            base, block["name"]
        )
    assert costs.total(RECORD) == base.model.count_params() + RECORD["head"]


@pytest.mark.parametrize("block", ["block1a", "block6a", "block7a"])
def test_parameters_are_those_that_unfreeze_top_leaves_to_learn(base, block):
    pretrained.unfreeze_top(base, block=block)
    learning = sum(weight.numpy().size for weight in base.model.trainable_weights)
    explorer = FreezingExplorer(BLOCKS[BLOCKS.index(block) :])
    assert explorer.trainable_parameters() == learning + RECORD["head"]


@pytest.mark.parametrize("batch_norm", [False, True])
def test_parameters_of_any_choice_are_those_of_the_real_net(base, batch_norm):
    for unfrozen in ([], ["stem"], ["block2b", "top"], BLOCKS):
        blocks.set_trainable(base, unfrozen, batch_norm=batch_norm)
        learning = sum(weight.numpy().size for weight in base.model.trainable_weights)
        explorer = FreezingExplorer(unfrozen, freeze_batch_norm=not batch_norm)
        assert explorer.trainable_parameters() == learning + RECORD["head"]


def test_the_sum_predicts_the_measured_steps():
    assert any(step["held_out"] for step in RECORD["steps"])
    assert fit.worst_error(RECORD) <= RECORD["tolerance"] <= 0.25


def test_the_fit_finds_the_same_again():
    assert fit.fitted(RECORD) == RECORD


def test_a_low_block_alone_asks_for_the_gradient_of_all_above():
    low, high = FreezingExplorer(["stem"]), FreezingExplorer(["top"])
    assert low.trainable_parameters() < high.trainable_parameters()
    assert low.memory()["kept"] > high.memory()["kept"]
    assert low.step_seconds() > high.step_seconds() > FreezingExplorer().step_seconds()


def test_memory_counts_each_number_once():
    memory = FreezingExplorer(["top"]).memory()
    assert memory["adam"] == 2 * memory["gradients"] == 8 * FreezingExplorer(["top"]).trainable_parameters()
    assert FreezingExplorer().memory()["kept"] == 0
    free = FreezingExplorer(["top"], freeze_batch_norm=False).memory()
    assert free["kept"] > memory["kept"]
    assert free["gradients"] == memory["gradients"] + 4 * 2 * 1280


def test_bounds_and_order():
    assert FreezingExplorer(["top", "stem"]).unfrozen == ["stem", "top"]
    with pytest.raises(traitlets.TraitError, match=r"no such block\. Received: block8a\. Allowed: stem, block1a"):
        FreezingExplorer(["block8a"])


def test_repr_and_state():
    explorer = FreezingExplorer(["top"])
    assert repr(explorer) == "FreezingExplorer(unfrozen=['top'], freeze_batch_norm=True)"
    assert explorer.state() == {"unfrozen": ["top"], "freeze_batch_norm": True}


def test_strings_say_the_same_in_both_languages():
    texts = json.loads(STRINGS.read_text(encoding="utf-8"))
    assert list(texts["ko"]) == list(texts["en"])
    for key, text in texts["en"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", texts["ko"][key]))
