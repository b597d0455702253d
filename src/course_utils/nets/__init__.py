"""Small nets as plain arrays: what a widget computes with, and what NumPy checks it against, without TensorFlow."""

from course_utils.nets.keras_models import from_keras, to_keras
from course_utils.nets.net import Layer, Net
from course_utils.nets.trained import digit_net, digit_net_record

__all__ = ["Layer", "Net", "digit_net", "digit_net_record", "from_keras", "to_keras"]
