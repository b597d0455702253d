"""What whoever waits for a training sees, and what a stored notebook keeps of it."""

import re
import sys
import types

import pytest

from course_utils import training
from course_utils.training import History, progress
from tests.training import tiny

SUMMARY = (
    r"trained for 2 epochs, ≈ \d+ s; the best is epoch ≈ \d: accuracy ≈ [\d.]+%, val_accuracy ≈ [\d.]+%, "
    r"loss ≈ [\d.]+, val_loss ≈ [\d.]+\n"
)
LINE = r"epoch {}/2  accuracy [\d.]+%  loss [\d.]+  val_accuracy [\d.]+%  val_loss [\d.]+  [\d.]+ s"


class Display:
    """A notebook's display that is kept up to date."""

    def __init__(self):
        self.texts = []

    def __call__(self, data, raw, display_id):
        assert (raw, display_id) == (True, True)
        return self.update(data, raw)

    def update(self, data, raw):
        self.texts.append(data["text/plain"])
        return self


@pytest.fixture
def notebook(monkeypatch):
    """Pretend to run in a notebook's kernel."""
    display = Display()
    ipython = types.ModuleType("IPython")
    ipython.get_ipython = lambda: types.SimpleNamespace(kernel=True)
    ipython.display = types.SimpleNamespace(display=display)
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    return display


def fit(**options):
    return training.fit(tiny.model(), tiny.TRAIN, tiny.VALIDATION, 2, **options)


def test_a_terminal_gets_a_line_an_epoch(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    fit()
    mark = "(  ◀ best)?"
    assert re.fullmatch(f"{LINE.format(1)}  ◀ best\n{LINE.format(2)}{mark}\n{SUMMARY}", capsys.readouterr().out)


def test_a_notebook_keeps_its_lines_in_one_display(capsys, notebook, monkeypatch):
    monkeypatch.setattr(progress, "_PAUSE", 0)
    history = fit()
    assert re.fullmatch(SUMMARY, capsys.readouterr().out)
    lines = notebook.texts[-1].splitlines()
    assert [bool(re.match(LINE.format(place), text)) for place, text in enumerate(lines, 1)] == [True, True]
    assert [text.endswith("◀ best") for text in lines].index(True) == history.best_epoch - 1
    assert "\n".join(lines).count("◀") == 1
    assert any(re.search(r"epoch 2/2  batch 1/1, about \d+ s left$", text) for text in notebook.texts)


def test_a_stored_notebook_keeps_the_summary_alone(capsys, notebook, monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    fit()
    assert not notebook.texts
    assert re.fullmatch(SUMMARY, capsys.readouterr().out)


def test_nbval_compares_the_summary_without_its_figures(capsys):
    fit(verbose=1)
    text = capsys.readouterr().out
    sanitised = re.sub(r"≈ [-0-9.,%]+", "≈ MEASURED", text)
    assert not re.search(r"\d", sanitised.replace("2 epochs", ""))


def test_silence_is_silent(capsys, notebook):
    fit(verbose=0)
    assert not notebook.texts
    assert capsys.readouterr().out == ""


def test_an_interruption_is_told(capsys):
    fit(verbose=1, callbacks=[tiny.Stops(2, KeyboardInterrupt())])
    assert capsys.readouterr().out.startswith(
        "interrupted; the best weights so far are in the model: trained for ≈ 1 of 2 epochs"
    )


def test_a_training_that_goes_on_says_so(capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    for epochs in (1, 2):
        training.fit(tiny.model(), tiny.TRAIN, tiny.VALIDATION, epochs, checkpoint=tmp_path)
    assert "going on after epoch 1\nepoch 2/2" in capsys.readouterr().out


def test_the_best_epoch_of_equals_has_the_least_loss():
    history = History(4, "val_accuracy", {"val_accuracy": [0.5, 0.8, 0.8, 0.7], "val_loss": [0.7, 0.6, 0.4, 0.3]})
    history.seconds = [1.0] * 4
    assert history.best_epoch == 3
    history.monitor = "val_loss"
    assert history.best_epoch == 4


def test_a_history_without_epochs_says_so():
    assert repr(History(4, "val_loss")) == "no epoch trained"
