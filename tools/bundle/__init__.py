"""Packs the course into one zip file that needs nothing else: `python -m tools.bundle`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
