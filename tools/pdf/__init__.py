"""Prints the built book, one PDF an edition: `python -m tools.pdf`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
