"""The Python side of `TrainingCurvesExplorer`, and that the page computes what NumPy does."""

import json
import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import runs
from course_utils.runs.catalogue import SIZES
from course_utils.training import wilson_interval
from course_utils.widgets.training_curves_explorer import widget as module
from course_utils.widgets.training_curves_explorer.widget import TrainingCurvesExplorer
from tests.training_curves import made_up, typescript

STRINGS = Path(module.__file__).parent / "strings.json"
ALL = [made_up(name) for name in runs.CATALOGUE]
CURVES = ("accuracy", "loss", "val_accuracy", "val_loss")


def some(*names):
    return [run for run in ALL if run.name in names]


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """A folder of stored runs, empty at first."""
    monkeypatch.setattr(module, "folder", lambda: tmp_path)
    monkeypatch.setattr(module, "read", lambda name: runs.read(name, tmp_path))
    return tmp_path


def oracle(metric, curves, stopped):
    """Mean, range, best epoch and verdict, by NumPy."""
    values = np.array(curves)
    mean = values.mean(axis=0)
    goodness = (mean if metric == "accuracy" else -mean).round(9)
    best = int(goodness.argmax()) + 1
    missed = goodness[best - 1] - goodness[stopped - 1]
    if stopped == best:
        kind = "best"
    elif round(missed, 8) < 0.01:
        kind = "close"
    else:
        kind = "early" if stopped < best else "late"
    return {
        "mean": mean,
        "low": values.min(axis=0),
        "high": values.max(axis=0),
        "best": best,
        "kind": kind,
        "missed": missed,
        "lost": goodness[best - 1] - goodness[-1],
    }


@st.composite
def cases(draw):
    epochs, seeds = draw(st.integers(1, 20)), draw(st.integers(1, 3))
    thousandths = st.lists(st.integers(0, 3000), min_size=epochs, max_size=epochs)
    curves = [[value / 1000 for value in draw(thousandths)] for _ in range(seeds)]
    metric = draw(st.sampled_from(["accuracy", "loss"]))
    return {"metric": metric, "curves": curves, "stopped": draw(st.integers(1, epochs))}


@given(st.lists(cases(), min_size=40, max_size=40))
@settings(max_examples=5, deadline=None)
def test_page_says_of_curves_what_numpy_says(asked):
    for case, answer in zip(asked, typescript("curves", asked), strict=True):
        want, verdict = oracle(**case), answer["verdict"]
        for name in ("mean", "low", "high"):
            np.testing.assert_allclose(answer[name], want[name], atol=1e-9)
        assert answer["best"] == verdict["best"] == want["best"]
        assert verdict["kind"] == want["kind"]
        assert verdict["apart"] == abs(want["best"] - case["stopped"])
        assert verdict["value"] == pytest.approx(want["mean"][case["stopped"] - 1])
        assert verdict["bestValue"] == pytest.approx(want["mean"][want["best"] - 1])
        assert verdict["endValue"] == pytest.approx(want["mean"][-1])
        assert verdict["missed"] == pytest.approx(want["missed"], abs=1e-8)
        assert verdict["lost"] == pytest.approx(want["lost"], abs=1e-8)


