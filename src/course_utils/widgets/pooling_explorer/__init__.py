"""Max pooling, average pooling and a sparse look at the same feature map, window by window."""
