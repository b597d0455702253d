"""The questions of a section: predict, compute, put in order, and be told why."""
