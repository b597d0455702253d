def count_parameters(input_shape, layers):
    """Return the number of parameters of a ConvNet.

    input_shape: (height, width, channels)
    layers: ("conv", filters, kernel_size), ("pool", pool_size), ("flatten",),
        or ("dense", units)
    """
    ### BEGIN SOLUTION
    shape, total = list(input_shape), 0
    for kind, *numbers in layers:
        if kind == "conv":
            filters, kernel_size = numbers
            total += (kernel_size * kernel_size * shape[2] + 1) * filters
            shape = [shape[0] - kernel_size + 1, shape[1] - kernel_size + 1, filters]
        elif kind == "pool":
            shape = [shape[0] // numbers[0], shape[1] // numbers[0], shape[2]]
        elif kind == "flatten":
            shape = [math.prod(shape)]
        elif kind == "dense":
            total += (shape[0] + 1) * numbers[0]
            shape = [numbers[0]]
    return total
    ### END SOLUTION
