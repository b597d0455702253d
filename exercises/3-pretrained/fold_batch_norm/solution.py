def fold_batch_norm(
    kernel, bias, gamma, beta, moving_mean, moving_variance,
    epsilon=1e-3, depthwise=False,
):
    """Return (kernel, bias) of a convolution that normalizes its outputs by itself.

    kernel: (height, width, channels, filters)
        or, if depthwise, (height, width, channels, 1)
    bias: (filters,), or None
    all others: one number for each channel that the convolution makes
    """
    ### BEGIN SOLUTION
    factor = gamma / np.sqrt(moving_variance + epsilon)
    if bias is None:
        bias = 0.0
    folded = kernel * (factor[:, np.newaxis] if depthwise else factor)
    return folded, (bias - moving_mean) * factor + beta
    ### END SOLUTION
