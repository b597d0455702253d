"""Runs the published notebooks as Colab would: `python -m tools.colab ENVIRONMENT`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("results.json")
