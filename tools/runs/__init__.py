"""Computes the stored trainings: `python -m tools.runs`."""
