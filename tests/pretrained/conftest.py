"""No test of pretrained nets reaches the network, the user's own cache, or the weights that Keras keeps."""

import os
from pathlib import Path

import pytest

# The folder in which Keras keeps weights, as the environment says it outside of the tests.
REAL_KERAS_MODELS = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser() / "models"


@pytest.fixture(autouse=True)
def isolated(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path_factory.getbasetemp() / "nothing"))
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def keras_models(monkeypatch, tmp_path):
    """An empty folder in which Keras and the course look for weights, and no network."""
    folder = tmp_path / "keras" / "models"
    folder.mkdir(parents=True)
    monkeypatch.setenv("KERAS_HOME", str(folder.parent))
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(folder.parent))
    for variable in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("course_utils.downloads.time.sleep", lambda seconds: None)
    return folder
