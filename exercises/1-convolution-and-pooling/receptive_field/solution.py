def receptive_field(layers):
    """Return how many pixels along one axis a single output of the last layer sees.

    layers: (kernel_size, strides) of each layer, from the input on
    """
    ### BEGIN SOLUTION
    size, jump = 1, 1
    for kernel_size, strides in layers:
        size += (kernel_size - 1) * jump
        jump *= strides
    return size
    ### END SOLUTION
