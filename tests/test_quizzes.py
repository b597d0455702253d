"""The questions: both languages, all claims, and no number that was not computed anew."""

import base64
import copy
import doctest
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from course_utils import ops, quizzes
from course_utils.ops import Window, conv_output_size, receptive_field
from course_utils.quizzes import files, schema

ROOT = Path(__file__).parents[1]
CLAIMS = yaml.safe_load((ROOT / "book" / "claims.yml").read_text(encoding="utf-8"))
QUESTIONS = {
    (section, question["id"]): question
    for section in quizzes.sections()
    for question in quizzes.load(section)
}
NOTHING_TO_COMPUTE = {("1.1", "step-by-step"), ("1.1", "who-sets-the-kernel")}
SEALED = json.loads((ROOT / "tests" / "widgets" / "quiz" / "sealed.json").read_text(encoding="utf-8"))


def pairs_of(value):
    """Every text of a question as its two languages."""
    if isinstance(value, dict) and set(value) == {"ko", "en"}:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from pairs_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from pairs_of(item)


PAIRS = [pair for question in QUESTIONS.values() for pair in pairs_of(question)]


def without_code(text):
    return re.sub("`[^`]*`", "", text)


def right_choice(question):
    return next(choice for choice in question["choices"] if "right" in choice)


def test_doctests():
    assert doctest.testmod(files).failed == 0


class TestLanguages:
    @pytest.mark.parametrize("pair", PAIRS)
    def test_english_has_no_hangul_and_both_have_the_same_numbers(self, pair):
        assert not re.search("[가-힣]", pair["en"])
        assert sorted(re.findall(r"\d+", pair["ko"])) == sorted(re.findall(r"\d+", pair["en"]))

    @pytest.mark.parametrize("pair", PAIRS)
    def test_both_have_the_same_code(self, pair):
        assert sorted(re.findall("`[^`]*`", pair["ko"])) == sorted(re.findall("`[^`]*`", pair["en"]))

    @pytest.mark.parametrize("pair", PAIRS)
    def test_korean_sentences_are_polite_ones(self, pair):
        sentences = re.split(r"(?<=[.?])\s", re.sub(r"\([^)]*\)", "", without_code(pair["ko"])))
        for sentence in sentences:
            if sentence.endswith((".", "?")):
                assert re.search("(니다|니까|시오)[.?]$", sentence), sentence


class TestClaims:
    @pytest.mark.parametrize("section", quizzes.sections())
    def test_every_line_of_the_section_is_practised(self, section):
        lines = {claim["id"] for claim in CLAIMS if claim["section"] == section}
        assert lines <= {claim for question in quizzes.load(section) for claim in question["claims"]}

    def test_questions_name_only_lines_that_exist(self):
        known = {claim["id"] for claim in CLAIMS}
        assert {claim for question in QUESTIONS.values() for claim in question["claims"]} <= known


EQUATION = re.compile(r"[−(⌊⌈]*\d[\d\s+−×/()⌊⌋⌈⌉]*=\s*−?\d+")


def evaluate(expression):
    signs = {"×": "*", "−": "-", "⌊": "math.floor(", "⌈": "math.ceil(", "⌋": ")", "⌉": ")"}
    return eval("".join(signs.get(sign, sign) for sign in expression), {"math": math})


def equations():
    return [
        equation
        for pair in PAIRS
        for text in pair.values()
        for equation in EQUATION.findall(without_code(text))
    ]


class TestNumbers:
    """What a question says is true, computed by `ops`."""

    @pytest.mark.parametrize("equation", sorted(set(equations())))
    def test_equations_hold(self, equation):
        left, right = equation.split("=")
        assert evaluate(left) == evaluate(right)

    def test_no_equation_is_overlooked(self):
        signs = sum(without_code(text).count("=") for pair in PAIRS for text in pair.values())
        assert len(equations()) == signs > 60

    def test_every_question_is_computed_anew(self):
        assert set(COMPUTED) | NOTHING_TO_COMPUTE == set(QUESTIONS)

    @pytest.mark.parametrize("key", [key for key in QUESTIONS if key not in NOTHING_TO_COMPUTE])
    def test_the_answer_is_right_and_the_traps_are_what_they_say(self, key):
        question = QUESTIONS[key]
        computed = COMPUTED[key](question)
        if question["kind"] == "number":
            assert (question["answer"], [trap["value"] for trap in question["traps"]]) == computed


