"""Names of pictures, shuffled. The class that comes last in the alphabet has the smallest number."""

import numpy as np

ANIMALS = ("cat", "dog", "frog", "horse")


def case(random, classes, counts, first, last, spare=0):
    names = []
    for place, label in enumerate(classes):
        size = sum(counts) + (spare + place if spare else 0)
        numbers = random.choice(np.arange(first + 1, last), size - 1, replace=False)
        smallest = first if label == classes[-1] else last + place
        names += [f"{label}.{number}.jpg" for number in [smallest, *numbers.tolist()]]
    return {"names": [names[i] for i in random.permutation(len(names))], "counts": counts}


def public():
    random = np.random.default_rng(1)
    yield "classes", case(random, ("cat", "dog"), (2, 1, 1), 1, 6)
    yield "numbers", case(random, ("cat", "dog"), (3, 1, 2), 5, 13)


def hidden(random):
    for kinds in (2, 3):
        classes = ANIMALS[-kinds:]
        for group, first, last, spare in (
            ("classes", 100, 160, 0),
            ("numbers", 7, 23, 0),
            ("names left over", 300, 380, int(random.integers(2, 5))),
        ):
            counts = tuple(int(count) for count in random.permutation([2, 3, 5]))
            yield group, case(random, classes, counts, first, last, spare)
