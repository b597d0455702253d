"""A pattern somewhere in a picture: alone, beside something brighter, darker and with less contrast."""

import numpy as np

CROSS = np.array([[0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.0]])
CORNER = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]])


def put(picture, pattern, row, column):
    picture[row : row + pattern.shape[0], column : column + pattern.shape[1]] = pattern
    return picture


def public():
    yield "alone", {"picture": put(np.zeros((8, 9)), CROSS, 4, 2), "pattern": CROSS}
    bright = put(np.zeros((9, 12)), np.full((4, 4), 5.0), 1, 7)
    yield "beside something brighter", {"picture": put(bright, CORNER, 4, 1), "pattern": CORNER}


def hidden(random):
    for _ in range(3):
        pattern = random.permutation(np.repeat([0.0, 1.0], [7, 9])).reshape(4, 4)
        row, column = (int(place) for place in random.integers(0, 9, 2))
        noise = random.uniform(0, 0.05, (12, 24))
        yield "alone", {"picture": put(noise.copy(), pattern, row, column), "pattern": pattern}
        bright = put(noise.copy(), np.full((6, 6), float(random.integers(3, 9))), 3, 16)
        yield "beside something brighter", {"picture": put(bright, pattern, row, column), "pattern": pattern}
        # The same pattern with less contrast on a brighter ground, and its negative beside it.
        faint = put(noise + 0.4, 0.5 - 0.4 * pattern, 4, 18)
        shown = 0.45 + 0.3 * pattern + random.uniform(0, 0.05, pattern.shape)
        yield "faint", {"picture": put(faint, shown, row, column), "pattern": pattern}
