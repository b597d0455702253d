"""Search finds sections: Korean terms with particles and in compounds, English ones, on http and file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import expect

from course_utils.sphinxext.glossary_terms import FILE, read_glossary
from tests.browser.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]

# What a reader types, and a section that has to be among the first results.
KOREAN = {
    "커널": "1-1-convolution#learned-kernel",
    "커널에서는": "1-1-convolution#learned-kernel",
    "패딩": "1-1-convolution#padding",
    "스트라이드를": "1-1-convolution#strides",
    "특성": "1-1-convolution#feature-map",
    "특성 맵": "1-1-convolution#feature-map",
    "필터": "1-1-convolution#feature-map",
    "윈도우": "1-1-convolution#sliding-window",
    "채널": "1-1-convolution#feature-map",
    "합성곱": "1-1-convolution#convolution",
    "신경망": "1-convnets#convnets",
    "가중치": "1-1-convolution#learned-kernel",
    "전역 패턴": "1-1-convolution#dense-and-convolution",
    "평행 이동": "1-1-convolution#translation",
    "계층": "1-1-convolution#hierarchy",
    "패치": "1-1-convolution#sliding-window",
    "응답": "1-1-convolution#translation",
    "깊이": "1-1-convolution#feature-map",
    "경계": "1-1-convolution#padding",
    "텐서": "1-1-convolution#feature-map",
    "다운샘플링": "1-1-convolution#strides",
    "손글씨": "1-convnets#digits",
    "정확도": "1-convnets#honest",
    "랭크-3": "1-convnets#rank-three",
    "훈련": "1-convnets#training",
    "풀링": "1-2-max-pooling#max-pooling",
    "최대 풀링은": "1-2-max-pooling#largest",
    "평균 풀링": "1-2-max-pooling#average",
    "수용 영역": "1-2-max-pooling#windows-grow",
    "계수": "1-2-max-pooling#why-downsample",
    "전역 최대 풀링": "1-2-max-pooling#translation",
    "패딩이란": "1-1-convolution#padding",
    "등변성": "1-1-convolution#translation",
    "불변성": "1-1-convolution#translation",
    "경사 하강법": "1-1-convolution#learned-kernel",
    "학습률": "1-convnets#training",
    "손실": "1-convnets#training",
    "옵티마이저": "1-convnets#training",
    "에포크": "1-convnets#training",
    "softmax": "1-convnets#answer",
    "신뢰 구간": "1-convnets#honest",
    "MNIST": "1-convnets#digits",
    "Conv2D": "1-convnets#stack",
    "MaxPooling2D": "1-2-max-pooling#largest",
    "Dense 층": "1-1-convolution#dense-and-convolution",
    "전역 평균 풀링": "1-2-max-pooling#alternatives",
    "딥러닝": "2-1-small-data#small-data",
    "작은 데이터셋": "2-1-small-data#small-data",
    "재사용": "2-1-small-data#reuse",
    "내려받기": "2-2-download#download",
    "shutil": "2-2-download#shutil",
    "디렉터리 구조": "2-2-download#shutil",
    "검증 세트": "2-2-download#three-parts",
    "테스트": "2-2-download#three-parts",
    "해시": "2-2-download#check-split",
    "파라미터 개수": "2-3-model#counts",
    "활성화 값": "2-3-model#counts",
    "binary_crossentropy": "2-3-model#inside",
    "전처리": "2-4-preprocessing#data-preprocessing",
    "디코딩": "2-4-preprocessing#decode-content",
    "부동 소수점": "2-4-preprocessing#to-floats",
    "float32": "2-4-preprocessing#to-floats",
    "배치": "2-4-preprocessing#batch-up",
    "image_dataset_from_directory": "2-4-preprocessing#one-line",
    "과대적합": "2-4-preprocessing#overfit",
    "과적합": "2-4-preprocessing#overfit",
    "EarlyStopping": "2-4-preprocessing#where-to-stop",
    "특성맵": "1-1-convolution#feature-map",
    "매개변수": "2-3-model#counts",
    "데이터 증식": "2-5-augmentation#data-augmentation",
    "증강": "2-5-augmentation#same-data",
    "RandomFlip": "2-5-augmentation#numbers",
    "RandomRotation": "2-5-augmentation#numbers",
    "RandomZoom": "2-5-augmentation#numbers",
    "추론": "2-5-augmentation#inference",
    "라벨": "2-5-augmentation#same-data",
    "레이블": "2-5-augmentation#same-data",
    "드롭아웃": "2-5-augmentation#train-augmented",
    "사전 훈련": "3-pretrained#pretrained",
    "ImageNet": "3-pretrained#imagenet",
    "VGG": "3-pretrained#vgg",
    "VGG16": "3-pretrained#compare",
    "ResNet": "3-pretrained#resnet",
    "Xception": "3-pretrained#xception",
    "지름길": "3-pretrained#resnet",
    "모델을 고르는 법": "3-pretrained#choosing",
    "특성 추출": "3-1-feature-extraction#feature-extraction",
    "include_top": "3-1-feature-extraction#base",
    "합성곱 기반 층": "3-1-feature-extraction#base",
    "동결": "3-2-fine-tuning#freeze",
    "동결하는": "3-1-feature-extraction#frozen",
    "keras.applications": "3-1-feature-extraction#families",
    "미세 조정": "3-2-fine-tuning#fine-tuning",
    "미세조정": "3-2-fine-tuning#fine-tuning",
    "trainable": "3-2-fine-tuning#freeze",
    "동결 해제": "3-2-fine-tuning#unfreeze",
    "배치 정규화": "3-2-fine-tuning#batch-norm",
    "BatchNormalization": "3-2-fine-tuning#batch-norm",
    "결과": "results#results",
    "95% 구간": "results#our-results",
    "숄레": "results#published-results",
    "전이 학습": "glossary#transfer-learning",
    "시그모이드": "glossary#sigmoid",
    "채점": "instructors#grade-exercises",
    "nbgrader": "instructors#with-nbgrader",
    "샌드박스": "instructors#what-the-sandbox-does",
    "Dask": "instructors#grade-on-a-cluster",
    "수용 영역 문제": "1-convolution-and-pooling#receptive-field-statement",
}
ENGLISH = {
    "kernel": "1-1-convolution#learned-kernel",
    "padding": "1-1-convolution#padding",
    "strides": "1-1-convolution#strides",
    "feature map": "1-1-convolution#feature-map",
    "filters": "1-1-convolution#feature-map",
    "window": "1-1-convolution#sliding-window",
    "translation": "1-1-convolution#translation",
    "hierarchy": "1-1-convolution#hierarchy",
    "patch": "1-1-convolution#sliding-window",
    "depth": "1-1-convolution#feature-map",
    "Conv2D": "1-convnets#stack",
    "digits": "1-convnets#digits",
    "accuracy": "1-convnets#honest",
    "rank-3": "1-convnets#rank-three",
    "max pooling": "1-2-max-pooling#largest",
    "average pooling": "1-2-max-pooling#average",
    "receptive field": "1-2-max-pooling#windows-grow",
    "coefficients": "1-2-max-pooling#why-downsample",
    "paddings": "1-1-convolution#padding",
    "equivariance": "1-1-convolution#translation",
    "translation invariance": "1-1-convolution#translation",
    "gradient descent": "1-1-convolution#learned-kernel",
    "cross-correlation": "1-1-convolution#sliding-window",
    "local patterns": "1-1-convolution#dense-and-convolution",
    "learning rate": "1-convnets#training",
    "loss": "1-convnets#training",
    "optimizer": "1-convnets#training",
    "epoch": "1-convnets#training",
    "softmax": "1-convnets#answer",
    "confidence interval": "1-convnets#honest",
    "MNIST": "1-convnets#digits",
    "MaxPooling2D": "1-2-max-pooling#largest",
    "global average pooling": "1-2-max-pooling#alternatives",
    "downsample": "1-2-max-pooling#why-downsample",
    "downsampling": "1-2-max-pooling#largest",
    "small data": "2-1-small-data#small-data",
    "reuse features": "2-1-small-data#reuse",
    "download": "2-2-download#download",
    "shutil": "2-2-download#shutil",
    "directory structure": "2-2-download#shutil",
    "validation set": "2-2-download#three-parts",
    "hash": "2-2-download#check-split",
    "number of parameters": "2-3-model#counts",
    "activation values": "2-3-model#counts",
    "binary_crossentropy": "2-3-model#inside",
    "preprocessing": "2-4-preprocessing#data-preprocessing",
    "decode jpeg": "2-4-preprocessing#decode-content",
    "float32": "2-4-preprocessing#to-floats",
    "resize": "2-4-preprocessing#same-size",
    "batches": "2-4-preprocessing#batch-up",
    "image_dataset_from_directory": "2-4-preprocessing#one-line",
    "overfitting": "2-4-preprocessing#overfit",
    "EarlyStopping": "2-4-preprocessing#where-to-stop",
    "augmentation": "2-5-augmentation#data-augmentation",
    "RandomFlip": "2-5-augmentation#numbers",
    "RandomRotation": "2-5-augmentation#numbers",
    "RandomZoom": "2-5-augmentation#numbers",
    "inference": "2-5-augmentation#inference",
    "label": "2-5-augmentation#same-data",
    "dropout": "2-5-augmentation#train-augmented",
    "pipeline": "2-5-augmentation#where",
    "pretrained": "3-pretrained#pretrained",
    "ImageNet": "3-pretrained#imagenet",
    "VGG": "3-pretrained#vgg",
    "VGG16": "3-pretrained#compare",
    "ResNet": "3-pretrained#resnet",
    "Inception": "3-pretrained#inception",
    "depthwise": "3-pretrained#xception",
    "MobileNet": "3-pretrained#kin",
    "choose a model": "3-pretrained#choosing",
    "feature extraction": "3-1-feature-extraction#feature-extraction",
    "include_top": "3-1-feature-extraction#base",
    "convolutional base": "3-1-feature-extraction#base",
    "frozen": "3-1-feature-extraction#frozen",
    "keras.applications": "3-1-feature-extraction#families",
    "freeze": "3-2-fine-tuning#freeze",
    "fine-tuning": "3-2-fine-tuning#fine-tuning",
    "fine tuning": "3-2-fine-tuning#fine-tuning",
    "trainable": "3-2-fine-tuning#freeze",
    "unfreeze": "3-2-fine-tuning#unfreeze",
    "batch normalization": "3-2-fine-tuning#batch-norm",
    "results": "results#results",
    "Chollet": "results#published-results",
    "transfer learning": "glossary#transfer-learning",
    "neuron": "glossary#neuron",
    "grading": "instructors#grade-exercises",
    "nbgrader": "instructors#with-nbgrader",
    "sandbox": "instructors#what-the-sandbox-does",
    "Dask": "instructors#grade-on-a-cluster",
}
TERMS = {"": KOREAN, "en/": ENGLISH}
FIRST = 5
PLACES = "(links) => links.map(({ pathname, hash }) => pathname.split('/').pop().replace('.html', '') + hash)"


@pytest.mark.parametrize("folder", TERMS, ids=["ko", "en"])
def test_terms_find_their_section(page: Page, book_address: str, folder: str) -> None:
    page.goto(f"{book_address}{folder}search.html")
    field = page.locator("#search-results input")
    missed = {}
    for term, section in TERMS[folder].items():
        field.fill("")
        expect(page.locator("#search-results li")).to_have_count(0)
        field.fill(term)
        expect(page.locator("#search-results li").first).to_be_visible()
        found = page.locator("#search-results li a").evaluate_all(PLACES)
        if section not in found[:FIRST]:
            missed[term] = (section, found[:FIRST])
    assert not missed


def test_result_leads_to_its_section_and_shows_the_term(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}search.html?q=스트라이드")
    result = page.locator("#search-results li").first
    expect(result.locator("mark").first).to_have_text("스트라이드")
    result.locator("a").click()
    section = urldefrag(page.url).fragment
    expect(page.locator(f"[id='{section}'] > h2")).to_be_in_viewport()


HIGHLIGHTED = """() => [...(CSS.highlights?.get("found") ?? [])].map(String).concat(
    [...document.querySelectorAll("article mark")].map((mark) => mark.textContent))"""


@pytest.fixture(params=["painted", "marked"])
def highlighting_page(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page of a browser that paints highlights, and of an older one that has to mark them."""
    page = new_page()
    if request.param == "marked":
        page.add_init_script("delete CSS.highlights")
    return page


