def zoom_and_rotation(rotation, zoom):
    """Return (lowest angle, highest angle, smallest side, largest side) of a square with sides of 1.

    rotation, zoom: the numbers of RandomRotation and RandomZoom, each one number or (lower, higher)
    """
    ### BEGIN SOLUTION
    lowest, highest = rotation if isinstance(rotation, tuple) else (-rotation, rotation)
    narrowest, widest = zoom if isinstance(zoom, tuple) else (-zoom, zoom)
    return lowest * 360, highest * 360, 1 / (1 + widest), 1 / (1 + narrowest)
    ### END SOLUTION
