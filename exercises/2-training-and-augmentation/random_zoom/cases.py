"""Pictures that get smaller, larger, and smaller one way but larger the other."""

import numpy as np


def case(random, height, width, *factors, channels=1, **options):
    names = ("height_factor", "width_factor")
    image = random.integers(1, 10, (height, width, channels)).astype("float64")
    return {"image": image, **dict(zip(names, factors, strict=False)), **options}


def public():
    random = np.random.default_rng(7)
    yield "larger", case(random, 4, 6, -0.5, -0.25)
    yield "smaller", case(random, 5, 6, 0.5, 0.25)
    yield "one factor", case(random, 6, 5, 0.25, channels=3, fill_value=0.5)


def hidden(random):
    def factor(low, high):
        return float(random.uniform(low, high))

    for height, width in ((8, 11), (13, 10)):
        yield "larger", case(random, height, width, factor(-0.6, -0.4), factor(-0.3, -0.2), channels=2)
        yield "smaller", case(random, height, width, factor(0.2, 0.4), factor(0.5, 0.8), channels=2)
        yield "both", case(random, height, width, factor(-0.5, -0.3), factor(0.3, 0.5), channels=3)
        yield "both", case(random, height, width, factor(0.3, 0.5), factor(-0.5, -0.3))
        yield "one factor", case(random, height, width, factor(-0.5, -0.3), channels=3)
        yield "one factor", case(random, height, width, factor(0.2, 0.3))
        yield "fill value", case(random, height, width, factor(0.2, 0.3), factor(0.4, 0.6), fill_value=factor(-5, -1))
