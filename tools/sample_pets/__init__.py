"""Draws the sample pets, the cats and dogs that the course carries: `python -m tools.sample_pets`."""
