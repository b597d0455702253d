def output_size(input_size, kernel_size, strides=1, padding="valid"):
    """Return how many outputs a convolution has along one axis."""
    ### BEGIN SOLUTION
    if padding == "same":
        return -(-input_size // strides)
    return (input_size - kernel_size) // strides + 1
    ### END SOLUTION
