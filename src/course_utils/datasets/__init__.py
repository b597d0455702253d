"""The pictures that the chapters learn from: embedded in the installation, so that none of them needs a network."""

from course_utils.datasets.mnist import digits

__all__ = ["digits"]
