"""`Quiz` in a browser: every kind of question by mouse, touch and keyboard, and what stays after a reload."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from course_utils import quizzes
from course_utils.widgets import Quiz
from tests.browser.axe import violations
from tests.browser.widget_page import open_widget, page_of, state_of

QUESTIONS = quizzes.load("1.1")
INDEX = {question["id"]: index for index, question in enumerate(QUESTIONS)}
SUMMARY = len(QUESTIONS)
POINTERS = ["mouse", "touch", "keyboard"]

# 0 at the target, else the direction in which it lies.
DIRECTION = """(target) => {
  const focused = document.activeElement;
  if (focused === target) return 0;
  return focused.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1;
}"""

BLOCKED_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("blocked", "SecurityError"); },
})"""


class Reader:
    """Answers questions by mouse, by touch or by keyboard alone."""

    def __init__(self, page: Page, pointer: str = "mouse", language: str = "ko") -> None:
        self.page = page
        self.pointer = pointer
        self.language = language

    def text(self, texts: dict[str, str]) -> str:
        """What the page shows of a text of the question file."""
        return re.sub(r"[_^]\{([^}]*)\}", r"\1", texts[self.language]).replace("`", "")

    def press(self, target: Locator) -> None:
        if self.pointer == "mouse":
            target.click()
        elif self.pointer == "touch":
            target.tap()
        else:
            self.tab_to(target)
            self.page.keyboard.press("Enter")

    def tab_to(self, target: Locator) -> None:
        for _ in range(60):
            direction = target.evaluate(DIRECTION)
            if direction == 0:
                return
            self.page.keyboard.press("Tab" if direction > 0 else "Shift+Tab")
        raise AssertionError(f"no key reaches {target}")

    def choose(self, choice: dict) -> None:
        label = self.page.locator(".cw-choice").filter(
            has_text=re.compile(f"^{re.escape(self.text(choice['text']))}$")
        )
        if choice.get("grid"):
            label = self.page.locator(".cw-choice").filter(has_text=self.text(choice["text"]))
        if self.pointer != "keyboard":
            self.press(label)
            return
        radios = self.page.get_by_role("radio")
        if not self.page.locator(".cw-choice input:focus").count():
            current = radios.and_(self.page.locator(":checked"))
            self.tab_to(current if current.count() else radios.first)
            self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            if label.locator("input").is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def type(self, value: str) -> None:
        field = self.page.get_by_role("textbox")
        if self.pointer == "keyboard":
            self.tab_to(field)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(value)
        else:
            self.press(field)
            field.fill(value)

    def sort(self, steps: list[dict]) -> None:
        """Bring the steps into this order with the up buttons."""
        for place, step in enumerate(steps):
            row = self.page.locator(".cw-steps li").filter(
                has=self.page.get_by_text(self.text(step["text"]), exact=True)
            )
            while self.page.locator(".cw-steps li").nth(place).inner_text() != row.inner_text():
                self.press(row.get_by_role("button").first)

    def check(self) -> None:
        self.press(self.page.locator("button[type=submit]"))

    def next(self) -> None:
        self.press(self.page.locator(".cw-turn button").last)

    def answer_right(self, question: dict) -> None:
        if question["kind"] == "choice":
            self.choose(next(choice for choice in question["choices"] if "right" in choice))
        elif question["kind"] == "number":
            self.type(str(question["answer"]))
        else:
            self.sort(question["steps"])
        self.check()

    def expect_verdict(self, right: bool, reason: dict[str, str]) -> None:
        verdict = self.page.get_by_role("status").locator(".cw-verdict")
        expect(verdict).to_have_class(re.compile("cw-right" if right else "cw-wrong"))
        expect(verdict.locator("p").nth(1)).to_have_text(self.text(reason))

    def expect_status(self, index: int, status: str) -> None:
        expect(self.page.locator(".cw-strip-step").nth(index)).to_have_attribute("data-status", status)


