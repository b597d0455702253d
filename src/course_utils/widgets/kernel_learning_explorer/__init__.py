"""Gradient descent finds the numbers of a filter from nothing but a picture and the filter's answers."""
