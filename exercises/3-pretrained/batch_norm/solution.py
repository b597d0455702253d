def batch_norm(
    inputs, gamma, beta, moving_mean, moving_variance,
    training=False, momentum=0.99, epsilon=1e-3,
):
    """Return the outputs, the new moving mean and the new moving variance.

    inputs: (batch, height, width, channels) or (batch, channels)
    all others: (channels,)
    """
    ### BEGIN SOLUTION
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(inputs.ndim - 1))
        mean, variance = inputs.mean(axis=axes), inputs.var(axis=axes)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = momentum * moving_variance + (1 - momentum) * variance
    outputs = gamma * (inputs - mean) / np.sqrt(variance + epsilon) + beta
    return outputs, moving_mean, moving_variance
    ### END SOLUTION
