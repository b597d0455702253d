def zoom_and_rotation(rotation, zoom):
    """Return (lowest angle, highest angle, smallest side, largest side).

    rotation, zoom: what the two layers get, a number or (lower, higher)
    The square has sides of 1.
    """
    ### BEGIN SOLUTION
    lowest, highest = rotation if isinstance(rotation, tuple) else (-rotation, rotation)
    narrowest, widest = zoom if isinstance(zoom, tuple) else (-zoom, zoom)
    return lowest * 360, highest * 360, 1 / (1 + widest), 1 / (1 + narrowest)
    ### END SOLUTION
