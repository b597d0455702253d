def max_pool2d(inputs, pool_size=2, strides=None):
    """Keep the largest number of each window, channel by channel.

    inputs: (height, width, channels); strides=None means pool_size
    """
    ### BEGIN SOLUTION
    strides = strides or pool_size
    height = (inputs.shape[0] - pool_size) // strides + 1
    width = (inputs.shape[1] - pool_size) // strides + 1
    outputs = np.empty((height, width, inputs.shape[2]))
    for row in range(height):
        for column in range(width):
            top, left = row * strides, column * strides
            outputs[row, column] = inputs[top : top + pool_size, left : left + pool_size].max(axis=(0, 1))
    return outputs
    ### END SOLUTION
