"""The table of results: figures of the stored runs, and nothing where there is none."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from course_utils import runs
from course_utils.runs.summary import summarise
from course_utils.sphinxext import freshness, results
from course_utils.sphinxext.build import run_sphinx, sphinx_config
from course_utils.sphinxext.editions import EDITIONS
from course_utils.sphinxext.results import ResultsTable
from course_utils.training import wilson_interval
from tests.training_curves import made_up

ROOT = Path(__file__).parents[1]
FEATURES = "photos-mobilenet-features"


def transfer_run(name: str, correct: int, seconds: float, processor: float | None) -> runs.TransferRun:
    """A run of the catalogue on features that was never computed."""
    settings = replace(runs.TRANSFER_CATALOGUE[name], epochs=1)
    history = {curve: [0.5] for curve in ("accuracy", "loss", "val_accuracy", "val_loss")}
    head = {"epochs": 1, "monitor": "val_loss", "history": history, "seconds": [1.0], "stopped": "finished"}
    scratch = made_up("photos-2000-plain-0")
    return runs.TransferRun(
        **{
            **vars(scratch),
            "name": name,
            "settings": settings,
            "figures": {
                "extraction_seconds": seconds - 1,
                "head": head,
                "fine_tuning": None,
                "kept": 0,
                "processor_seconds": processor,
            },
            "test": {
                "accuracy": correct / 500,
                "interval": list(wilson_interval(correct, 500)),
                "confusion": [[250, 0], [500 - correct, correct - 250]],
            },
            "machine": {"cores": 4, "architecture": "arm64", "load": 1.5},
        }
    )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the table takes for that of the stored runs."""
    folder = tmp_path / "runs"
    folder.mkdir()
    monkeypatch.setattr(runs, "folder", lambda: folder)
    monkeypatch.setattr(runs, "read_record", lambda name, _read=runs.read_record: _read(name, folder))
    return folder


@pytest.fixture
def two_seeds(place: Path) -> Path:
    runs.write(transfer_run(f"{FEATURES}-0", correct=480, seconds=50, processor=20.0), place)
    runs.write(transfer_run(f"{FEATURES}-2", correct=490, seconds=110, processor=40.0), place)
    runs.write(made_up("pets-1000-both-1"), place)
    return place