def noise(*shape):
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


def scrambled_pixels(_):
    """Dense weights in the same new order give the same output; no 3 × 3 patch of the picture is left."""
    image, order = noise(28, 28, 1), np.random.default_rng(1).permutation(28 * 28)
    scrambled = image.reshape(-1)[order]
    weights = noise(28 * 28)
    np.testing.assert_allclose(scrambled @ weights[order], image.reshape(-1) @ weights, rtol=1e-4)
    patches = np.lib.stride_tricks.sliding_window_view(image[..., 0], (3, 3)).reshape(-1, 9)
    scrambled_patches = np.lib.stride_tricks.sliding_window_view(scrambled.reshape(28, 28), (3, 3)).reshape(
        -1, 9
    )
    assert not {tuple(np.sort(p)) for p in patches} & {tuple(np.sort(p)) for p in scrambled_patches}


def kernel_as_large_as_the_picture(question):
    image, kernel = noise(28, 28, 1), noise(28, 28, 1, 10)
    outputs = ops.conv2d(image, kernel)
    assert outputs.shape == (1, 1, 10)
    assert "1×1×10" in right_choice(question)["text"]["en"]
    np.testing.assert_allclose(
        outputs[0, 0], image.reshape(-1) @ kernel.reshape(-1, 10), rtol=1e-3, atol=1e-3
    )
    with pytest.raises(ValueError, match="does not fit"):
        ops.conv2d(image, noise(29, 29, 1, 10))


def moved_cat(_):
    cat, edge = np.zeros((40, 60, 1), np.float32), noise(3, 3, 1, 1)
    cat[10:20, 10:20] = noise(10, 10, 1)
    before, after = ops.conv2d(cat, edge), ops.conv2d(np.roll(cat, 10, axis=1), edge)
    assert not np.allclose(before, after)
    np.testing.assert_allclose(np.roll(before, 10, axis=1), after, atol=1e-5)
    assert before.max() == pytest.approx(after.max())


def moved_with_strides(_):
    def moved(pixels, strides):
        pictures = np.zeros((2, 9, 60, 1), np.float32)
        pictures[0, 4, 20] = pictures[1, 4, 20 + pixels] = 1
        first, second = ops.conv2d(pictures, np.ones((3, 3, 1, 1)), strides=strides)
        (distance,) = {d for d in range(20) if np.allclose(np.roll(first, d, axis=1), second)}
        return distance

    with pytest.raises(ValueError, match="not enough values"):
        moved(5, strides=2)
    return moved(6, strides=2), [moved(6, strides=1), 6 * 2, moved(6, strides=3), conv_output_size(6, 3)]


def stacked_windows(_):
    def seen(*sizes, apart=False):
        return receptive_field([Window(size, strides=size if apart else 1) for size in sizes]).size

    return seen(3, 5, 3), [seen(3), seen(5), seen(3, 3, 3), 3 + 5 + 3, seen(3, 5, 3, apart=True)]


def slices(question):
    feature_map = ops.conv2d(noise(28, 28, 3), noise(3, 3, 3, 32))
    names = {"feature_map": feature_map}
    exec(question["code"], names)
    assert f"`{feature_map.shape}`" in question["prompt"]["en"]
    assert names["a"].shape == (26, 26)
    assert names["b"].shape == (32,)
    np.testing.assert_array_equal(names["a"][4, 7], names["b"][5])


def one_response(question):
    patch, kernel = (np.array(grid["rows"]) for grid in question["grids"])

    def response(kernel, bias):
        return ops.conv2d(patch[..., None], kernel[..., None, None]).item() + bias

    assert "−3" in question["prompt"]["en"]
    traps = [
        response(kernel, 0),
        response(kernel[::-1, ::-1], -3),
        response(kernel, 3),
        response(abs(kernel), -3),
    ]
    return response(kernel, -3), traps