def text_of(page: Page) -> str:
    return page.locator("article").evaluate("(article) => article.textContent")


def test_result_opens_at_the_first_match_and_highlights_all(highlighting_page: Page, book_address: str) -> None:
    page = highlighting_page
    page.goto(f"{book_address}chapters/1-2-max-pooling.html")
    plain = text_of(page)
    page.goto(f"{book_address}search.html?q=수용 영역은")
    page.locator("#search-results li a[href*='#windows-grow']").click()
    page.wait_for_url("**/1-2-max-pooling.html?highlight=*#windows-grow")

    button = page.get_by_role("button", name="찾은 말 강조 지우기")
    expect(button).to_be_visible()
    assert set(page.evaluate(HIGHLIGHTED)) == {"수용", "영역"}
    page.wait_for_function(
        """() => {
            const section = document.getElementById("windows-grow");
            const paragraph = [...section.querySelectorAll("p")].find((p) => p.textContent.includes("수용"));
            const { top, bottom } = paragraph.getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight;
        }"""
    )
    assert text_of(page) == plain

    page.keyboard.press("Escape")
    expect(button).to_be_hidden()
    assert page.evaluate(HIGHLIGHTED) == []
    assert page.url.endswith("/1-2-max-pooling.html#windows-grow")
    assert page.locator("article").evaluate("(article) => article.textContent") == plain


