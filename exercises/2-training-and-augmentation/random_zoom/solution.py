def random_zoom(image, height_factor, width_factor=None, fill_value=0.0):
    """Zoom a picture around its middle with the nearest pixels; keep its shape.

    image: (height, width, channels); width_factor=None means height_factor
    """
    ### BEGIN SOLUTION
    def sources(size, factor):
        return np.floor((np.arange(size) + 0.5 - size / 2) * (1 + factor) + size / 2).astype(int)

    height, width, _ = image.shape
    width_factor = height_factor if width_factor is None else width_factor
    rows, columns = sources(height, height_factor), sources(width, width_factor)
    inside = np.ix_((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
    outputs = np.full(image.shape, fill_value, dtype="float64")
    outputs[inside] = image[rows[inside[0]], columns[inside[1]]]
    return outputs
    ### END SOLUTION
