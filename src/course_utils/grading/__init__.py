"""Grades for notebooks that nobody has to trust."""