def start(new_page, question: int, pointer="mouse", language="ko", section="1.1", **options) -> Reader:
    page = new_page(has_touch=pointer == "touch", **options)
    open_widget(page, Quiz(section, question=question), language, options.get("theme", "light"))
    return Reader(page, pointer, language)


@pytest.mark.parametrize("pointer", POINTERS)
class TestAnswering:
    def test_a_choice(self, new_page, pointer):
        question = QUESTIONS[INDEX["moved-cat"]]
        reader = start(new_page, INDEX["moved-cat"], pointer)
        for choice in [*question["choices"][1:], question["choices"][0]]:
            reader.choose(choice)
            expect(reader.page.locator(".cw-verdict")).to_have_count(0)
            reader.check()
            reader.expect_verdict("right" in choice, choice["reason"])
            reader.expect_status(INDEX["moved-cat"], "solved" if "right" in choice else "tried")
        reader.press(reader.page.locator("summary"))
        expect(reader.page.locator("dd")).to_have_text(
            [reader.text(c["reason"]) for c in question["choices"][1:]]
        )

    def test_a_number(self, new_page, pointer):
        question = QUESTIONS[INDEX["one-response"]]
        reader = start(new_page, INDEX["one-response"], pointer, "en")
        for trap in question["traps"]:
            reader.type(str(trap["value"]).replace("-", "−"))
            reader.check()
            reader.expect_verdict(False, trap["reason"])
        reader.type("1000")
        reader.check()
        expect(reader.page.locator(".cw-verdict")).to_contain_text("step by step")
        reader.type(str(question["answer"]))
        if pointer == "keyboard":
            reader.page.keyboard.press("Enter")
        else:
            reader.check()
        reader.expect_verdict(True, question["reason"])
        reader.expect_status(INDEX["one-response"], "solved")

    def test_steps(self, new_page, pointer):
        question = QUESTIONS[INDEX["largest-first"]]
        reader = start(new_page, INDEX["largest-first"], pointer)
        reader.check()
        expect(reader.page.locator(".cw-verdict")).to_have_class(re.compile("cw-wrong"))
        steps = question["steps"]
        reader.sort([steps[0], steps[2], steps[1], *steps[3:]])
        reader.check()
        reader.expect_verdict(False, steps[2]["reason"])
        expect(reader.page.locator(".cw-steps li.cw-right")).to_have_count(1)
        expect(reader.page.locator(".cw-steps li.cw-wrong")).to_contain_text(reader.text(steps[2]["text"]))
        reader.sort(steps)
        reader.check()
        reader.expect_verdict(True, question["reason"])
        expect(reader.page.locator(".cw-steps li.cw-right")).to_have_count(len(steps))

    def test_a_hint(self, new_page, pointer):
        reader = start(new_page, INDEX["slices"], pointer)
        hint = reader.page.locator(".cw-hint")
        expect(hint).to_be_hidden()
        reader.press(reader.page.get_by_role("button", name="힌트"))
        expect(hint).to_have_text(reader.text(QUESTIONS[INDEX["slices"]]["hint"]))
        expect(reader.page.get_by_role("button", name="힌트")).to_have_attribute("aria-expanded", "true")

    def test_nothing_answered(self, new_page, pointer):
        reader = start(new_page, INDEX["moved-cat"], pointer)
        reader.check()
        expect(reader.page.get_by_role("status").first).to_have_text("먼저 답을 하나 고르십시오.")
        reader.next()
        reader.type("세 칸")
        reader.check()
        expect(reader.page.get_by_role("status").first).to_contain_text("숫자로만")
        for index in (INDEX["moved-cat"], INDEX["moved-with-strides"]):
            reader.expect_status(index, "open")

    def test_the_strip_leads_everywhere(self, new_page, pointer):
        reader = start(new_page, 0, pointer)
        for index in (SUMMARY, 4):
            reader.press(reader.page.locator(".cw-strip-step").nth(index))
            expect(reader.page.locator(".cw-strip-step").nth(index)).to_have_attribute("aria-current", "step")
        expect(reader.page.locator("legend")).to_contain_text(QUESTIONS[4]["title"]["ko"])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_all_of_it_from_the_first_question_to_the_summary(new_page, language):
    reader = start(new_page, 0, language=language)
    for question in QUESTIONS:
        expect(reader.page.locator(".cw-question-title")).to_have_text(question["title"][language])
        reader.answer_right(question)
        reason = question.get("reason") or next(c["reason"] for c in question["choices"] if "right" in c)
        reader.expect_verdict(True, reason)
        reader.next()
    expect(reader.page.locator(".cw-headline")).to_contain_text(str(SUMMARY))
    expect(reader.page.locator(".cw-overview [data-status=solved]")).to_have_count(SUMMARY)
    if language == "en":
        assert not re.search("[가-힣]", reader.page.locator(".cw-quiz").inner_text())


