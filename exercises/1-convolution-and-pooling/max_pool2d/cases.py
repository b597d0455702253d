"""Maps of whole numbers, some of them below zero everywhere: a largest number may be negative."""

import numpy as np


def case(random, height, width, channels=1, low=-9, high=10, **options):
    return {"inputs": random.integers(low, high, (height, width, channels)).astype("float64"), **options}


def public():
    random = np.random.default_rng(2)
    yield "windows", case(random, 4, 6)
    yield "channels", case(random, 4, 4, channels=3)
    yield "strides", case(random, 5, 5, pool_size=3, strides=1)


def hidden(random):
    for height, width in ((6, 8), (7, 5)):  # what no window covers is dropped
        yield "windows", case(random, height, width)
        yield "channels", case(random, height, width, channels=3)
        yield "negative", case(random, height, width, low=-20, high=0)
    for pool_size, strides in ((3, 1), (2, 3)):
        yield "strides", case(random, 8, 9, channels=2, pool_size=pool_size, strides=strides)
