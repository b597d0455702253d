"""Overfitting comes and goes: the curves of stored trainings, by number of pictures, augmentation and dropout."""
