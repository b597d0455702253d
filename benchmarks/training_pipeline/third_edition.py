"""The way of the third edition of Deep Learning with Python, chapter 8: decode the photos in every epoch.

TensorFlow is imported as the book does it, so that its kernels are those that it picks by itself on this processor.
"""

import time

import keras  # before the course's package is called
from keras.utils import image_dataset_from_directory

from benchmarks.training_pipeline.turns import BATCH, EPOCHS, FOLDER, SEED, SIZE, Turns, tell
from course_utils import models

begun = time.perf_counter()
keras.utils.set_random_seed(SEED)
train_dataset = image_dataset_from_directory(FOLDER / "train", image_size=(SIZE, SIZE), batch_size=BATCH)
validation_dataset = image_dataset_from_directory(FOLDER / "validation", image_size=(SIZE, SIZE), batch_size=BATCH)
model = models.small_convnet((SIZE, SIZE, 3))
tell(time.perf_counter() - begun)
model.fit(train_dataset, epochs=EPOCHS, validation_data=validation_dataset, callbacks=[Turns()], verbose=0)
