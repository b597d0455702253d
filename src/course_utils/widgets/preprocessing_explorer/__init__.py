"""One JPEG file on its way to a batch of tensors, step by step."""
