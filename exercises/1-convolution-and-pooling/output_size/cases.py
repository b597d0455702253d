"""Sizes of inputs, kernels and strides."""


def public():
    yield "valid", {"input_size": 28, "kernel_size": 3}
    yield "strides", {"input_size": 28, "kernel_size": 3, "strides": 2}
    yield "same", {"input_size": 7, "kernel_size": 3, "strides": 2, "padding": "same"}


def hidden(random):
    for group, strides, padding in (("valid", 1, "valid"), ("strides", None, "valid"), ("same", None, "same")):
        # A window that fits exactly, and one that leaves a remainder: rounding must go the right way in both.
        for remainder in (0, 1, None, None):
            kernel_size = int(random.integers(2, 8))
            step = strides or int(random.integers(2, 5))
            windows = int(random.integers(3, 30))
            rest = int(random.integers(0, step)) if remainder is None else min(remainder, step - 1)
            input_size = windows * step + rest + (kernel_size - step if padding == "valid" else 0)
            yield group, {"input_size": input_size, "kernel_size": kernel_size, "strides": step, "padding": padding}
