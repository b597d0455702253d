def trainable_flags(layers, block):
    """Return for each layer whether it can learn when a model is unfrozen from a block on.

    layers: (name, kind) of each layer, from the input on
    """
    ### BEGIN SOLUTION
    flags, unfrozen = [], False
    for name, kind in layers:
        unfrozen = unfrozen or name.startswith(f"{block}_")
        flags.append(unfrozen and kind != "BatchNormalization")
    return flags
    ### END SOLUTION
