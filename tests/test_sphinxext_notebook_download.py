"""A notebook is translated by the catalogue of its page: text changes, markup, code and outputs stay."""

import pytest

from course_utils.sphinxext.notebook_download import translate_markdown, translate_notebook

MESSAGES = {
    "패딩": "Padding",
    "패딩은 가장자리를 채웁니다.": "Padding fills the border.",
    "하나": "one",
    "y = \\text{출력}": "y = \\text{output}",
    "y = x \\\\\n\\text{출력}": "y = x \\\\\n\\text{output}",
    "고양이": "A cat",
}


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("패딩은 가장자리를 채웁니다.", "Padding fills the border."),
        ("## 패딩", "## Padding"),
        ("- 하나\n  1. 하나", "- one\n  1. one"),
        ("> 패딩은 가장자리를 채웁니다.", "> Padding fills the border."),
        ("| 패딩 | `same` |\n|---|---|\n| 하나 | 1 |", "| Padding | `same` |\n|---|---|\n| one | 1 |"),
        (":::{tip} 패딩\n하나\n:::", ":::{tip} Padding\none\n:::"),
        ("하나\n: 패딩", "one\n: Padding"),
        ("![고양이](cat.png)", "![A cat](cat.png)"),
        ("$$y = \\text{출력}$$", "$$y = \\text{output}$$"),
        ("$$\ny = x \\\\\n\\text{출력}\n$$", "$$\ny = x \\\\\n\\text{output}\n$$"),
        ("패딩을 모르는 문장입니다.", "패딩을 모르는 문장입니다."),
    ],
)
def test_markdown_keeps_its_markup(korean, english):
    assert translate_markdown(korean, MESSAGES) == english


def test_notebook_keeps_code_and_outputs():
    code = {
        "cell_type": "code",
        "id": "setup",
        "source": ["# 패딩\n", 'use_language("ko")'],
        "outputs": [{"output_type": "stream", "name": "stdout", "text": ["패딩"]}],
    }
    markdown = {"cell_type": "markdown", "id": "padding", "source": ["## 패딩\n", "\n", "하나"]}
    notebook = {"cells": [code, markdown], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}

    translated = translate_notebook(notebook, MESSAGES, "en")

    assert translated["cells"][0] == {**code, "source": ["# 패딩\n", 'use_language("en")']}
    assert translated["cells"][1] == {**markdown, "source": ["## Padding\n", "\n", "one"]}
    assert notebook["cells"][1]["source"][0] == "## 패딩\n"
