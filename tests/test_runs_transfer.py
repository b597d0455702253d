"""Stored trainings on a pretrained base: as those from scratch, of their own code, and never taken for one another."""

import json
import subprocess
import sys
from dataclasses import asdict, replace

import numpy as np
import pytest

from course_utils import pretrained, runs
from course_utils.runs import recipe, source, transfer
from course_utils.runs.record import PARTS
from course_utils.widgets import TrainingCurvesExplorer
from tests.small_pictures import write_pictures
from tools.runs import __main__ as tool

FEATURES = runs.TransferSettings(
    "sample_pets", image_size=32, conv_base="EfficientNetLite0", epochs=3, dropout=0.1, batch_size=8, seed=4
)
FINE_TUNED = replace(FEATURES, block="block7a", fine_tuning_epochs=2, fine_tuning_rate=1e-4)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    return write_pictures(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def run(pictures):
    return runs.compute("small", FINE_TUNED, directory=pictures, verbose=0)


def test_a_run_tells_how_it_was_made(run):
    assert isinstance(run, runs.TransferRun)
    assert run.settings == FINE_TUNED
    assert run.data["pictures"] == dict.fromkeys(PARTS, 16)
    assert set(run.machine) == {"cores", "architecture", "load"}
    assert run.command == "python -m tools.runs small"
    assert (len(run.head), len(run.fine_tuning)) == (3, 2)
    assert run.seconds == pytest.approx(
        run.figures["extraction_seconds"] + sum(run.head.seconds) + sum(run.fine_tuning.seconds)
    )
    assert repr(run).startswith(f"run small: EfficientNetLite0 at 32 px, epoch {run.kept} of 2 of fine-tuning, test ")


def test_a_run_is_read_as_it_was_written(run, tmp_path):
    runs.write(run, tmp_path)
    assert runs.read_transfer("small", tmp_path) == runs.read_record("small", tmp_path) == run
    runs.verify(run, current=True)
    with pytest.raises(ValueError, match=r"on a pretrained base: `runs\.read_transfer\('small'\)` reads it"):
        runs.read("small", tmp_path)


def test_a_run_from_scratch_is_no_run_on_a_pretrained_base():
    with pytest.raises(ValueError, match=r"from scratch: `runs\.read\('pets-1000-plain-0'\)` reads it"):
        runs.read_transfer("pets-1000-plain-0")


@pytest.mark.slow
def test_a_run_can_be_computed_again(run, pictures, tmp_path):
    again = runs.compute("small", FINE_TUNED, directory=pictures, checkpoint=tmp_path, verbose=0)
    for stage in ("head", "fine_tuning"):
        for name, values in run.figures[stage]["history"].items():
            assert np.allclose(values, again.figures[stage]["history"][name], rtol=1e-3, atol=1e-4), (stage, name)
    assert (again.test, again.data, again.kept) == (run.test, run.data, run.kept)


@pytest.mark.slow
def test_a_run_goes_on_where_it_was_stopped(run, pictures, tmp_path, monkeypatch):
    fit, stages = transfer.training.fit, []

    def stopped(model, *data, **options):
        stages.append(options["checkpoint"].name)
        if len(stages) == 2:
            raise KeyboardInterrupt
        return fit(model, *data, **options)

    monkeypatch.setattr(transfer.training, "fit", stopped)
    with pytest.raises(KeyboardInterrupt):
        runs.compute("small", FINE_TUNED, directory=pictures, checkpoint=tmp_path, verbose=0)
    monkeypatch.setattr(transfer.training, "fit", fit)
    head = np.load(tmp_path / "head" / "training.npz")["description"].item()
    again = runs.compute("small", FINE_TUNED, directory=pictures, checkpoint=tmp_path, verbose=0)
    assert stages == ["head", "fine_tuning"]
    assert again.head.seconds == json.loads(head)["history"]["seconds"], "the head was not trained again"
    assert again.test == run.test
    assert again.figures["processor_seconds"] is None, "what it took in all is not known"


@pytest.mark.slow
def test_augmented_photos_run_through_the_base_in_every_epoch(pictures, monkeypatch):
    monkeypatch.setattr(pretrained, "extract_features", lambda *_, **__: pytest.fail("extracted"))
    run = runs.compute("small", replace(FEATURES, augment=True), directory=pictures, verbose=0)
    assert run.figures["extraction_seconds"] is None
    assert run.fine_tuning is None
    assert run.seconds == sum(run.head.seconds)
    runs.verify(run)


def test_features_are_computed_and_not_found(pictures, tmp_path, monkeypatch):
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path))
    run = runs.compute("small", FEATURES, directory=pictures, verbose=0)
    assert run.figures["extraction_seconds"] > 0
    assert not (tmp_path / "features").exists()
    assert transfer.os.environ["CONVNET_COURSE_CACHE"] == str(tmp_path)


def test_a_fine_tuning_that_only_hurts_is_not_kept(run, pictures):
    ruined = runs.compute("small", replace(FINE_TUNED, fine_tuning_rate=10.0), directory=pictures, verbose=0)
    frozen = runs.compute("small", FEATURES, directory=pictures, verbose=0)
    assert min(ruined.fine_tuning.history["val_loss"]) > ruined.head.at_best("val_loss")
    assert ruined.kept == 0
    assert ruined.test == frozen.test


