"""Draws the cards that a link to the book shows elsewhere: `python -m tools.social_card`."""
