"""Small ConvNets, whole and in parts."""


def net(random, blocks):
    for _ in range(blocks):
        yield "conv", int(random.integers(4, 33)), int(random.choice([3, 5]))
        yield "pool", 2


def public():
    yield "convolutions", {"input_shape": (28, 28, 1), "layers": [("conv", 32, 3)]}
    yield "convolutions", {"input_shape": (28, 28, 3), "layers": [("conv", 8, 3), ("pool", 2), ("conv", 16, 3)]}
    yield "dense", {"input_shape": (28, 28, 1), "layers": [("flatten",), ("dense", 10)]}


def hidden(random):
    for blocks in (1, 2, 3):
        height, width = (int(side) for side in random.integers(50, 80, 2))
        shape = (height, width, int(random.choice([1, 3])))
        units = int(random.integers(2, 11))
        layers = list(net(random, blocks))
        yield "convolutions", {"input_shape": shape, "layers": layers}
        yield "dense", {"input_shape": shape, "layers": [("flatten",), ("dense", units), ("dense", 2)]}
        yield "whole nets", {"input_shape": shape, "layers": [*layers, ("flatten",), ("dense", units)]}