def test_a_match_far_below_its_heading_is_scrolled_to(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}chapters/1-1-convolution.html?highlight=상호#sliding-window")
    far = page.locator("#sliding-window p", has_text="상호 상관")
    expect(far).to_be_in_viewport()
    assert page.locator("#sliding-window h2").evaluate("(title) => title.getBoundingClientRect().bottom") < 0


def test_a_match_in_closed_code_is_opened(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}chapters/1-1-convolution.html?highlight=set_random_seed#convolution")
    expect(page.locator("#convolution details.hidden-code", has_text="set_random_seed").first).to_have_attribute(
        "open", ""
    )


def test_a_new_search_clears_the_highlights_and_widgets_keep_theirs(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}en/chapters/1-1-convolution.html?highlight=stride&strides-window-live.strides=3#strides")
    assert {word.lower() for word in page.evaluate(HIGHLIGHTED)} == {"stride"}
    page.keyboard.press("/")
    page.keyboard.type("padding")
    assert page.evaluate(HIGHLIGHTED) == []
    assert "highlight" not in page.url
    assert "strides-window-live.strides=3" in page.url


def test_the_button_clears_the_highlights_on_a_touch_screen(new_page: Callable[..., Page], book_url: str) -> None:
    page = new_page(width=360, has_touch=True)
    page.goto(f"{book_url}en/chapters/2-5-augmentation.html?highlight=label#same-data")
    button = page.get_by_role("button", name="Clear the highlights")
    expect(button).to_be_in_viewport()
    found = violations(page)
    assert not found, "\n".join(found)
    button.tap()
    expect(button).to_be_hidden()
    assert page.evaluate(HIGHLIGHTED) == []


