"""The way of this course: decode the photos once."""

import time

import keras

from benchmarks.training_pipeline.turns import BATCH, EPOCHS, FOLDER, SEED, SIZE, Turns, tell
from course_utils import datasets, models, training

begun = time.perf_counter()
keras.utils.set_random_seed(SEED)
train = datasets.image_batches(FOLDER / "train", (SIZE, SIZE), BATCH)
validation = datasets.image_batches(FOLDER / "validation", (SIZE, SIZE), BATCH, shuffle=False)
model = models.small_convnet((SIZE, SIZE, 3))
tell(time.perf_counter() - begun)
training.fit(model, train, validation, EPOCHS, callbacks=[Turns()], verbose=0)
