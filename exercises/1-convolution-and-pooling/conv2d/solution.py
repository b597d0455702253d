def conv2d(inputs, kernel, strides=1, padding="valid"):
    """Slide every filter of the kernel over the inputs and return the feature map.

    inputs: (height, width, channels)
    kernel: (kernel_height, kernel_width, channels, filters)
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width, _, filters = kernel.shape
    if padding == "same":
        sides = []
        for size, window in zip(inputs.shape[:2], (kernel_height, kernel_width)):
            total = max((-(-size // strides) - 1) * strides + window - size, 0)
            sides.append((total // 2, total - total // 2))
        inputs = np.pad(inputs, [*sides, (0, 0)])
    height = (inputs.shape[0] - kernel_height) // strides + 1
    width = (inputs.shape[1] - kernel_width) // strides + 1
    outputs = np.zeros((height, width, filters))
    for row in range(height):
        for column in range(width):
            top, left = row * strides, column * strides
            window = inputs[top : top + kernel_height, left : left + kernel_width]
            outputs[row, column] = np.tensordot(window, kernel, axes=3)
    return outputs
    ### END SOLUTION
