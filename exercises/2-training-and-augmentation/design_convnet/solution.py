def design_convnet(input_shape, classes, budget):
    """Return the layers of a ConvNet with at most `budget` parameters.

    input_shape: (height, width, channels)
    layers: ("conv", filters, kernel_size), ("pool", pool_size), ("flatten",),
        and ("dense", units)
    """
    ### BEGIN SOLUTION
    def convnet(filters):
        height, width, channels = input_shape
        layers, total, depth = [], 0, 0
        while depth < 3 or max(height, width) > 8:
            layers.append(("conv", filters, 3))
            total += (3 * 3 * channels + 1) * filters
            height, width, channels, filters, depth = height - 2, width - 2, filters, 2 * filters, depth + 1
            if max(height, width) > 8:
                layers.append(("pool", 2))
                height, width = height // 2, width // 2
        total += (height * width * channels + 1) * classes
        return [*layers, ("flatten",), ("dense", classes)], total

    filters = 1
    while convnet(filters + 1)[1] <= budget:
        filters += 1
    return convnet(filters)[0]
    ### END SOLUTION