def all_channels(question):
    patches, kernels = [[np.array(grid["rows"]) for grid in question["grids"][i::2]] for i in (0, 1)]

    def response(patches, kernels):
        return ops.conv2d(np.stack(patches, axis=-1), np.stack(kernels, axis=-1)[..., None]).item()

    first, second = (response([patch], [kernel]) for patch, kernel in zip(patches, kernels, strict=True))
    unsigned = response(patches, [abs(kernel) for kernel in kernels])
    return response(patches, kernels), [first, second, (first + second) / 2, unsigned]


def which_map(question):
    image, kernel = (np.array(grid["rows"]) for grid in question["grids"])

    def response(kernel):
        return ops.conv2d(image[..., None], kernel[..., None, None])[..., 0].tolist()

    once = np.where(np.arange(3) == 1, response(kernel), 0).tolist()
    maps = [response(kernel), response(kernel[::-1, ::-1]), response(np.ones((3, 3))), once]
    assert [choice["grid"] for choice in question["choices"]] == maps
    assert "right" in question["choices"][0]
    for choice in question["choices"]:
        numbers = re.findall(r"−?\d+", choice["text"]["en"])
        assert [[evaluate(number) for number in numbers]] * 3 == choice["grid"]


def output_depth(question):
    shape = ops.conv2d(noise(64, 64, 3), noise(5, 5, 3, 8)).shape
    assert right_choice(question)["text"]["en"] == f"`{shape}`"


def parameters(_):
    def count(*shape, bias=True):
        return math.prod(shape) + bias * shape[-1]

    assert ops.conv2d(noise(32, 32, 3), noise(3, 3, 3, 16)).shape[-1] == 16
    traps = [count(3, 3, 3, 16, bias=False), count(3, 3, 16), count(3, 3, 16, bias=False)]
    return count(3, 3, 3, 16), [*traps, count(3, 3, 3, 1), count(32 * 32 * 3, 16)]


