"""Parts of ConvNets, and whole ones as they are fine-tuned."""

from itertools import pairwise


def convolution(random, channels, filters, bias=True):
    size = int(random.choice([1, 3, 5]))
    return "Conv2D", [(size, size, channels, filters), *([(filters,)] if bias else [])]


def norm(channels, weights=4):
    return "BatchNormalization", [(channels,)] * weights


def widths(random, count):
    return [int(width) for width in random.integers(3, 65, count)]


def chain(random, count, weights=None):
    """Convolutions in a row, each with its normalization if that has so many weights."""
    numbers = widths(random, count + 1)
    for channels, filters in pairwise(numbers):
        yield convolution(random, channels, filters, bias=weights is None)
        if weights is not None:
            yield norm(filters, weights)
        yield "Activation", []


def public():
    layers = [("Conv2D", [(3, 3, 3, 8), (8,)]), ("MaxPooling2D", []), ("Conv2D", [(3, 3, 8, 16), (16,)])]
    yield "convolutions", {"layers": layers, "flags": [False, False, True]}
    layers = [("Conv2D", [(3, 3, 3, 8)]), norm(8), ("Activation", [])]
    yield "batch normalization", {"layers": layers, "flags": [True, True, True]}


def hidden(random):
    for count in (3, 4, 5):
        layers = list(chain(random, count))
        yield "convolutions", {"layers": layers, "flags": [place >= 3 for place in range(len(layers))]}
        for group, weights in (("batch normalization", 4), ("without gamma", 3)):
            layers = list(chain(random, count, weights))
            yield group, {"layers": layers, "flags": [place >= 3 for place in range(len(layers))]}
        # A base with its normalization frozen everywhere, and a head with a normalization of its own.
        layers = list(chain(random, count, 4))
        flags = [place >= 6 and kind != "BatchNormalization" for place, (kind, _) in enumerate(layers)]
        channels = layers[-2][1][0][0]
        layers += [("GlobalAveragePooling2D", []), norm(channels), ("Dense", [(channels, 1), (1,)])]
        yield "fine-tuned models", {"layers": layers, "flags": [*flags, True, True, True]}