def test_fine_tuning_moves_the_top_of_the_base_and_nothing_below(pictures):
    bases = []
    load = pretrained.load

    def watched(*arguments, **options):
        bases.append(load(*arguments, **options))
        return bases[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pretrained, "load", watched)
        runs.compute("small", replace(FINE_TUNED, fine_tuning_rate=1e-3), directory=pictures, verbose=0)
    before, (after,) = load("EfficientNetLite0", (32, 32, 3), pooling="avg"), bases
    moved = {
        old.name
        for old, new in zip(before.model.layers, after.model.layers, strict=True)
        for a, b in zip(old.get_weights(), new.get_weights(), strict=True)
        if not np.array_equal(a, b)
    }
    assert moved == {"block7a_expand_conv", "block7a_dwconv", "block7a_project_conv", "top_conv"}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("figures", "kept"), 9, "epoch 9 of fine-tuning was kept"),
        (("figures", "extraction_seconds"), None, "with augment=False, features took None s"),
        (("figures", "fine_tuning"), None, "with block='block7a', fine-tuning came to None"),
        (("figures", "fine_tuning", "seconds"), [1.0], "figures for .* epochs of 2"),
        (("figures", "head", "seconds"), [1.0], "figures for .* epochs of 3"),
        (("figures", "head", "history", "val_loss"), [1, "low", 2], r"run\.figures\.head\.history\.val_loss\[1\] must"),
        (("settings", "block"), "", "with block='', fine-tuning came to {"),
        (("machine", "load"), "high", r"run\.machine\.load must be float, and is 'high'"),
        (("test", "accuracy"), 0.99, "don't follow from the confusion"),
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
        runs.read_transfer("small", tmp_path)


def test_a_run_of_other_code_or_settings_is_out_of_date(run):
    with pytest.raises(ValueError, match="the code that trains it has changed since"):
        runs.verify(replace(run, source=runs.source_hash()), current=True)
    with pytest.raises(ValueError, match="its settings in the catalogue have changed"):
        runs.verify(replace(run, name="pets-lite0-fine_tuned-0"), current=True)


def test_each_kind_has_a_hash_of_its_own_code(monkeypatch, tmp_path):
    own = {source.SCRATCH: "runs/recipe.py", source.TRANSFER: "runs/transfer.py"}
    shared = set(source.SCRATCH) & set(source.TRANSFER)
    assert shared == {"models.py", *(name for name in source.SCRATCH if name.startswith(("datasets/", "training/")))}
    before = {modules: source.source_hash(modules) for modules in own}
    for module in {*source.SCRATCH, *source.TRANSFER}:
        copy = tmp_path / module
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((source.files("course_utils") / module).read_text(encoding="utf-8"))
    monkeypatch.setattr(source, "files", lambda _: tmp_path)
    for changed, module in own.items():
        file = tmp_path / module
        kept = file.read_text()
        file.write_text(f"{kept}\nCHANGED = True\n")
        for modules in own:
            source.source_hash.cache_clear()
            assert (source.source_hash(modules) != before[modules]) is (modules is changed)
        file.write_text(kept)
    source.source_hash.cache_clear()


def test_the_catalogue_has_every_data_set_base_way_and_seed():
    assert len(runs.TRANSFER_CATALOGUE) == 2 * 2 * 3 * 3
    assert not runs.TRANSFER_CATALOGUE.keys() & runs.CATALOGUE.keys()
    assert runs.TRANSFER_CATALOGUE["photos-mobilenet-features-2"] == runs.TransferSettings(
        "cats_vs_dogs", image_size=224, conv_base="MobileNet", alpha=0.25, dropout=0.2, seed=2
    )
    for name, settings in runs.TRANSFER_CATALOGUE.items():
        assert settings.augment is ("-features_augmented-" in name)
        assert bool(settings.block) is bool(settings.fine_tuning_epochs) is ("-fine_tuned-" in name)


@pytest.mark.parametrize("base", ["lite0", "mobilenet"])
def test_every_block_to_be_fine_tuned_is_one_of_its_base(base):
    settings = runs.TRANSFER_CATALOGUE[f"pets-{base}-fine_tuned-0"]
    conv_base = pretrained.load(settings.conv_base, (32, 32, 3), weights=None, alpha=settings.alpha)
    assert settings.block in pretrained.blocks(conv_base)


def test_the_curves_of_the_explorer_are_those_from_scratch():
    explorer = TrainingCurvesExplorer()
    assert {type(run) for run in explorer.runs} == {runs.Run}
    assert {run.name for run in explorer.runs} <= runs.CATALOGUE.keys()


def test_the_command_leaves_out_what_needs_weights_that_are_not_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))

    def unreachable(*_, **__):
        raise ConnectionError("no answer")

    monkeypatch.setattr("course_utils.downloads.download", unreachable)
    monkeypatch.setitem(recipe.SOURCES, "sample_pets", lambda: pytest.fail("pictures are not needed to say so"))
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    assert tool.main(["pets-mobilenet-features-0"]) == 1
    error = capsys.readouterr().err
    assert "pets-mobilenet-features-0 is left out: The ImageNet weights of MobileNet could not be had" in error


def test_stored_runs_are_read_without_keras():
    code = (
        "import sys\n"
        "from course_utils import runs\n"
        "runs.verify(runs.read('pets-1000-plain-0'), current=True)\n"
        "print(sorted({'keras', 'tensorflow', 'matplotlib', 'anywidget'} & sys.modules.keys()))\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
