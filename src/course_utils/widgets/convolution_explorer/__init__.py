"""Filters slide over a photo, and every number behind the response maps can be touched."""
