def unfreeze_from(config, block):
    """Unfreeze a frozen model from a block on.

    config: the model as its `to_json()` gives it
    Returns whether each layer can learn, and how many weights can.
    """
    ### BEGIN SOLUTION
    model = keras.models.model_from_json(config)
    model.trainable = True
    unfrozen = False
    for layer in model.layers:
        unfrozen = unfrozen or layer.name.startswith(f"{block}_")
        layer.trainable = unfrozen and not isinstance(layer, keras.layers.BatchNormalization)
    return [layer.trainable for layer in model.layers], len(model.trainable_weights)
    ### END SOLUTION
