"""Maps whose sides are multiples of the window, and maps whose last or first windows stick out."""

import numpy as np


def case(random, height, width, channels=1, **options):
    return {"inputs": random.integers(0, 10, (height, width, channels)).astype("float64"), **options}


def public():
    random = np.random.default_rng(3)
    yield "windows", case(random, 4, 4)
    yield "channels", case(random, 4, 4, channels=2)
    yield "sticking out", case(random, 5, 4)


def hidden(random):
    for _ in range(2):
        rows, columns = (int(side) for side in random.integers(2, 5, 2))
        yield "windows", case(random, 2 * rows, 2 * columns)
        yield "channels", case(random, 3 * rows, 3 * columns, channels=3, pool_size=3)
    yield "sticking out", case(random, 7, 5, channels=2)
    yield "sticking out on both sides", case(random, 7, 10, channels=2, pool_size=3)
    yield "sticking out on both sides", case(random, 9, 5, pool_size=4)
