"""Pictures to crop, pictures to resize, and pictures where both have to be done."""

import numpy as np


def case(random, height, width, image_size, channels=3):
    return {"pixels": random.integers(0, 256, (height, width, channels)).astype("uint8"), "image_size": image_size}


def public():
    random = np.random.default_rng(2)
    yield "crop", case(random, 3, 6, 3, channels=1)
    yield "resize", case(random, 6, 6, 4, channels=1)
    yield "whole", case(random, 12, 9, 5)


def hidden(random):
    for channels in (1, 3):
        side = int(random.integers(5, 9))
        extra = 2 * int(random.integers(1, 4)) + 1  # an odd number of rows or columns is dropped
        yield "crop", case(random, side, side + extra, side, channels)
        yield "crop", case(random, side + extra, side, side, channels)
        yield "resize", case(random, 2 * side + 1, 2 * side + 1, side, channels)
        yield "resize", case(random, side, side, 2 * side - 1, channels)
        yield "whole", case(random, 2 * side + 3, 2 * side + extra + 3, side, channels)
        yield "whole", case(random, side + extra, side, side + 2, channels)
