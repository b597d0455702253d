def train_head(features, labels, others):
    """Train a head on features; return the classes that it predicts for others.

    features: (pictures, channels), labels: 0 or 1 for each of these pictures
    others: (other pictures, channels)
    the answer: integers, 0 or 1 for each of them
    """
    ### BEGIN SOLUTION
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-9
    inputs = (features - mean) / deviation
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(300):
        probabilities = 1 / (1 + np.exp(-(inputs @ weights + bias)))
        errors = probabilities - labels
        weights = weights - 0.5 * inputs.T @ errors / len(inputs)
        bias = bias - 0.5 * errors.mean()
    scores = (others - mean) / deviation @ weights + bias
    return (scores > 0).astype(int)
    ### END SOLUTION
