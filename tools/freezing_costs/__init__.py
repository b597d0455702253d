"""Measures what it costs to train a pretrained base, by which of its blocks are frozen."""
