"""Feature maps and vectors whose means and variances are not those that the layer has stored."""

import numpy as np


def case(random, *shape, **options):
    channels = shape[-1]

    def weights(low, high):
        return random.uniform(low, high, channels).round(2)

    inputs = random.normal(weights(-2, 2), weights(0.2, 2), shape).round(2)
    return {
        "inputs": inputs,
        "gamma": weights(0.5, 2),
        "beta": weights(-1, 1),
        "moving_mean": weights(-2, 2),
        "moving_variance": weights(0.1, 3),
        **options,
    }


def public():
    random = np.random.default_rng(4)
    yield "inference", case(random, 1, 2, 2, 2)
    yield "training", case(random, 2, 2, 1, 2, training=True)


def hidden(random):
    for channels in (1, 3, 4):
        batch, height, width = (int(side) for side in random.integers(2, 5, 3))
        yield "inference", case(random, batch, height, width, channels, training=False)
        yield "training", case(random, batch, height, width, channels, training=True)
        yield "vectors", case(random, int(random.integers(5, 9)), channels, training=True)
        momentum, epsilon = (round(random.uniform(*ends), 2) for ends in ((0.5, 0.9), (0.05, 0.2)))
        options = {"training": True, "momentum": momentum, "epsilon": epsilon}
        yield "momentum and epsilon", case(random, batch, height, width, channels, **options)
