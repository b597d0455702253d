"""A unit deep in a stack of layers, and the pixels that it sees."""
