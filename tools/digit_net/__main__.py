"""Trains the net and writes its weights, and the record of how it was made, into the package."""

import hashlib
import io
import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np

from course_utils import quiet_tensorflow

quiet_tensorflow()

from course_utils.nets.trained import RECORD, WEIGHTS  # noqa: E402
from tools.digit_net.training import BATCH, EPOCHS, LEARNING_RATE, SEED, scores, train  # noqa: E402

PACKAGES = ("keras", "numpy", "tensorflow")
PACKAGE = Path(__file__).parents[2] / "src" / "course_utils" / "nets"


def main() -> None:
    net = train()
    weights = io.BytesIO()
    np.save(weights, net.weights())
    record = {
        **scores(net),
        "sha256": hashlib.sha256(weights.getvalue()).hexdigest(),
        "command": "python -m tools.digit_net",
        "seed": SEED,
        "epochs": EPOCHS,
        "batch_size": BATCH,
        "learning_rate": LEARNING_RATE,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "net": net.description(),
    }
    replace(PACKAGE / WEIGHTS, weights.getvalue())
    replace(PACKAGE / RECORD, (json.dumps(record, indent=2) + "\n").encode())
    print(f"accuracy {record['accuracy']:.1%}, on moved digits {record['accuracy_moved']:.1%}")


def replace(path: Path, content: bytes) -> None:
    """Write beside, then rename: nobody ever sees half a file."""
    draft = path.with_name(f"{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)


if __name__ == "__main__":
    main()
