"""What a student's notebook knows of each exercise: public cases with their answers, and hints; no solutions.

The JSON files are written by `python -m tools.exercises`.
"""
