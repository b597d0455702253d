"""One picture, and the random versions of it that a net in training gets to see."""
