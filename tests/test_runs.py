"""Stored trainings: computed by the code of the chapters, whole, and known to be out of date when they are."""

import json
import re
from dataclasses import asdict, replace

import numpy as np
import pytest

from course_utils import plots, runs
from course_utils.runs import recipe, source
from course_utils.runs.record import PARTS
from tests.small_pictures import write_pictures
from tools.runs import __main__ as tool

SETTINGS = runs.Settings("sample_pets", image_size=32, epochs=2, dropout=0.1, batch_size=8, seed=4)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """A data set of dark cats and bright dogs."""
    return write_pictures(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def run(pictures):
    return runs.compute("small", SETTINGS, directory=pictures, verbose=0)


@pytest.mark.slow
def test_a_run_can_be_computed_again(run, pictures, tmp_path):
    again = runs.compute("small", SETTINGS, directory=pictures, checkpoint=tmp_path, verbose=0)
    for name, values in run.figures["history"].items():
        assert np.allclose(values, again.figures["history"][name], rtol=1e-4)
    assert again.test == run.test
    assert again.data == run.data
    other = runs.compute("small", replace(SETTINGS, seed=5, augment=True), directory=pictures, verbose=0)
    assert other.figures["history"] != run.figures["history"]


def test_a_run_learns_from_as_many_photos_as_its_settings_ask_for(pictures):
    settings = replace(SETTINGS, epochs=1, photos=8)
    asked = {}
    fit = recipe.training.fit

    def watched(model, train, *rest, **options):
        asked["labels"] = [*train.source.labels]
        return fit(model, train, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe.training, "fit", watched)
        run = runs.compute("small", settings, directory=pictures, verbose=0)
    assert asked["labels"] == [0] * 4 + [1] * 4
    runs.verify(run)
    with pytest.raises(ValueError, match=r"a multiple of 2, .* at most 8 of each\. Received: samples=18"):
        runs.compute("small", replace(settings, photos=18), directory=pictures, verbose=0)


def test_the_catalogue_has_every_data_set_size_treatment_and_seed():
    assert len(runs.CATALOGUE) == 2 * 2 * 4 * 3
    assert runs.CATALOGUE["photos-200-both-2"] == runs.Settings(
        "cats_vs_dogs", image_size=96, epochs=50, photos=200, augment=True, dropout=0.5, seed=2
    )


def test_a_run_tells_how_it_was_made(run):
    assert run.settings == SETTINGS
    assert run.data["pictures"] == dict.fromkeys(PARTS, 16)
    assert set(run.versions) == {"python", "keras", "tensorflow", "numpy"}
    assert set(run.machine) == {"cores", "architecture"}
    assert run.command == "python -m tools.runs small"
    assert len(run.history) == 2
    assert repr(run).startswith("run small: 2 epochs at 32 px, test accuracy ")
    assert "best is epoch" in repr(plots.history(run.history))


def test_a_run_is_read_as_it_was_written(run, tmp_path):
    file = runs.write(run, tmp_path)
    assert runs.read("small", tmp_path) == run
    assert json.loads(file.read_text())["test"] == run.test
    runs.verify(run, current=True)


def test_other_pictures_have_another_hash(run, pictures, tmp_path):
    for part in PARTS:
        (tmp_path / part).mkdir()
        (tmp_path / part / "cat.png").write_bytes((pictures / part / "cat" / "0.png").read_bytes())
    first = recipe.describe(tmp_path)
    (tmp_path / "test" / "cat.png").write_bytes((pictures / "test" / "dog" / "0.png").read_bytes())
    second = recipe.describe(tmp_path)
    assert first["pictures"] == second["pictures"] == dict.fromkeys(PARTS, 1)
    assert len({first["sha256"], second["sha256"], run.data["sha256"]}) == 3


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("test", "accuracy"), 0.99, "don't follow from the confusion"),
        (("test", "confusion"), [[1, 2], [3, 4]], "is not that of 16 pictures"),
        (("test", "interval"), [0.1], "don't follow from the confusion"),
        (("figures", "seconds"), [1.0], "figures for .* epochs of 2"),
        (("figures", "history", "loss"), [0.1, "low"], r"run\.figures\.history\.loss\[1\] must be float, and is 'low'"),
        (("figures", "history", "loss"), [0.1, float("nan")], "must be float, and is nan"),
        (("machine", "cores"), True, r"run\.machine\.cores must be int, and is True"),
        (("machine", "host"), "laptop", r"run\.machine must have \['architecture', 'cores'\]"),
        (("versions",), None, r"run\.versions must have .*, and has None"),
        (("source",), 7, r"run\.source must be str, and is 7"),
    ],
)
def test_a_run_that_can_not_be_is_refused(run, tmp_path, path, value, message):
    content = json.loads(json.dumps(asdict(run)))
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    (tmp_path / "small.json").write_text(json.dumps(content))
    with pytest.raises(ValueError, match=f"'small' can't be relied on: .*{message}"):
        runs.read("small", tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"name": "small", "settings": {}}'])