def cells(table: str) -> dict[tuple[str, str], list[str]]:
    """The text of the two data cells of each row, by network and way."""
    found = {}
    for group in re.findall(r"<tbody>(.*?)</tbody>", table, re.DOTALL):
        head, *lines = re.findall(r"<tr>(.*?)</tr>", group, re.DOTALL)
        net = text(head)
        for line in lines:
            way, *data = (text(cell) for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", line))
            found[net, way] = data
    return found


def text(markup: str) -> str:
    plain = unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u2060", "").replace("\u00a0", " ")
    return " ".join(plain.split())


@pytest.mark.parametrize("language", EDITIONS)
def test_what_is_not_stored_is_said_to_be_missing(place: Path, language: str) -> None:
    table = ResultsTable(language)
    assert len(cells(table.html())) == 3 + 1 + 2 * 3
    # The long training is of photos alone.
    assert {cell for row in cells(table.html()).values() for cell in row} == {table.words["missing"], "–"}
    assert not re.search(r"\d%", table.html())


def test_a_cell_tells_mean_interval_seeds_and_time(two_seeds: Path) -> None:
    found = cells(ResultsTable("en").html())
    net = "MobileNet (α = 0.25) drawings 128 px, photos 224 px"
    low, high = (f"{100 * share:.1f}" for share in wilson_interval(485, 500))
    assert found[net, "Feature extraction"] == [
        "not yet computed",
        f"97.0% 95% interval {low}–{high}% 2 seeds 96.0–98.0% 1 min 20 s processor 30 s",
    ]
    pets, photos = found["Small convnet 96 px", "From scratch + augmentation + dropout"]
    accuracy = runs.read("pets-1000-both-1", two_seeds).test["accuracy"]
    assert re.fullmatch(rf"{100 * accuracy:.1f}% 95% interval \d+\.\d–\d+\.\d% 1 seed \d+ min \d+ s", pets)
    assert photos == "not yet computed"


def test_the_table_says_on_what_it_was_computed(two_seeds: Path) -> None:
    korean = text(ResultsTable("ko").html())
    assert "계산한 컴퓨터: 2코어 x86_64; 4코어 arm64." in korean
    assert "평균 1.5–1.5개의 작업" in korean
    assert "그린 반려동물 1,000장으로 훈련, 500장으로 시험" in korean


def test_words_are_there_in_both_languages_and_escaped() -> None:
    words = json.loads(Path(results.__file__).with_suffix(".json").read_text(encoding="utf-8"))
    assert all(texts.keys() == EDITIONS.keys() and all(texts.values()) for texts in words.values())
    assert not any(re.search("[가-힣]", texts["en"]) for texts in words.values())
    for row in results.rows():
        assert {row.net, row.way} <= words.keys()


def test_a_time_unknown_for_one_seed_is_unknown(two_seeds: Path) -> None:
    found = [runs.read_transfer(f"{FEATURES}-{seed}", two_seeds) for seed in (0, 2)]
    assert summarise(found).processor_seconds == 30
    stopped = replace(found[0], figures={**found[0].figures, "processor_seconds": None})
    assert summarise([stopped, found[1]]).processor_seconds is None


def test_seeds_of_other_pictures_are_no_seeds_of_one_training(two_seeds: Path) -> None:
    first, second = (runs.read_transfer(f"{FEATURES}-{seed}", two_seeds) for seed in (0, 2))
    with pytest.raises(ValueError, match=f"of the same pictures. Received: {FEATURES}-0, {FEATURES}-2"):
        summarise([first, replace(second, data={**second.data, "sha256": "1" * 64})])
    with pytest.raises(ValueError, match="Received: no run"):
        summarise([])


def make_sources(root: Path) -> None:
    root.mkdir()
    shutil.copy(ROOT / "_config.yml", root)
    shutil.copytree(ROOT / "book" / "assets", root / "book" / "assets")
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: other\n")
    (root / "index.md").write_text("# Results\n\n```{results}\n```\n", encoding="utf-8")
    (root / "other.md").write_text("# Other\n", encoding="utf-8")


def build(root: Path) -> tuple[int, str]:
    """Build the Korean edition, and return how it went and the page with the table."""
    config = sphinx_config(root, "ko")
    app = run_sphinx(root, config, "html", root / "_build" / "html", root / "_build" / "doctrees")
    page = root / "_build" / "html" / "index.html"
    return app.statuscode, page.read_text(encoding="utf-8") if page.is_file() else ""


def test_a_run_that_is_stored_changes_the_page_at_the_next_build(two_seeds: Path, tmp_path: Path) -> None:
    root = tmp_path / "book"
    make_sources(root)
    _, before = build(root)
    fingerprint = freshness.fingerprint(root)
    runs.write(made_up("pets-1000-plain-0"), two_seeds)
    assert freshness.fingerprint(root) != fingerprint
    status, after = build(root)
    assert status == 0
    assert cells(before)["작은 합성곱 신경망 96픽셀", "밑바닥부터"][0] == "아직 계산하지 않음"
    assert re.match(r"\d+\.\d%", cells(after)["작은 합성곱 신경망 96픽셀", "밑바닥부터"][0])


def test_a_run_that_can_not_be_fails_the_build(
    two_seeds: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = two_seeds / f"{FEATURES}-0.json"
    content = json.loads(file.read_text())
    content["test"]["accuracy"] = 1.0
    file.write_text(json.dumps(content))
    root = tmp_path / "book"
    make_sources(root)
    status, _ = build(root)
    assert status == 1
    assert "don't follow from the confusion" in capfd.readouterr().err


def test_the_table_has_nothing_to_translate(tmp_path: Path) -> None:
    root = tmp_path / "book"
    make_sources(root)
    run_sphinx(root, sphinx_config(root, "ko"), "gettext", root / "_build" / "gettext", root / "_build" / "doctrees")
    template = (root / "_build" / "gettext" / "index.pot").read_text(encoding="utf-8")
    assert re.findall(r'^msgid "(.+)"$', template, re.MULTILINE) == ["Results"]
