"""The way of this course: decode the photos once, and ask TensorFlow for its fast kernels."""

import time

from course_utils import quiet_tensorflow

quiet_tensorflow()

import keras  # noqa: E402

from benchmarks.training_pipeline.turns import BATCH, EPOCHS, FOLDER, SEED, SIZE, Turns, tell  # noqa: E402
from course_utils import datasets, models, training  # noqa: E402

begun = time.perf_counter()
keras.utils.set_random_seed(SEED)
train = datasets.image_batches(FOLDER / "train", (SIZE, SIZE), BATCH)
validation = datasets.image_batches(FOLDER / "validation", (SIZE, SIZE), BATCH, shuffle=False)
model = models.small_convnet((SIZE, SIZE, 3))
tell(time.perf_counter() - begun)
training.fit(model, train, validation, EPOCHS, callbacks=[Turns()], verbose=0)
