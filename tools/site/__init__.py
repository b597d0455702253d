"""Makes the folder that is published: `python -m tools.site`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
