"""Nets that were trained on ImageNet: as a convolutional base to build on, or whole, to say what a picture shows."""

from course_utils.pretrained.conv_base import Classifier, ConvBase, classifier, load
from course_utils.pretrained.families import FAMILIES, Family
from course_utils.pretrained.features import extract_features
from course_utils.pretrained.freezing import blocks, freeze, unfreeze_top
from course_utils.pretrained.labels import Prediction, decode_predictions, imagenet
from course_utils.pretrained.measured import cpu_milliseconds, cpu_record
from course_utils.pretrained.weights import weights_file

__all__ = [
    "FAMILIES",
    "Classifier",
    "ConvBase",
    "Family",
    "Prediction",
    "blocks",
    "classifier",
    "cpu_milliseconds",
    "cpu_record",
    "decode_predictions",
    "extract_features",
    "freeze",
    "imagenet",
    "load",
    "unfreeze_top",
    "weights_file",
]
