"""Re-executes the chapters and finishes them for the repository: `python -m tools.notebooks`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = ROOT / "chapters"

# Committed outputs, and nbval's check of them, come from quiet kernels on the embedded data.
# A progress bar's speed would differ every time.
ENVIRONMENT = {"CONVNET_COURSE_DATASET": "sample", "TF_CPP_MIN_LOG_LEVEL": "3", "TQDM_DISABLE": "1"}

WIDGET = "application/vnd.convnet-course.widget.v1+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# Under this key an output's metadata says what was done to it.
MARK = "convnet_course"