def added_rows(_):
    (added,) = {
        rows for rows in range(9) if conv_output_size(28 + rows, 5) == conv_output_size(28, 5, padding="same")
    }
    return added, [added // 2, 5, 0]


def default_stride(question):
    outputs = ops.conv2d(noise(64, 64, 3), noise(3, 3, 3, 32))
    sizes = [conv_output_size(64, 3, 3), conv_output_size(64, 3, 2), conv_output_size(64, 3, padding="same")]
    assert "strides" not in question["code"]
    return outputs.shape[1], [*sizes, 64 - 3]


def promise_of_same(question):
    size = conv_output_size(28, 3, strides=2, padding="same")
    assert f"{size}×{size}" in right_choice(question)["text"]["en"]


def largest_first(question):
    def size(kernel_size, strides=1, padding="valid"):
        return conv_output_size(28, kernel_size, strides, padding)

    layers = {"Conv2D": lambda filters, *window, **options: size(*window, **options)}
    sizes = [eval(step["text"]["en"].strip("`"), layers) for step in question["steps"]]
    assert sizes == sorted(set(sizes), reverse=True)
    assert [int(number) for number in re.findall(r"\d+", question["reason"]["en"])[:5]] == sizes


COMPUTED = {
    ("1.1", "scrambled-pixels"): scrambled_pixels,
    ("1.1", "kernel-as-large-as-the-picture"): kernel_as_large_as_the_picture,
    ("1.1", "moved-cat"): moved_cat,
    ("1.1", "moved-with-strides"): moved_with_strides,
    ("1.1", "stacked-windows"): stacked_windows,
    ("1.1", "slices"): slices,
    ("1.1", "one-response"): one_response,
    ("1.1", "all-channels"): all_channels,
    ("1.1", "which-map"): which_map,
    ("1.1", "output-depth"): output_depth,
    ("1.1", "parameters"): parameters,
    ("1.1", "added-rows"): added_rows,
    ("1.1", "default-stride"): default_stride,
    ("1.1", "promise-of-same"): promise_of_same,
    ("1.1", "largest-first"): largest_first,
}


class TestSchema:
    def broken(self, kind, change):
        """A file with one question of a kind, changed."""
        question = copy.deepcopy(next(q for q in QUESTIONS.values() if q["kind"] == kind))
        change(question)
        return {"questions": [question]}

    def refused(self, kind, change, *parts):
        with pytest.raises(ValueError, match=".*".join(map(re.escape, parts))):
            schema.check_file(self.broken(kind, change), "9.9.json")

    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_a_missing_language_is_named(self, language):
        parts = ("9.9.json: question 'scrambled-pixels': prompt.", language, "is missing")
        self.refused("choice", lambda question: question["prompt"].pop(language), *parts)
        parts = (f"choices[1].reason.{language}", "is missing")
        self.refused("choice", lambda question: question["choices"][1]["reason"].pop(language), *parts)

    @pytest.mark.parametrize(
        ("kind", "key"), [("choice", "choices"), ("number", "answer"), ("order", "steps")]
    )
    def test_a_missing_key_is_named(self, kind, key):
        self.refused(kind, lambda question: question.pop(key), f": {key} is missing")
        self.refused(kind, lambda question: question.pop("claims"), "claims is missing")

    def test_an_unknown_key_is_named_with_those_allowed(self):
        self.refused("number", lambda question: question.update(hints={}), "hints is no key here", "hint")

    @pytest.mark.parametrize(
        ("kind", "change", "message"),
        [
            ("choice", lambda q: q.update(kind="essay"), "kind must be 'choice' or 'number' or 'order'"),
            ("choice", lambda q: q["prompt"].update(en="  "), "prompt.en must be text"),
            ("choice", lambda q: q["prompt"].update(en="`open"), "with each ` closed"),
            ("choice", lambda q: q["choices"][1].update(right=True), 'exactly one must have "right": true'),
            ("choice", lambda q: q["choices"][0].pop("right"), "Received: 0"),
            ("choice", lambda q: q.update(claims=[]), "claims must be a list of at least 1"),
            ("choice", lambda q: q.update(claims=["strides"]), "claims[0] must be a line of the notes"),
            ("choice", lambda q: q["choices"][0].update(grid=[[1], [1, 2]]), "rows must have one length"),
            ("number", lambda q: q.update(answer="3"), "answer must be a number"),
            ("number", lambda q: q.update(answer=math.nan), "answer must be a number"),
            ("number", lambda q: q["traps"][0].update(value=q["answer"]), "must differ"),
            ("order", lambda q: q["steps"][0].update(reason=q["reason"]), "steps[0].reason is out of place"),
            ("order", lambda q: q["steps"][2].pop("reason"), "steps[2].reason is missing"),
        ],
    )
    def test_what_contradicts_itself_is_refused(self, kind, change, message):
        self.refused(kind, change, message)

    def test_ids_are_unique(self):
        question = next(iter(QUESTIONS.values()))
        with pytest.raises(ValueError, match="scrambled-pixels"):
            schema.check_file({"questions": [question, question]}, "9.9.json")

    @pytest.mark.parametrize("content", [[], {}, {"questions": []}, {"questions": ["?"]}])
    def test_a_file_without_questions_is_refused(self, content):
        with pytest.raises(ValueError, match=r"9\.9\.json: "):
            schema.check_file(content, "9.9.json")


class TestSealing:
    def test_it_is_the_seal_that_the_widget_opens(self):
        assert quizzes.seal(SEALED["questions"], SEALED["section"]) == SEALED["content"]

    def test_it_is_deterministic_and_depends_on_the_section(self):
        questions = quizzes.load("1.1")
        assert quizzes.seal(questions, "1.1") == quizzes.seal(quizzes.load("1.1"), "1.1")
        assert quizzes.seal(questions, "1.1") != quizzes.seal(questions, "1.2")

    def test_nothing_in_it_can_be_read(self):
        content = quizzes.seal(quizzes.load("1.1"), "1.1")
        opened = base64.b64decode(content).decode("latin-1")
        for pair in PAIRS:
            for text in pair.values():
                assert len(text) < 6 or text.encode().decode("latin-1") not in opened
        assert "claims" not in opened

    def test_claims_stay_with_the_authors(self):
        question = {"id": "a", "claims": ["1.1-01"]}
        assert quizzes.seal([question], "1.1") == quizzes.seal([{"id": "a"}], "1.1")
