"""A small book, built in both languages with the course's own configuration."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from course_utils.sphinxext.build import STAMP, WITHOUT_SOLUTIONS, build_book, run_sphinx, sphinx_config
from course_utils.sphinxext.locale import update_catalogues
from course_utils.sphinxext.widget_output import VIEW_MIME, WIDGET_MIME

ROOT = Path(__file__).parents[1]
BUNDLE = "convolution_explorer"


def png() -> str:
    file = io.BytesIO()
    Image.new("L", (4, 4)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def markdown(cell_id: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": text}


def code(cell_id: str, text: str, *outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    displays = [{"output_type": "display_data", "metadata": {}, "data": data} for data in outputs]
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": {"tags": list(tags)},
        "execution_count": 1,
        "source": text,
        "outputs": displays,
    }


def widget(**state: object) -> dict[str, Any]:
    live = {"widget": "ConvolutionExplorer", "bundle": BUNDLE, "state": state}
    return {"text/plain": "ConvolutionExplorer()", WIDGET_MIME: live, "image/png": png()}


def write_notebook(path: Path, *cells: dict[str, Any]) -> None:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def make_sources(root: Path, index: str, *cells: dict[str, Any]) -> None:
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "_config.yml", root)
    shutil.copytree(ROOT / "book" / "assets", root / "book" / "assets")
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: chapters/first\n")
    (root / "index.md").write_text(index, encoding="utf-8")
    write_notebook(root / "chapters" / "first.ipynb", *cells)


INDEX = """\
# 작은 책

