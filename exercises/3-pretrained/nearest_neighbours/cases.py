"""Features none of which is below zero, as after a ReLU; which neighbour is nearer is never a matter of rounding."""

import numpy as np

CLEAR = 1e-3


def is_clear(features, k):
    vectors = features.mean(axis=(1, 2))
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    ranked = np.sort(vectors @ vectors.T, axis=1)[:, ::-1][:, 1 : k + 2]
    return (ranked[:, :-1] - ranked[:, 1:]).min() > CLEAR


def case(draw, k=1):
    while True:
        features = draw()
        if is_clear(features, k):
            return {"features": features, "k": k}


def maps(random, pictures, height, width, channels):
    return lambda: random.exponential(1.0, (pictures, height, width, channels))


def moved(random, concepts):
    """Each concept once in one cell and once in another: cell by cell, pictures of the same cell are more alike."""

    def draw():
        features = random.uniform(0, 0.02, (2 * concepts, 3, 3, 5))
        cells = random.permutation(9)[:2]
        for concept in range(concepts):
            vector = random.exponential(1.0, 5)
            for picture, cell in zip((concept, concept + concepts), cells, strict=True):
                features[picture, cell // 3, cell % 3] += vector
        return features[random.permutation(2 * concepts)]

    return draw


def lit(random, pictures):
    """Pictures some of which have features a hundred times as strong as others."""

    def draw():
        strengths = random.permutation(np.logspace(-1, 1, pictures))
        return random.exponential(1.0, (pictures, 2, 2, 3)) * strengths[:, np.newaxis, np.newaxis, np.newaxis]

    return draw


def public():
    random = np.random.default_rng(5)
    yield "vectors", case(maps(random, 4, 1, 1, 3))
    yield "several neighbours", case(maps(random, 4, 2, 2, 2), k=2)


def hidden(random):
    for pictures in (8, 9, 10):
        yield "vectors", case(maps(random, pictures, 1, 1, 4))
        yield "moved", case(moved(random, pictures // 2))
        yield "weak and strong", case(lit(random, pictures))
        yield "several neighbours", case(maps(random, pictures, 2, 3, 4), k=3)
