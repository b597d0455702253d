def fold_batch_norm(kernel, bias, gamma, beta, moving_mean, moving_variance, epsilon=1e-3, depthwise=False):
    """Return the kernel and the bias of a convolution that does the work of the batch normalization after it, too.

    kernel: (height, width, channels, filters), or (height, width, channels, 1) if depthwise
    bias: (filters,), or None; all others: one number for each channel that the convolution makes
    """
    ### BEGIN SOLUTION
    factor = gamma / np.sqrt(moving_variance + epsilon)
    if bias is None:
        bias = 0.0
    folded = kernel * (factor[:, np.newaxis] if depthwise else factor)
    return folded, (bias - moving_mean) * factor + beta
    ### END SOLUTION
