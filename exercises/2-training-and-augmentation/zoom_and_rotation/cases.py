"""One number, two numbers, and two numbers of the same sign."""


def public():
    yield "one number", {"rotation": 0.1, "zoom": 0.2}
    yield "two numbers", {"rotation": (-0.05, 0.25), "zoom": (-0.5, 0.25)}


def hidden(random):
    def share(low, high):
        return round(float(random.uniform(low, high)), 3)

    for _ in range(3):
        yield "one number", {"rotation": share(0.02, 0.5), "zoom": share(0.05, 0.6)}
        turn = (-share(0.02, 0.2), share(0.25, 0.5))
        yield "two numbers", {"rotation": turn, "zoom": (-share(0.05, 0.2), share(0.3, 0.8))}
        yield "always larger", {"rotation": share(0.02, 0.5), "zoom": (-share(0.3, 0.6), -share(0.05, 0.2))}
        yield "always smaller", {"rotation": turn, "zoom": (share(0.05, 0.2), share(0.3, 0.8))}
