def preprocess(pixels, image_size):
    """Return a picture as a batch of one, cropped, resized, from 0 to 1.

    pixels: (height, width, channels), integers from 0 to 255
    the batch: (1, image_size, image_size, channels)
    """
    ### BEGIN SOLUTION
    height, width, _ = pixels.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = pixels[top : top + side, left : left + side]
    places = (2 * np.arange(image_size) + 1) * side // (2 * image_size)
    resized = square[places][:, places]
    return (resized / 255).astype("float32")[np.newaxis]
    ### END SOLUTION
