"""Which blocks of a pretrained base learn, how far the gradient goes for that, and what it costs."""