class TestProgress:
    def test_it_survives_a_reload_until_the_reader_starts_over(self, new_page):
        first, second = QUESTIONS[:2]
        reader = start(new_page, 0)
        reader.choose(first["choices"][1])
        reader.check()
        reader.answer_right(first)
        reader.next()
        reader.choose(second["choices"][2])
        reader.check()
        reader.page.reload()
        reader.expect_verdict(True, first["choices"][0]["reason"])
        reader.expect_status(0, "solved")
        reader.next()
        reader.expect_verdict(False, second["choices"][2]["reason"])
        reader.press(reader.page.locator(".cw-strip-step").last)
        expect(reader.page.locator(".cw-overview li").first).to_contain_text("2번 만에 해결")
        reader.press(reader.page.get_by_role("button", name="답을 지우고 처음부터 풀기"))
        expect(reader.page.locator(".cw-question-title")).to_have_text(first["title"]["ko"])
        for _ in range(2):
            expect(reader.page.locator("[data-status=open]")).to_have_count(SUMMARY)
            expect(reader.page.locator(":checked")).to_have_count(0)
            reader.page.reload()

    def test_it_survives_in_a_page_from_the_disk(self, new_page, tmp_path):
        (tmp_path / "quiz.html").write_text(page_of(Quiz("1.1", question=3), "ko", "light"), encoding="utf-8")
        reader = Reader(new_page())
        reader.page.goto((tmp_path / "quiz.html").as_uri())
        reader.answer_right(QUESTIONS[3])
        reader.page.reload()
        reader.expect_verdict(True, QUESTIONS[3]["reason"])

    def test_other_questions_have_a_progress_of_their_own(self, new_page):
        reader = start(new_page, 3)
        reader.answer_right(QUESTIONS[3])
        changed = Quiz("1.1", question=3)
        changed.content = quizzes.seal(QUESTIONS[:5], "1.1")
        reader.page.unroute_all()
        open_widget(reader.page, changed)
        expect(reader.page.locator("[data-status=open]")).to_have_count(5)

    def test_a_browser_that_keeps_nothing_does_no_harm(self, new_page):
        page = new_page()
        page.add_init_script(BLOCKED_STORAGE)
        open_widget(page, Quiz("1.1", question=3))
        reader = Reader(page)
        reader.answer_right(QUESTIONS[3])
        reader.next()
        reader.expect_status(3, "solved")

    def test_the_tools_of_the_page_reset_the_place_but_no_answers(self, new_page):
        reader = start(new_page, 3)
        reader.answer_right(QUESTIONS[3])
        reader.next()
        reader.press(reader.page.locator(".cw-tools button").last)
        reader.expect_verdict(True, QUESTIONS[3]["reason"])


class TestLinks:
    def test_a_link_points_to_a_question(self, page):
        open_widget(page, Quiz("1.1"), query="question=6")
        expect(page.locator(".cw-question-title")).to_have_text(QUESTIONS[6]["title"]["ko"])

    @pytest.mark.parametrize("value", ["-1", "1.5", "x", "1000"])
    def test_a_link_to_no_question_is_ignored(self, page, value):
        open_widget(page, Quiz("1.1"), query=f"question={value}")
        expect(page.locator(".cw-question-title")).to_have_text(QUESTIONS[0]["title"]["ko"])

    def test_a_link_beyond_the_last_question_shows_the_summary(self, page):
        open_widget(page, Quiz("1.1"), query="question=99")
        expect(page.locator(".cw-summary")).to_be_visible()

    def test_the_trait_follows_the_reader(self, new_page):
        reader = start(new_page, 0)
        reader.next()
        reader.next()
        assert state_of(reader.page, Quiz("1.1"))["question"] == 2