[패딩](chapters/first.ipynb#padding)으로 가십시오.

```{widget} ConvolutionExplorer
:from: chapters/first.ipynb#explorer
:state: {"strides": 2}
```

(readers)=
## 누구를 위한 책입니까?

누구나 읽을 수 있습니다.
"""
PADDING = """\
## 패딩

**커널**을 가장자리에 맞춥니다. 크기는 $n - k + 1$입니다.

$$y = \\text{출력}$$
"""
FIGURE = """\
## 그림

| 이름 | 값 |
|---|---|
| 높이 | 4 |

:::{admonition} 답
:class: dropdown
넷입니다.
:::
"""
CELLS = (
    markdown("first", "# 첫 장\n\n[다음 절](#padding)을 보십시오."),
    code("setup", 'use_language("ko")', tags=("hide-input",)),
    markdown("padding", PADDING),
    code("explorer", "ConvolutionExplorer()", widget(strides=1, label="</script>"), widget(strides=3)),
    markdown("figure", FIGURE),
    code("plot", "plot()", {"text/plain": "Bars: 1, 2, 3", "image/png": png()}),
)
TRANSLATIONS = {
    "작은 책": "A small book",
    "첫 장": "First chapter",
    "패딩": "Padding",
    "그림": "A figure",
    "답": "Answer",
    "y = \\text{출력}": "y = \\text{output}",
    "누구를 위한 책입니까?": "Who is it for?",
    "**커널**을 가장자리에 맞춥니다. 크기는 $n - k + 1$입니다.": "The **kernel** meets it: $n - k + 1$.",
}


def translate(path: Path) -> None:
    catalogue = path.read_text(encoding="utf-8")
    for korean, english in TRANSLATIONS.items():
        quoted = (json.dumps(text, ensure_ascii=False) for text in (korean, english))
        source, translation = quoted
        catalogue = catalogue.replace(f'msgid {source}\nmsgstr ""', f"msgid {source}\nmsgstr {translation}")
    path.write_text(catalogue, encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small") / "book"
    make_sources(root, INDEX, *CELLS)
    update_catalogues(root, root / "_build")
    for path in (root / "locale").rglob("*.po"):
        translate(path)
    assert build_book(root, root / "_build")
    return root


@pytest.fixture(params=["ko", "en"])
def edition(request: pytest.FixtureRequest, root: Path) -> Path:
    return root / "_build" / "html" / ("" if request.param == "ko" else "en")


def page(edition: Path, name: str) -> str:
    return (edition / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_unchanged_book_is_left_alone(root, capsys):
    before = (root / "_build/html/index.html").stat().st_mtime_ns
    assert build_book(root, root / "_build")
    assert "up to date" in capsys.readouterr().out
    assert (root / "_build/html/index.html").stat().st_mtime_ns == before


def test_english_edition_is_translated(root):
    chapter = page(root / "_build/html/en", "chapters/first.html")
    assert '<html lang="en"' in chapter
    assert "The <strong>kernel</strong> meets it:" in chapter
    assert "Convolutional Networks, Hands On" in chapter
    notebook = json.loads(page(root / "_build/html/en", "chapters/first.ipynb"))
    assert notebook["cells"][0]["source"][0] == "# First chapter\n"
    assert notebook["cells"][1]["source"] == ['use_language("en")']


def test_sections_and_cells_have_permanent_addresses(edition):
    chapter = page(edition, "chapters/first.html")
    assert re.findall(r'<section[^>]* id="([^"]+)"', chapter) == ["first", "padding", "figure"]
    assert re.findall(r'<div class="cell[^"]*" id="([^"]+)"', chapter) == ["setup", "explorer", "plot"]
    assert re.findall(r'<section[^>]* id="([^"]+)"', page(edition, "index.html")) == ["index", "readers"]
    assert 'href="chapters/first.html#padding"' in page(edition, "index.html")
    assert 'href="#padding"' in chapter


def test_widgets_carry_their_state(edition):
    mounts = re.findall(
        r'<div class="cw-mount" id="([^"]+)" data-widget="ConvolutionExplorer" data-bundle="\w+"[^>]*>'
        r'<script type="application/json">(.*?)</script>',
        page(edition, "chapters/first.html"),
    )
    assert [(live_id, json.loads(state)) for live_id, state in mounts] == [
        ("explorer-live", {"strides": 1, "label": "</script>"}),
        ("explorer-live-2", {"strides": 3}),
    ]
    (elsewhere,) = re.findall(r'<script type="application/json">(.*?)</script>', page(edition, "index.html"))
    assert json.loads(elsewhere) == {"strides": 2, "label": "</script>"}


def test_still_picture_shows_without_javascript(edition):
    still_picture = r'<noscript><p>[^<]+</p><img width="4" height="4" alt="[^"]+" src="([^"]+)"'
    (still,) = re.findall(still_picture, page(edition, "index.html"))
    assert (edition / still).is_file()


def test_page_knows_sizes_before_anything_has_arrived(edition):
    chapter = page(edition, "chapters/first.html")
    pictures = re.findall("<img[^>]*>", re.findall("<article.*</article>", chapter, re.DOTALL)[0])
    assert pictures
    assert all('width="4" height="4"' in picture for picture in pictures)
    places = re.findall('<div class="cw-mount"[^>]*>', chapter)
    assert places
    assert all('style="--still-height: 4px"' in place for place in places)


def test_scripts_load_once_and_only_where_used(edition):
    scripts = re.findall(r'<script defer="defer" src="[./]*_static/([^?]+)', page(edition, "chapters/first.html"))
    language = "en" if edition.name == "en" else "ko"
    assert scripts == ["page.js", "search.js", "progress.js", "widgets/host.js", f"widgets/{BUNDLE}.{language}.page.js"]
    assert "_static/widgets" not in page(edition, "search.html")
    assert "katex.css" in page(edition, "chapters/first.html")
    assert "katex.css" not in page(edition, "index.html")


def test_nothing_is_loaded_from_elsewhere_or_missing(edition):
    for path in edition.rglob("*.html"):
        loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', path.read_text(encoding="utf-8"))
        for address in loaded:
            assert "//" not in address
            assert (path.parent / address.partition("?")[0]).is_file(), (path, address)


def test_formulas_are_set_while_building(edition):
    chapter = page(edition, "chapters/first.html")
    word = "output" if edition.name == "en" else "출력"
    assert f"<mtext>{word}</mtext>" in chapter
    assert chapter.count('class="katex-html" aria-hidden="true"') == 2


def test_picture_is_described_by_its_text(edition):
    assert 'alt="Bars: 1, 2, 3"' in page(edition, "chapters/first.html")


def test_search_index_holds_sections_without_formulas(edition):
    index = page(edition, "_static/search-index.js")
    pages = json.loads(index.removeprefix("courseSearchIndex=").removesuffix(";\n"))
    sections = {section[0]: section for found in pages for section in found["sections"]}
    english = edition.name == "en"
    assert sections["padding"][1] == ("Padding" if english else "패딩")
    expected = "The kernel meets it: ." if english else "커널을 가장자리에 맞춥니다. 크기는 입니다."
    assert sections["padding"][2].startswith(expected)
    assert ("Answer" if english else "답") in sections["figure"][2]


def test_asset_is_brought_up_to_date(root):
    styles = root / "book/assets/course.css"
    styles.write_text(styles.read_text(encoding="utf-8") + "\n/* changed */\n", encoding="utf-8")
    before = re.findall(r"course\.css\?v=\w+", page(root / "_build/html", "index.html"))
    assert build_book(root, root / "_build")
    after = re.findall(r"course\.css\?v=\w+", page(root / "_build/html", "index.html"))
    assert len(before) == len(after) == 1
    assert before != after


def test_pages_that_left_the_book_are_gone(root):
    html = root / "_build/html"
    strays = [html / folder / "chapters" / name for folder in ("", "en") for name in ("old.html", "old.ipynb")]
    for stray in strays:
        stray.write_text("{}", encoding="utf-8")
    (root / "_build" / STAMP).unlink()
    assert build_book(root, root / "_build")
    assert not [stray for stray in strays if stray.exists()]
    assert all((html / folder / name).is_file() for folder in ("", "en") for name in ("index.html", "search.html"))


def test_catalogues_are_deterministic_and_keep_reworded_translations(root):
    path = root / "locale/en/LC_MESSAGES/chapters/first.po"
    before = path.read_bytes()
    update_catalogues(root, root / "_build")
    assert path.read_bytes() == before
    assert not re.search(rb"POT|20\d\d-|\n#:", before)
    assert b'msgid "4"\nmsgstr "4"' in before

    reworded = [{**cell, "source": cell["source"].replace("맞춥니다", "맞추어 놓습니다")} for cell in CELLS]
    write_notebook(root / "chapters/first.ipynb", *reworded)
    update_catalogues(root, root / "_build")
    assert '#, fuzzy\nmsgid "**커널**을 가장자리에 맞추어 놓습니다.' in path.read_text(encoding="utf-8")


MISTAKES = (
    (markdown("two", "## 하나\n\n## 둘"), "'둘' is the second one in the cell 'two'"),
    (markdown("link", "## 셋\n\n[여기](#nowhere)"), "target not found: 'nowhere'"),
    (markdown("tex", "## 넷\n\n$\\frac{1$"), "KaTeX can't set"),
    (code("view", "interact()", {VIEW_MIME: {"model_id": "0"}}), "run `make notebooks`"),
    (code("picture", "plot()", {"image/png": png()}), "text/plain is ''"),
)
INDEX_MISTAKES = (
    ("## 이름 없는 절", "has no permanent address"),
    ("```{widget} Quiz\n:from: chapters/first.ipynb#explorer\n```", "displays no Quiz"),
    ("```{widget} ConvolutionExplorer\n```", "Write the notebook's path"),
    (
        '```{widget} ConvolutionExplorer\n:from: chapters/first.ipynb#explorer\n:state: {"x": 1}\n```',
        "has no ['x']",
    ),
)


def test_mistakes_are_warned_of(tmp_path, capfd):
    index = "\n\n".join(["# 책", *(text for text, _ in INDEX_MISTAKES)])
    explorer = code("explorer", "ConvolutionExplorer()", widget(strides=1))
    make_sources(tmp_path, index, markdown("first", "# 장"), explorer, *(cell for cell, _ in MISTAKES))
    app = run_sphinx(
        tmp_path,
        sphinx_config(tmp_path, "ko"),
        "html",
        tmp_path / "_build/html",
        tmp_path / "_build/doctrees",
    )
    assert app.statuscode == 1
    warnings = capfd.readouterr().err
    for _, message in (*MISTAKES, *INDEX_MISTAKES):
        assert message in warnings


@pytest.mark.slow
def test_solutions_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def pages() -> set[str]:
        path = Path(sphinx_config(ROOT, "ko").get("external_toc_path", "_toc.yml"))
        return set(re.findall(r"file: (\S+)", (ROOT / path).read_text(encoding="utf-8")))

    whole = pages()
    monkeypatch.setenv(WITHOUT_SOLUTIONS, "1")
    left_out = whole - pages()
    assert len(left_out) == 3
    assert all(page.startswith("exercises/solutions/") for page in left_out)


def test_a_book_with_a_mistake_fails_until_it_is_mended(tmp_path):
    make_sources(tmp_path, "# 책\n\n## 이름 없는 절", markdown("first", "# 장"))
    assert not build_book(tmp_path, tmp_path / "_build")
    assert not build_book(tmp_path, tmp_path / "_build")
    (tmp_path / "index.md").write_text("# 책\n\n(named)=\n## 이름 있는 절\n", encoding="utf-8")
    assert build_book(tmp_path, tmp_path / "_build")
