def find_pattern(picture, pattern):
    """Return (row, column) of the place that looks most like the pattern.

    The place is told by its top left corner.
    picture: (height, width), pattern: (pattern_height, pattern_width)
    """
    ### BEGIN SOLUTION
    height, width = pattern.shape
    kernel = pattern - pattern.mean()
    best, place = -np.inf, (0, 0)
    for row in range(picture.shape[0] - height + 1):
        for column in range(picture.shape[1] - width + 1):
            window = picture[row : row + height, column : column + width]
            centred = window - window.mean()
            norm = np.sqrt((centred**2).sum())
            response = (centred * kernel).sum() / norm if norm > 1e-9 else 0.0
            if response > best + 1e-9:
                best, place = response, (row, column)
    return place
    ### END SOLUTION
