def trainable_parameters(layers, flags):
    """Return how many parameters of a model can learn, and how many can't.

    layers: (kind, shapes of the weights) of each layer
    flags: whether each layer is unfrozen
    """
    ### BEGIN SOLUTION
    trainable, total = 0, 0
    for (kind, shapes), unfrozen in zip(layers, flags):
        sizes = [math.prod(shape) for shape in shapes]
        total += sum(sizes)
        if unfrozen and kind == "BatchNormalization":
            trainable += sum(sizes[:-2])
        elif unfrozen:
            trainable += sum(sizes)
    return trainable, total - trainable
    ### END SOLUTION
