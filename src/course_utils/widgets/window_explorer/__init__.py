"""A window steps over a small grid of numbers: strides, padding and dilation, cell by cell."""
