"""How hard the sample pets are, and what gives their class away: `python -m benchmarks.sample_pets`."""
