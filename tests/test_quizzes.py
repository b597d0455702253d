"""The questions: both languages, all claims, and no number that was not computed anew."""

import base64
import copy
import doctest
import importlib
import json
import math
import re
from pathlib import Path

import pytest
import yaml

from course_utils import quizzes
from course_utils.quizzes import files, schema
from tests.quizzes.common import COMPUTED, NUMBER, evaluate

ROOT = Path(__file__).parents[1]
CLAIMS = yaml.safe_load((ROOT / "book" / "claims.yml").read_text(encoding="utf-8"))
QUESTIONS = {
    (section, question["id"]): question
    for section in quizzes.sections()
    for question in quizzes.load(section)
}
NOTHING_TO_COMPUTE = {
    ("1.1", "step-by-step"),
    ("1.1", "who-sets-the-kernel"),
    ("2.1", "too-few-photos"),
    ("2.1", "general-first"),
    ("2.1", "which-network-to-reuse"),
    ("2.5", "no-new-cats"),
    ("3", "a-class-it-never-saw"),
    ("3.1", "mostly-zero"),
    ("3.1", "stale-features"),
    ("3.1", "free-from-the-start"),
    ("3.2", "five-steps"),
}
for section in quizzes.sections():  # fills COMPUTED
    importlib.import_module(f"tests.quizzes.section_{section.replace('.', '_')}")
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


EQUATION = re.compile(rf"[−(⌊⌈]*{NUMBER}(?:[\s+−×/()⌊⌋⌈⌉]|{NUMBER})*=\s*−?{NUMBER}")


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
        assert evaluate(left) == pytest.approx(evaluate(right))

    def test_no_equation_is_overlooked(self):
        signs = sum(without_code(text).count("=") for pair in PAIRS for text in pair.values())
        assert len(equations()) == signs > 60

    def test_every_question_is_computed_anew(self):
        assert set(COMPUTED) | NOTHING_TO_COMPUTE == set(QUESTIONS)

    @pytest.mark.parametrize("key", sorted(COMPUTED), ids=" ".join)
    def test_the_answer_is_right_and_the_traps_are_what_they_say(self, key):
        question = QUESTIONS[key]
        computed = COMPUTED[key](question)
        if question["kind"] == "number":
            answer, traps = computed
            assert question["answer"] == pytest.approx(answer)
            assert [trap["value"] for trap in question["traps"]] == pytest.approx(traps)


class TestSchema:
    def broken(self, kind, change):
        """A file with one question of a kind, changed."""
        question = copy.deepcopy(next(q for q in quizzes.load("1.1") if q["kind"] == kind))
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
        question = quizzes.load("1.1")[0]
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