def test_page_has_the_intervals_of_the_evaluation():
    asked = [(correct, count) for count in (1, 7, 500) for correct in range(0, count + 1, max(1, count // 50))]
    np.testing.assert_allclose(typescript("intervals", asked), [wilson_interval(*case) for case in asked], atol=1e-12)


def test_page_puts_seeds_together_as_python_does():
    trainings = typescript("trainings", TrainingCurvesExplorer(ALL).state()["runs"])
    assert len(trainings) == 16
    for training in trainings:
        setting = {name: training[name] for name in ("data", "pictures", "augment", "dropout")}
        explorer = TrainingCurvesExplorer(ALL, **setting)
        for name in CURVES:
            for part, want in zip(("mean", "low", "high"), explorer.curve(name), strict=True):
                np.testing.assert_allclose(training[name][part], want, atol=1e-9)
        for seed, run in zip(training["seeds"], explorer.shown(), strict=True):
            assert run.name == f"{training['key']}-{seed['seed']}"
            assert seed["best"] == run.history.best_epoch
            assert seed["correct"] / seed["count"] == run.test["accuracy"]


def test_page_knows_the_sizes_of_the_catalogue():
    assert typescript("sizes", None) == {data: list(sizes) for data, sizes in SIZES.items()}


@given(st.sets(st.sampled_from(sorted({run.name[:-2] for run in ALL})), min_size=1))
@settings(max_examples=8, deadline=None)
def test_each_choice_leads_to_a_stored_setting_or_is_not_offered(kinds):
    explorer = TrainingCurvesExplorer([run for run in ALL if run.name[:-2] in kinds])
    order = ["data", "pictures", "augment", "dropout"]
    there = [module._setting_of(run) for run in explorer.runs]
    switch = [False, True]
    values = {"data": ["pets", "photos"], "pictures": [200, 1000, 2000], "augment": switch, "dropout": switch}
    moves = [
        {"from": setting, "name": name, "value": value} for setting in there for name in order for value in values[name]
    ]
    answers = typescript("choices", {"runs": explorer.state()["runs"], "moves": moves})
    for move, answer in zip(moves, answers, strict=True):
        before = order[: order.index(move["name"])]
        fits = [
            one
            for one in there
            if one[move["name"]] == move["value"] and all(one[name] == move["from"][name] for name in before)
        ]
        assert (answer in fits) if fits else answer is None
        if move["from"] | {move["name"]: move["value"]} in there:
            assert answer == move["from"] | {move["name"]: move["value"]}


def test_page_shows_the_nearest_where_a_link_names_what_is_not_stored():
    explorer = TrainingCurvesExplorer(some("pets-1000-plain-0", "pets-200-both-0", "photos-2000-dropout-0"))
    asked = [
        {"data": data, "pictures": pictures, "augment": augment, "dropout": False}
        for data, pictures, augment in product(("pets", "photos"), (200, 2000), (False, True))
    ]
    near, full, real = "pets-200-both", "pets-1000-plain", "photos-2000-dropout"
    question = {"runs": explorer.state()["runs"], "settings": asked}
    assert typescript("nearest", question) == [near, near, full, full, real, real, real, real]


def test_state_is_plain_small_and_the_same_each_time():
    state = TrainingCurvesExplorer(ALL).state()
    text = json.dumps(state, indent=1)
    assert json.loads(text) == state
    assert len(text) < 80_000
    assert state == TrainingCurvesExplorer([made_up(name) for name in runs.CATALOGUE]).state()
    curve = [int(value) / 1000 for value in state["runs"][0]["loss"].split()]
    np.testing.assert_allclose(curve, ALL[0].figures["history"]["loss"], atol=0.0005001)


def test_opens_with_all_that_is_stored(stored):
    with pytest.raises(FileNotFoundError, match=re.escape(f"No run is stored in {stored}. In a checkout, `make runs`")):
        TrainingCurvesExplorer()
    for name in ("photos-2000-both-1", "pets-200-plain-0"):
        runs.write(made_up(name), stored)
    explorer = TrainingCurvesExplorer()
    assert [run.name for run in explorer.runs] == ["pets-200-plain-0", "photos-2000-both-1"]
    assert explorer.runs == [made_up(run.name) for run in explorer.runs]
    assert (explorer.data, explorer.pictures, explorer.epoch) == ("pets", 200, 50)


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ({}, ("pets", 1000, False, False)),
        ({"data": "photos"}, ("photos", 2000, False, False)),
        ({"pictures": 200, "dropout": True}, ("pets", 200, False, True)),
        ({"pictures": 2000}, ("photos", 2000, False, False)),
    ],
)
def test_opens_with_the_first_setting_that_has_what_is_asked_for(asked, opened):
    explorer = TrainingCurvesExplorer(ALL, **asked)
    assert (explorer.data, explorer.pictures, explorer.augment, explorer.dropout) == opened


def test_the_question_begins_at_the_first_epoch():
    assert TrainingCurvesExplorer(ALL, ask=True).epoch == 1
    assert TrainingCurvesExplorer(ALL, ask=True, epoch=5).epoch == 5


@pytest.mark.parametrize(
    ("traits", "message"),
    [
        ({"data": "cats"}, "data"),
        ({"pictures": 500}, "pictures"),
        ({"data": "pets", "pictures": 2000}, r"There is no run of this setting\. Received: .*'pictures': 2000"),
        ({"metric": "auc"}, "metric"),
        ({"epoch": 0}, "epoch"),
        ({"epoch": 51}, r"`epoch` must be at most 50, the last epoch\. Received: epoch=51"),
        ({"stopped": 51}, "`stopped` must be at most 50"),
        ({"compare": "pets-1000"}, r"`compare` must be '' or one of pets-1000-plain, .*Received: compare='pets-1000'"),
        ({"runs": []}, "at least one, .*Received: no run"),
        ({"runs": [ALL[0], ALL[0]]}, "each of them once"),
        ({"runs": [replace(ALL[0], name="mine")]}, "must be runs of the catalogue.*Received: mine"),
        ({"runs": [ALL[0], made_up(ALL[1].name, epochs=3)]}, r"as many epochs\. Received: runs of \[3, 50\]"),
    ],
)
def test_bounds(traits, message):
    with pytest.raises(traitlets.TraitError, match=message):
        TrainingCurvesExplorer(**{"runs": ALL, **traits})


def test_a_setting_changes_as_a_whole():
    explorer = TrainingCurvesExplorer(ALL)
    with pytest.raises(traitlets.TraitError, match="There is no run of this setting"):
        explorer.data = "photos"
    with explorer.hold_trait_notifications():
        explorer.data, explorer.pictures = "photos", 2000
    assert explorer.shown()[0].name == "photos-2000-plain-0"


def test_figures_of_the_curves_in_view():
    history = {
        "accuracy": [0.5, 0.9, 1.0],
        "val_accuracy": [0.5, 0.7, 0.6],
        "loss": [0.7, 0.2, 0.1],
        "val_loss": [0.7, 0.8, 0.9],
    }
    explorer = TrainingCurvesExplorer([made_up("pets-200-plain-0", 3, **history)])
    assert explorer.best_epoch() == 2
    assert explorer.gap() == pytest.approx(0.4)
    explorer.metric, explorer.epoch = "loss", 2
    assert explorer.best_epoch() == 1
    assert explorer.gap() == pytest.approx(0.6)
    with pytest.raises(ValueError, match=r"`name` must be one of accuracy, .*\. Received: name='auc'"):
        explorer.curve("auc")


def test_repr_tells_the_settings():
    assert repr(TrainingCurvesExplorer(ALL, augment=True)) == (
        "TrainingCurvesExplorer(48 runs, data='pets', pictures=1000, augment=True, dropout=False, "
        "metric='accuracy', epoch=50, compare='', ask=False, stopped=0)"
    )


def test_strings_say_the_same_in_both_languages():
    texts = json.loads(STRINGS.read_text(encoding="utf-8"))
    assert list(texts["ko"]) == list(texts["en"])
    for key, text in texts["en"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", texts["ko"][key]))
