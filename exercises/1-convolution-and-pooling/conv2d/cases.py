"""Pictures and kernels of whole numbers: an answer is right to the last digit, whatever the order of the sum."""

import numpy as np


def case(random, height, width, window, channels=1, filters=1, **options):
    inputs = random.integers(-4, 5, (height, width, channels)).astype("float64")
    kernel = random.integers(-3, 4, (*window, channels, filters)).astype("float64")
    return {"inputs": inputs, "kernel": kernel, **options}


def public():
    random = np.random.default_rng(1)
    edge = np.array([[-1.0, 0.0, 1.0]] * 3)[..., np.newaxis, np.newaxis]
    picture = np.zeros((5, 6, 1))
    picture[:, 3:] = 1.0
    yield "valid", {"inputs": picture, "kernel": edge}
    yield "channels", case(random, 4, 5, (2, 3), channels=2, filters=3)
    yield "strides", case(random, 6, 7, (3, 3), strides=2)
    yield "same", case(random, 5, 5, (3, 3), padding="same")


def hidden(random):
    def size():
        return int(random.integers(7, 12))

    for _ in range(2):
        yield "valid", case(random, size(), size(), (3, 2))
        yield "channels", case(random, size(), size(), (2, 3), channels=3, filters=4)
    for strides in (2, 3):
        yield "strides", case(random, size(), size() + 1, (3, 3), channels=2, filters=2, strides=strides)
        yield "same, strides", case(random, 8, 9, (3, 2), filters=2, strides=strides, padding="same")
    for window in ((3, 3), (4, 2)):  # an even window has one more row below than above
        yield "same", case(random, size(), size(), window, channels=2, filters=2, padding="same")
