def average_pool2d(inputs, pool_size=2):
    """Keep the mean of each window, channel by channel.

    inputs: (height, width, channels); padding="same", strides=pool_size
    What sticks out of the picture is left out of the mean.
    """
    ### BEGIN SOLUTION
    height, width, channels = inputs.shape
    rows, columns = -(-height // pool_size), -(-width // pool_size)
    above, before = (rows * pool_size - height) // 2, (columns * pool_size - width) // 2
    outputs = np.empty((rows, columns, channels))
    for row in range(rows):
        for column in range(columns):
            top, left = row * pool_size - above, column * pool_size - before
            window = inputs[max(top, 0) : top + pool_size, max(left, 0) : left + pool_size]
            outputs[row, column] = window.mean(axis=(0, 1))
    return outputs
    ### END SOLUTION
