"""An object moves over a picture: the response map moves along, global pooling stays, a dense layer is lost."""
