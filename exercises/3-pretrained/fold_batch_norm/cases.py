"""Kernels with as many filters as channels among them: there, the wrong axis raises no error."""

import numpy as np


def case(random, window, channels, filters=1, bias=True, depthwise=False, **options):
    made = channels if depthwise else filters

    def weights(low, high):
        return random.uniform(low, high, made).round(2)

    return {
        "kernel": random.normal(0, 1, (*window, channels, filters)).round(2),
        "bias": weights(-1, 1) if bias else None,
        "gamma": weights(0.5, 2) * random.choice([-1, 1], made),
        "beta": weights(-1, 1),
        "moving_mean": weights(-2, 2),
        "moving_variance": weights(0.1, 3),
        **({"depthwise": True} if depthwise else {}),
        **options,
    }


def public():
    random = np.random.default_rng(7)
    yield "bias", case(random, (1, 2), 2, 2)
    yield "no bias", case(random, (1, 1), 3, 2, bias=False)
    yield "depthwise", case(random, (2, 1), 2, bias=False, depthwise=True)


def hidden(random):
    for window in ((3, 3), (1, 1), (2, 3)):
        channels, filters = (int(count) for count in random.choice([2, 3, 4, 5], 2, replace=False))
        yield "bias", case(random, window, channels, filters)
        yield "bias", case(random, window, filters, filters)
        yield "no bias", case(random, window, channels, channels, bias=False)
        yield "depthwise", case(random, window, channels, bias=bool(window[0] == 3), depthwise=True)
        yield "epsilon", case(random, window, channels, filters, epsilon=round(random.uniform(0.05, 0.2), 2))
