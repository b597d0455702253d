"""Curves of losses with two decimals, made of falls and rests; no difference of two losses is a `min_delta`."""


def fall(random, start, epochs):
    """Go down by more than 0.02 in each epoch."""
    return [start - step for step in random.integers(3, 6, epochs).cumsum().tolist()]


def rest(random, best, epochs):
    """Stay above the best loss, on the way down from the second epoch on."""
    heights = sorted(random.choice(range(5, 40), epochs, replace=False).tolist(), reverse=True)
    return [best + height for height in heights]


def case(losses, patience, **options):
    return {"losses": [round(loss / 100, 2) for loss in losses], "patience": patience, **options}


def public():
    yield "stops", case([90, 70, 60, 65, 63, 60, 61], 3)
    yield "starts again", case([90, 70, 75, 60, 66, 64, 50], 2)
    yield "small steps", case([90, 70, 69, 68, 67, 67, 67], 2, min_delta=0.015)


def hidden(random):
    for turn in range(2):
        patience = 2 + turn + int(random.integers(0, 2))
        down = fall(random, 250, 3 + 3 * turn + int(random.integers(0, 2)))
        best = down[-1]
        up = rest(random, best, patience)
        yield "stops", case([*down, *up, *rest(random, best, 3)], patience)
        yield "better too late", case([*down, *up, *fall(random, best, 2 + turn)], patience)
        further = fall(random, best, 2)
        again = [*down, *up[1:], *further, *rest(random, further[-1], patience - 1)]
        yield "starts again", case([*again, further[-1] + 50, further[-1] - 9], patience)
        yield "does not stop", case(again, patience)
        equal = [*[best] * (patience - 1), best - 1, *[best - 1] * patience, best - 2]
        yield "equal losses", case([*down, *equal], patience)
        # Two small steps together are better, a third one alone is not.
        steps = [best - 1, best - 2, *[best - 3] * patience, best - 9]
        yield "small steps", case([*down, *steps], patience, min_delta=0.015)
        yield "small steps", case([*down, best - 1, *up[1:], best - 9], patience, min_delta=0.015)