def test_a_file_that_is_no_run_is_refused(tmp_path, text):
    (tmp_path / "small.json").write_text(text)
    with pytest.raises(ValueError, match=r"small\.json is no stored run.*python -m tools\.runs small"):
        runs.read("small", tmp_path)


def test_a_missing_run_is_named_with_what_to_do(run, tmp_path):
    runs.write(run, tmp_path)
    with pytest.raises(FileNotFoundError, match=r"'pets-1000-plain-0' in .* Stored: small\. `python -m tools"):
        runs.read("pets-1000-plain-0", tmp_path)


def test_a_run_of_other_code_or_settings_is_out_of_date(run):
    with pytest.raises(ValueError, match="the code that trains it has changed since"):
        runs.verify(replace(run, source="0"), current=True)
    runs.verify(replace(run, source="0"))
    with pytest.raises(ValueError, match="its settings in the catalogue have changed"):
        runs.verify(replace(run, name="pets-1000-plain-0"), current=True)


def test_the_hash_sees_what_code_does_and_nothing_else():
    code = 'def double(x):\n    """Double."""\n    if x < 0:\n        raise ValueError("no")\n    return 2 * x\n'
    same = code.replace("Double.", "Twice.").replace('"no"', '"negative"').replace("2 * x", "(2 * x)  # twice")
    assert source.hash_of(code) == source.hash_of(same)
    assert source.hash_of(code) != source.hash_of(code.replace("2 * x", "3 * x"))
    assert source.hash_of(code) != source.hash_of(code.replace("x < 0", "x > 0"))


def test_the_hash_is_the_same_in_every_python():
    code = ('f"{x:>{y}}"\n', "def f(a, *, b=None): return [c for c in a]\n")
    assert source.hash_of(*code) == "9e45c3e8a75073efae46e8cdd73a3974e1f382f2ba4a9b75beba7f1dd2ce8b88"


@pytest.mark.parametrize("name", [path.stem for path in sorted(runs.folder().glob("*.json"))] or [None])
def test_every_stored_run_is_current(name):
    if name is None:
        pytest.skip("no run is stored")
    assert name in tool.catalogue()
    runs.verify(runs.read_record(name), current=True)


@pytest.mark.slow
def test_the_command_computes_what_is_missing_and_no_more(run, pictures, tmp_path, monkeypatch, capsys):
    stored = tmp_path / "stored"
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(runs.CATALOGUE, "small", SETTINGS)
    monkeypatch.setitem(recipe.SOURCES, "sample_pets", lambda: pictures)
    monkeypatch.setattr(tool, "FOLDER", stored)
    assert tool.main(["small", "--list"]) == 0
    assert not stored.exists()
    assert tool.main(["small"]) == 0
    assert runs.read("small", stored).test == run.test
    assert not list((tmp_path / "cache" / "runs").iterdir()), "the state of a training that is over is cleared away"
    monkeypatch.setattr(runs, "compute", lambda *_, **__: pytest.fail("computed again"), raising=False)
    capsys.readouterr()
    assert tool.main(["small"]) == 0
    assert capsys.readouterr().out == "small: current\n"


@pytest.mark.slow
def test_a_state_of_other_pictures_is_left_behind(run, pictures, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(runs.CATALOGUE, "small", SETTINGS)
    monkeypatch.setitem(recipe.SOURCES, "sample_pets", lambda: pictures)
    monkeypatch.setattr(tool, "FOLDER", tmp_path / "stored")
    others = write_pictures(tmp_path / "others")
    runs.compute("small", SETTINGS, directory=others, checkpoint=tool.state_folder("small"), verbose=0)
    assert tool.main(["small"]) == 0
    assert "small starts anew: The checkpoint" in capsys.readouterr().err
    assert runs.read("small", tmp_path / "stored").test == run.test


def test_another_error_costs_no_state(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path))
    state = tool.state_folder("pets-200-plain-0")
    state.mkdir(parents=True)
    (state / "training.npz").write_bytes(b"hours of work")
    few = write_pictures(tmp_path / "few")
    monkeypatch.setitem(recipe.SOURCES, "sample_pets", lambda: few)
    with pytest.raises(ValueError, match=r"Received: samples=200"):
        tool.computed("pets-200-plain-0")
    assert (state / "training.npz").read_bytes() == b"hours of work"


def test_the_command_leaves_out_what_needs_pictures_that_are_not_there(tmp_path, monkeypatch, capsys):
    def unreachable():
        raise ConnectionError("no answer")

    monkeypatch.setitem(recipe.SOURCES, "cats_vs_dogs", unreachable)
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    assert tool.main(["photos-2000-plain-0"]) == 1
    assert "photos-2000-plain-0 is left out: no answer" in capsys.readouterr().err


def test_the_command_knows_its_runs(capsys):
    with pytest.raises(SystemExit):
        tool.main(["pets"])
    assert re.search(r"there is no run pets; there are pets-1000-plain-0", capsys.readouterr().err)