class TestFocus:
    @pytest.mark.parametrize("pointer", POINTERS)
    def test_it_moves_to_the_next_question(self, new_page, pointer):
        reader = start(new_page, 0, pointer)
        reader.next()
        expect(reader.page.locator("fieldset")).to_be_focused()
        expect(reader.page.locator("fieldset:focus legend")).to_contain_text(QUESTIONS[1]["title"]["ko"])

    def test_it_stays_elsewhere_while_the_page_loads(self, new_page):
        reader = start(new_page, 5)
        expect(reader.page.locator("body")).to_be_focused()

    def test_it_goes_with_a_step_that_moves(self, new_page):
        reader = start(new_page, INDEX["step-by-step"], "keyboard")
        row = reader.page.locator(".cw-steps li").nth(2)
        words = row.locator(".cw-step-text").inner_text()
        reader.tab_to(row.get_by_role("button").first)
        for place in (1, 0, 0):
            reader.page.keyboard.press("Enter")
            moved = reader.page.locator(".cw-steps li").nth(place)
            expect(moved.locator(".cw-step-text")).to_have_text(words)
            expect(moved.get_by_role("button").first).to_be_focused()
        expect(reader.page.locator("[aria-live=polite]")).to_contain_text("1번째로")

    def test_a_new_card_starts_in_view(self, new_page):
        reader = start(new_page, INDEX["step-by-step"], width=360, height=500)
        reader.page.locator(".cw-turn button").last.scroll_into_view_if_needed()
        reader.next()
        expect(reader.page.locator("legend")).to_be_in_viewport()


def test_every_kind_of_card_is_accessible(new_page, theme):
    reader = start(new_page, 0, theme=theme, width=360)
    for name in ("which-map", "one-response", "largest-first"):
        reader.press(reader.page.locator(".cw-strip-step").nth(INDEX[name]))
        for opener in reader.page.get_by_role("button", name="힌트").all():
            reader.press(opener)
        reader.check()
        assert not violations(reader.page, "#widget-live")
        reader.answer_right(QUESTIONS[INDEX[name]])
        assert not violations(reader.page, "#widget-live")
    reader.press(reader.page.locator(".cw-strip-step").last)
    assert not violations(reader.page, "#widget-live")


FITS = """() => {
  const targets = document.querySelectorAll(".cw-mount :is(button, summary, .cw-choice, input[type=text])");
  const small = [...targets].filter((target) => {
    const { width, height } = target.getBoundingClientRect();
    return Math.min(width, height) < 24;
  });
  return [document.documentElement.scrollWidth, small.map((target) => target.outerHTML)];
}"""


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("section", quizzes.sections())
def test_every_card_fits_a_phone_and_a_finger(new_page, section, language):
    reader = start(new_page, 0, language=language, section=section, width=360)
    for question in quizzes.load(section):
        if question["kind"] != "order":
            reader.answer_right(question)
        assert reader.page.evaluate(FITS) == [360, []], question["id"]
        reader.next()
    assert reader.page.evaluate(FITS) == [360, []]


def test_choices_stand_in_the_same_order_every_time(new_page):
    def texts():
        return start(new_page, INDEX["slices"]).page.locator(".cw-choice").all_inner_texts()

    assert texts() == texts()


def test_the_source_of_the_page_holds_no_answer():
    source = page_of(Quiz("1.1"), "ko", "light")
    for question in QUESTIONS:
        right = [choice["text"] for choice in question.get("choices", []) if "right" in choice]
        for texts in [*right, *filter(None, [question.get("reason")])]:
            assert texts["ko"] not in source
            assert texts["en"] not in source
