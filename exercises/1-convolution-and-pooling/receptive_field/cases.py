"""Stacks of convolution and pooling layers."""


def public():
    yield "convolutions", {"layers": [(3, 1), (3, 1)]}
    yield "pooling", {"layers": [(3, 1), (2, 2), (3, 1)]}


def hidden(random):
    for _ in range(3):
        kernels = [int(size) for size in random.choice([3, 5, 7], 3)]
        yield "convolutions", {"layers": [(size, 1) for size in kernels]}
        yield "pooling", {"layers": [layer for size in kernels for layer in ((size, 1), (2, 2))]}
        strides = [int(step) for step in random.integers(2, 4, 3)]
        yield "strides", {"layers": list(zip(kernels, strides, strict=True))}
    yield "no layer", {"layers": []}
