"""In every group a small and a large picture, too far apart for one stack of layers to fit both."""


def public():
    yield "few parameters", {"input_shape": (28, 28, 1), "classes": 10, "budget": 10_000}
    yield "many parameters", {"input_shape": (180, 180, 3), "classes": 2, "budget": 100_000}
    yield "oblong", {"input_shape": (64, 96, 3), "classes": 5, "budget": 20_000}


def hidden(random):
    def about(number, spread):
        return number + int(random.integers(-spread, spread + 1))

    for side, spread in ((20, 2), (250, 20)):
        shape = (about(side, spread), about(side, spread), 3)
        yield "few parameters", {"input_shape": shape, "classes": about(4, 2), "budget": about(8_000, 500)}
        yield "many parameters", {"input_shape": shape, "classes": about(4, 2), "budget": about(100_000, 20_000)}
        yield "many classes", {"input_shape": shape, "classes": about(25, 5), "budget": about(40_000, 5_000)}
        oblong = (side, about(3 * side // 2, spread), 1)
        yield "oblong", {"input_shape": oblong, "classes": about(10, 2), "budget": about(20_000, 2_000)}
