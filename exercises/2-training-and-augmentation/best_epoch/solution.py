def best_epoch(losses, patience, min_delta=0.0):
    """Return (epoch that training stops after, epoch whose weights are kept).

    Epochs are counted from 1.

    losses: the validation losses, from the first epoch on
    """
    ### BEGIN SOLUTION
    best, kept = math.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - min_delta:
            best, kept = loss, epoch
        elif epoch - kept >= patience:
            break
    return epoch, kept
    ### END SOLUTION