def test_words_that_the_page_lacks_highlight_nothing(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}en/chapters/1-1-convolution.html?highlight=커널#padding", wait_until="networkidle")
    expect(page.locator("button.clear-highlight")).to_be_hidden()
    expect(page.locator("#padding h2")).to_be_in_viewport()


def test_arrow_keys_move_through_the_results(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}index.html")
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="검색")
    page.keyboard.type("padding")
    links = dialog.get_by_role("listitem").get_by_role("link")
    expect(links.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("folder", TERMS, ids=["ko", "en"])
def test_a_section_stands_before_the_glossary_entry_that_leads_to_it(page: Page, book_url: str, folder: str) -> None:
    page.goto(f"{book_url}{folder}search.html")
    field = page.locator("#search-results input")
    for key, term in read_glossary(ROOT / FILE).items():
        field.fill("")
        expect(page.locator("#search-results li")).to_have_count(0)
        field.fill(term.wordings[folder.strip("/") or "ko"].term)
        expect(page.locator("#search-results li").first).to_be_visible()
        found = page.locator("#search-results li a").evaluate_all(PLACES)
        explained, entry = found.index(f"{term.page.split('/')[-1]}#{term.section}"), found.index(f"glossary#{key}")
        assert explained < entry < 10, key


def test_term_inside_a_compound_is_found(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}search.html?q=샘플링")
    expect(page.locator("#search-results mark").first).to_have_text("샘플링")


def test_nothing_found_is_said(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}search.html?q=zzzz")
    expect(page.locator("#search-results [role=status]")).to_contain_text("없습니다")
    expect(page.locator("#search-results li")).to_have_count(0)


def test_dialog_works_from_the_keyboard(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}en/index.html")
    dialog = page.get_by_role("dialog", name="Search")
    page.keyboard.press("/")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("searchbox")).to_be_focused()

    page.keyboard.type("Conv2D")
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    expect(dialog.get_by_role("status")).to_contain_text("Found")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.get_by_role("link", name="Search").press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("listitem").get_by_role("link").first.press("Enter")
    page.wait_for_url("**/chapters/*.html?highlight=conv2d#*")


def test_search_button_leads_to_the_search_page_without_javascript(new_page, book_url: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{book_url}index.html")
    page.get_by_role("link", name="검색").click()
    page.wait_for_url("**/search.html")
    expect(page.locator("noscript p")).to_be_visible()
