"""What is derived from the exercises: their notebooks, the checks of the package, the catalogues of the book."""
