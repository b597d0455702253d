def preprocess_for(images, family):
    """Turn raw pixels into the numbers that a family of models was trained on.

    images: (batch, height, width, 3), RGB, integers from 0 to 255
    family: "vgg16", "xception", "densenet" or "efficientnet_lite0"
    """
    ### BEGIN SOLUTION
    pixels = images.astype("float64")
    if family == "vgg16":
        return pixels[..., ::-1] - [103.939, 116.779, 123.68]
    if family == "xception":
        return pixels / 127.5 - 1
    if family == "densenet":
        return (pixels / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    return (pixels - 127) / 128
    ### END SOLUTION
