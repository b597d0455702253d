"""The checks of a chapter are worth something: each fails where its idea is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils import ops
from tests.chapters import wrong_ops
from tests.chapters.cells import CHAPTERS, code_cells, run
from tests.chapters.mutations import Mutation, in_cell, in_ops

# Cells that take seconds and that no other cell needs.
SLOW = {
    "1-convnets": {"train"},
    "1-1-convolution": {"learn"},
    "1-2-max-pooling": {"race-run", "race-result", "brute-force"},
    "2-1-small-data": {"compare", "compare-shuffled", "shift", "from-scratch", "reused"},
    "2-4-preprocessing": {"train", "loss-rises", "test-once-shown", "mistakes-shown", "attributes-shown"},
    "2-5-augmentation": {"train-augmented-shown", "where-shown", "live-layers-shown"},
    "3-pretrained": {"choose-photo", "unknown-shown", "untrained", "untrained-shown", "small-shown"},
    "3-1-feature-extraction": {
        "head",
        "evidence-shown",
        "augmented-shown",
        "frozen-shown",
        "borrowed",
        "from-scratch",
        "how-many-shown",
    },
    "3-2-fine-tuning": {"head-shown", "together-shown", "moved-shown", "trap-shown", "batch-norm-shown"},
}

MUTATIONS = {
    "1-convnets": [
        in_cell(
            "digits evaluated that were trained on",
            "held-out",
            "held-out",
            "for image in x_test)",
            "for image in x_train[:9])",
        ),
        in_cell("pixels left as they are", "load-digits", "load-digits", 'x_train.astype("float32") / 255', "x_train"),
        in_cell("no channel axis", "load-digits", "load-digits", "x_train.astype", "x_train[..., 0].astype"),
        in_cell(
            "a pooling layer left out",
            "summary",
            "build",
            "layers.MaxPooling2D(pool_size=2),\n        layers.Conv2D(64",
            "layers.Conv2D(64",
        ),
        in_cell(
            "padding that keeps the size", "count-parameters", "build", "size=3, act", 'size=3, padding="same", act'
        ),
        in_cell("a larger kernel", "count-parameters", "build", "Conv2D(32, kernel_size=3", "Conv2D(32, kernel_size=5"),
        in_cell("biases forgotten", "count-parameters", "count-parameters", "filters + filters", "filters"),
        in_cell("a model without rank-3 outputs", "activations", "activations", "output[0])", "output[0]).ravel()"),
        in_cell("the negative answers kept", "by-hand", "by-hand", "np.maximum(response, 0)", "response"),
        in_ops("a convolution that flips its kernel", "by-hand", "conv2d", wrong_ops.flipped),
        in_ops("the mean for the maximum", "by-hand", "max_pool2d", wrong_ops.average_for_max),
        in_ops("a size rounded up", "sizes-rule", "conv_output_size", wrong_ops.size_rounded_up),
        in_cell("depth that shrinks", "coefficients", "coefficients", "shape[-1] for", "shape[0] for"),
        in_cell("scores for probabilities", "guessing", "build", "softmax", "sigmoid"),
    ],
    "1-1-convolution": [
        in_ops("a convolution that flips its kernel", "by-hand", "conv2d", wrong_ops.flipped),
        in_ops("the mean of the products for their sum", "by-hand", "conv2d", wrong_ops.averaged),
        in_ops("one channel for all channels", "by-hand", "conv2d", wrong_ops.first_channel_only),
        in_ops("one map for all filters", "four-filters", "conv2d", wrong_ops.filters_summed),
        in_ops("no padding for same", "border-exception", "conv2d", wrong_ops.never_padded),
        in_ops("the border repeated for zeros", "padding-by-hand", "conv2d", wrong_ops.padded_with_edges),
        in_ops("strides without effect", "strides-exception", "conv2d", wrong_ops.strides_ignored),
        in_ops(
            "strides that begin at the second window", "every-second-shown", "conv2d", wrong_ops.strides_from_the_second
        ),
        in_ops("a size rounded up", "strides-sizes", "conv_output_size", wrong_ops.size_rounded_up),
        in_ops(
            "the same size at any stride", "strides-sizes", "conv_output_size", wrong_ops.same_means_same_at_any_stride
        ),
        in_ops("kernel sizes simply added up", "two-layers-see", "receptive_field", wrong_ops.sizes_added),
        in_cell("a larger kernel", "parameters", "parameters", "kernel_size=3", "kernel_size=5"),
        in_cell("a dense layer for the convolution", "one-pixel", "one-pixel", "3 * 3", "1"),
        in_cell(
            "weights not shuffled with the pixels", "shuffle", "shuffle", "[order].reshape(-1, 1)", ".reshape(-1, 1)"
        ),
        in_cell("a view moved by seven pixels", "shifted", "shifted", "scene[8:136, 8:136]", "scene[7:135, 7:135]"),
        in_cell("a corner made of one side only", "corners", "corners", "corner[1, 1:, 1] = 1", "corner[1, 1:, 1] = 0"),
        in_cell("a filter that does not learn", "learn", "hidden-filter", "learning_rate=0.1", "learning_rate=1e-4"),
        in_cell("another filter's answers", "learn", "hidden-filter", "hidden)\n", "hidden)[:, ::-1]\n"),
        in_cell(
            "strides other than the default", "default-strides", "default-strides", "_size=3)", "_size=3, strides=2)"
        ),
    ],
    "1-2-max-pooling": [
        in_ops("the mean for the maximum", "by-hand", "max_pool2d", wrong_ops.average_for_max),
        in_ops("the minimum for the maximum", "by-hand", "max_pool2d", wrong_ops.smallest_for_max),
        in_ops("windows that overlap", "by-hand", "max_pool2d", wrong_ops.overlapping),
        in_ops("one maximum for all channels", "same-as-keras", "max_pool2d", wrong_ops.over_all_channels),
        in_ops("padding among the maxima", "odd", "max_pool2d", wrong_ops.zeros_among_the_values),
        in_ops("a size rounded up", "odd", "conv_output_size", wrong_ops.size_rounded_up),
        in_ops("the maximum for the mean", "average-by-hand", "average_pool2d", wrong_ops.max_for_average),
        in_ops("the sum for the mean", "average-by-hand", "average_pool2d", wrong_ops.sum_for_average),
        in_ops("padding in the mean", "average-same", "average_pool2d", wrong_ops.zeros_in_the_average),
        in_cell("pooling in both networks", "count", "without-pooling", "if pooling and", "if"),
        in_ops("kernel sizes simply added up", "fields", "receptive_field", wrong_ops.sizes_added),
        in_ops("jumps forgotten", "fields", "receptive_field", wrong_ops.jumps_forgotten),
        in_cell(
            "convolutions without pooling in between", "brute-force", "brute-force", "[deep, flat]", "[flat, deep]"
        ),
        in_cell("strides that look at every cell", "one-response", "one-response", "lonely[::2, ::2]", "lonely"),
        in_cell(
            "the mean for the maximum of a photo", "survivors", "photo-reduced", "ops.max_pool2d", "ops.average_pool2d"
        ),
        in_cell("a move by three cells", "moved", "moved", "in (1, 2))", "in (3, 2))"),
    ],
    "2-1-small-data": [
        in_cell("a dense net no larger than the convnet", "two-nets", "two-nets", "Dense(128", "Dense(40"),
        in_cell("larger kernels", "two-nets", "two-nets", "Conv2D(64, 3", "Conv2D(64, 5"),
        in_cell(
            "a pooling layer left out",
            "two-nets",
            "two-nets",
            'Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(2)',
            'Conv2D(32, 3, activation="relu")',
        ),
        in_cell(
            "pixels left as they are", "few-digits", "few-digits", "x_train[:500] / np.float32(255)", "x_train[:500]"
        ),
        in_cell("more labels than digits", "few-digits", "few-digits", "y_train[:500]", "y_train"),
        in_cell("nine kinds of digits", "few-digits", "few-digits", "y_train[:500]", "y_train[:500].clip(0, 8)"),
        in_cell(
            "digits for the test that were trained on",
            "few-digits",
            "few-digits",
            "x_test = x_test / np.float32(255)",
            "x_test = x_train[:100]",
        ),
        in_cell(
            "pixels drawn instead of shuffled",
            "shuffle",
            "shuffle",
            "permutation(28 * 28)",
            "integers(0, 28 * 28, 28 * 28)",
        ),
        in_cell(
            "pixels that keep their places", "shuffle", "shuffle", "np.random.default_rng(0).permutation", "np.arange"
        ),
        in_cell(
            "rows shuffled as a whole",
            "shuffle",
            "shuffle",
            "images.reshape(-1, 28 * 28)[:, order].reshape(-1, 28, 28, 1)",
            "images[:, order[order < 28]]",
        ),
        in_cell("twice the pictures", "hundred-pictures", "hundred-pictures", "(part, 100)", "(part, 200)"),
        in_cell(
            "tested on the pictures trained on",
            "hundred-pictures",
            "hundred-pictures",
            '"validation", "test"',
            '"validation", "train"',
        ),
    ],
    "2-2-download": [
        in_cell("half of a class left out", "downloaded", "downloaded", "[:1000]", "[:500]"),
        in_cell(
            "training pictures in the test", "no-overlap", "make-subset", "start=750, stop=1000", "start=0, stop=250"
        ),
        in_cell("a validation that begins too early", "tree", "make-subset", "start=500", "start=499"),
        in_cell(
            "more cats than dogs",
            "tree",
            "make-subset",
            "range(start, stop)",
            'range(start, stop - (class_name == "cat"))',
        ),
        in_cell(
            "a second run that goes on silently", "twice", "make-subset", "parents=True", "parents=True, exist_ok=True"
        ),
        in_cell("files moved away rather than copied", "draft", "draft", "shutil.copytree(", "shutil.move("),
        in_cell("a draft that stays", "draft", "draft", "shutil.move(draft, safe)", "shutil.copytree(draft, safe)"),
        in_cell(
            "files written as text",
            "readable",
            "make-subset",
            "shutil.copyfile(downloaded / file, folder / file)",
            "(folder / file).write_text(file)",
        ),
        in_cell("nothing cleared away", "clear-away", "clear-away", "shutil.rmtree(workplace)", "pass"),
    ],
    "2-3-model": [
        in_cell("a depth that does not grow", "summary", "build", "Conv2D(256, kernel", "Conv2D(128, kernel"),
        in_cell(
            "padding that keeps the size",
            "summary",
            "build",
            "filters, kernel_size=3",
            'filters, padding="same", kernel_size=3',
        ),
        in_cell("a stage left out", "summary", "build", "(32, 64, 128, 256)", "(32, 64, 128)"),
        in_cell("pixels left as they are", "summary", "build", ", layers.Rescaling(1 / 255)", ""),
        in_cell(
            "filters in the wrong order", "same-as-package-shown", "build", "(32, 64, 128, 256)", "(64, 32, 128, 256)"
        ),
        in_cell(
            "pooling that does not shrink", "size-shown", "size-shown", "kernel_size=2, strides=2", "kernel_size=2"
        ),
        in_ops("kernel sizes simply added up", "receptive-field", "receptive_field", wrong_ops.sizes_added),
        in_cell("biases forgotten", "counts-shown", "counts-shown", "layer.filters + layer.filters", "layer.filters"),
        in_cell("channels that never change", "counts-shown", "counts-shown", "    channels = layer.filters\n", ""),
        in_cell(
            "depth that doubles without pooling",
            "counts-shown",
            "counts-shown",
            "np.prod(layer.output.shape[1:])",
            "layer.output.shape[-1]",
        ),
        in_cell(
            "pooling in the stack without pooling",
            "without-pooling-shown",
            "without-pooling-shown",
            "kernel_size=3, activation",
            "kernel_size=3, strides=2, activation",
        ),
    ],
    "2-4-preprocessing": [
        in_cell("one channel for three", "decode", "decode", "channels=3", "channels=1"),
        in_cell("twice the precision", "floats", "floats", "tf.float32)\n\n", "tf.float64)\n\n"),
        in_cell(
            "values divided on the way",
            "floats",
            "floats",
            "tf.cast(pixels, tf.float32)",
            "tf.cast(pixels, tf.float32) / 255",
        ),
        in_cell(
            "the nearest pixel for a mean",
            "resize",
            "resize",
            "resize(values, IMAGE_SIZE)",
            'resize(values, IMAGE_SIZE, method="nearest")',
        ),
        in_cell("another size", "resize", "resize", "resize(values, IMAGE_SIZE)", "resize(values, (64, 64))"),
        in_cell("a batch along the wrong axis", "batch", "batch", "for path in files])", "for path in files], axis=1)"),
        in_cell("half a batch", "batch", "batch", "[:32]", "[:16]"),
        in_cell(
            "another interpolation by hand",
            "utility",
            "batch",
            "tf.float32), IMAGE_SIZE)",
            'tf.float32), IMAGE_SIZE, method="nearest")',
        ),
        in_cell(
            "pictures in another order", "utility", "utility", "shuffle=False, verbose", "shuffle=True, seed=1, verbose"
        ),
        in_cell(
            "cropping for stretching",
            "utility",
            "utility",
            "shuffle=False, verbose",
            "crop_to_aspect_ratio=True, shuffle=False, verbose",
        ),
        in_cell(
            "batches shuffled where they should not be",
            "batches",
            "batches",
            '"train", image_size=IMAGE_SIZE, shuffle=False)',
            '"train", image_size=IMAGE_SIZE)',
        ),
    ],
    "2-5-augmentation": [
        in_cell("augmentation switched off", "eight-of-one", "eight-of-one", "training=True", "training=False"),
        in_cell(
            "the same numbers drawn again and again",
            "eight-of-one",
            "eight-of-one",
            "np.asarray(augment(",
            "np.asarray(models.augmentation(seed=1)(",
        ),
        in_cell("upside down for mirrored", "measure-flip", "measure-flip", '"horizontal"', '"vertical"'),
        in_cell("mirrored one way only", "both-ways-shown", "both-ways-shown", "horizontal_and_vertical", "horizontal"),
        in_cell("twice the angle", "measure-rotation", "measure-rotation", "RandomRotation(0.1", "RandomRotation(0.2"),
        in_cell(
            "turned one way only",
            "measure-rotation",
            "measure-rotation",
            "RandomRotation(0.1",
            "RandomRotation((0, 0.1)",
        ),
        in_cell(
            "degrees for shares of a turn",
            "measure-rotation",
            "measure-rotation",
            "RandomRotation(0.1",
            "RandomRotation(0.1 / 360",
        ),
        in_cell("twice the zoom", "measure-zoom", "measure-zoom", "RandomZoom(0.2", "RandomZoom(0.4"),
        in_cell("shrinking only", "measure-zoom", "measure-zoom", "RandomZoom(0.2", "RandomZoom((0, 0.2)"),
        in_cell(
            "the zoom left out",
            "first-layers-shown",
            "first-layers-shown",
            "models.augmentation()",
            "models.augmentation(zoom=None)",
        ),
        in_cell(
            "training mode where an answer is asked for",
            "inference-shown",
            "inference-shown",
            "lambda: model(photos, training=False)",
            "lambda: model(photos, training=True)",
        ),
        in_cell("digits that were not mirrored", "harm-shown", "harm-shown", "[:, :, ::-1]", "[:, :, :]"),
    ],
    "3-pretrained": [
        in_cell(
            "a base for the whole net",
            "classifier",
            "classifier",
            "pretrained.classifier()",
            'pretrained.load(input_shape=(224, 224, 3), pooling="avg")',
        ),
        in_cell("hardly any light", "classifier", "classifier", "photos.cat(224)", "photos.cat(224) // 64"),
        in_cell(
            "pixels rescaled beforehand",
            "unknown-shown",
            "unknown-shown",
            "photos.photo(name)[np.newaxis]",
            "(photos.photo(name)[np.newaxis] // 64)",
        ),
        in_cell("one breed left out", "classes", "classes", '"Mexican hairless") + 1', '"Mexican hairless")'),
        in_cell("wild cats among the cats", "classes", "classes", 'index("Egyptian cat")', 'index("lynx")'),
        in_cell(
            "dogs for cats",
            "untrained",
            "untrained",
            "answers[:, DOGS].sum(axis=1), answers[:, CATS]",
            "answers[:, CATS].sum(axis=1), answers[:, DOGS]",
        ),
        in_cell("learned from the test", "small-shown", "small-shown", 'folder / "train"', 'folder / "test"'),
        in_cell("a large kernel again", "vgg-shown", "vgg-shown", "layers.Conv2D(64, 3))", "layers.Conv2D(64, 5))"),
        in_cell("no shortcut at all", "resnet-shown", "resnet-shown", "if shortcut else y", "if not shortcut else y"),
        in_cell("a branch left out", "inception-shown", "inception-shown", "[branch(64, 1), ", "["),
        in_cell("nothing narrowed", "inception-shown", "inception-shown", "(narrow, 1)(block)", "(192, 1)(block)"),
        in_cell("a plain convolution", "xception-shown", "xception-shown", "SeparableConv2D(256", "Conv2D(256"),
        in_cell(
            "only the depthwise half", "xception-shown", "xception-shown", "SeparableConv2D(256, 3", "DepthwiseConv2D(3"
        ),
        in_cell("maps that replace each other", "kin-shown", "kin-shown", "([x, grown])", "([grown, grown])"),
        in_cell("ResNet for VGG", "compare-checked", "compare-checked", 'family("VGG16")', 'family("ResNet50")'),
    ],
    "3-1-feature-extraction": [
        in_cell(
            "the maps averaged away", "base-loaded", "base-loaded", 'Lite0", SHAPE)', 'Lite0", SHAPE, pooling="avg")'
        ),
        in_cell("a base left free", "base-loaded", "base-loaded", "freeze(base)", "unfreeze_top(base, layers=20)"),
        in_cell("the head counted twice", "base-loaded", "base-loaded", "pretrained.load(", "pretrained.classifier("),
        in_cell(
            "features of other pictures",
            "extract",
            "extract",
            "for part in (train, validation, test))",
            "for part in (test, validation, test))",
        ),
        in_cell(
            "a base that never learned anything",
            "neighbours-shown",
            "base-loaded",
            'Lite0", SHAPE)',
            'Lite0", SHAPE, weights=None)',
        ),
        in_cell(
            "pixels rescaled before the base rescales them",
            "neighbours-shown",
            "extract",
            "extract_features(base, part, verbose",
            "extract_features(base, part.map(lambda x, y: (x / 127.5, y)), verbose",
        ),
        in_cell(
            "pictures that are their own neighbours",
            "neighbours-shown",
            "neighbours-shown",
            "np.fill_diagonal(distances, np.inf)",
            "np.fill_diagonal(distances, -np.inf)",
        ),
        in_cell("another layer for the middle one", "depths-shown", "depths-shown", "block4a_expand", "block6a_expand"),
        in_cell("numbers from before the activation", "depths-counted", "depths-shown", '"top_activation"', '"top_bn"'),
        in_cell(
            "augmentation that does nothing", "features-differ", "features-differ", "training=True", "training=False"
        ),
        in_cell(
            "one set of features for augmented pictures",
            "features-differ",
            "features-differ",
            "(np.asarray(base(change(images))) for _ in range(2))",
            "[np.asarray(base(change(images)))] * 2",
        ),
        in_cell("frozen for free", "frozen-shown", "frozen-shown", "if frozen:", "if not frozen:"),
        in_cell("another family", "xception-shown", "xception-shown", '"Xception"', '"VGG16"'),
    ],
    "3-2-fine-tuning": [
        in_cell(
            "the old head kept", "add-shown", "add-shown", 'load("EfficientNetLite0"', 'classifier("EfficientNetLite0"'
        ),
        in_cell("a base that is not frozen", "freeze-shown", "freeze-shown", "pretrained.freeze(base)", ""),
        in_cell(
            "only the last block frozen",
            "freeze-shown",
            "freeze-shown",
            "pretrained.freeze(base)",
            'base.model.get_layer("top_conv").trainable = False',
        ),
        in_cell(
            "a base that learns with an untrained head",
            "head-shown",
            "head-shown",
            "history = training.fit(model, train, validation, epochs=3",
            'pretrained.unfreeze_top(base, block="block7a")\ncompiled(1e-3)\n'
            "history = training.fit(model, first_of_each_class(train, 64), validation, epochs=1",
        ),
        in_cell("everything unfrozen", "unfreeze-shown", "unfreeze-shown", 'block="block6a"', "layers=150"),
        in_cell("too little unfrozen", "unfreeze-shown", "unfreeze-shown", 'block="block6a"', "layers=3"),
        in_cell("lower layers unfrozen, too", "unfreeze-shown", "unfreeze-shown", 'block="block6a"', 'block="block2a"'),
        in_cell("steps of no size", "trap-shown", "trap-shown", "learning_rate=1e-5", "learning_rate=0.0"),
        in_cell(
            "a base unfrozen after all", "trap-shown", "trap-shown", "freeze(base)", "unfreeze_top(base, layers=3)"
        ),
        in_cell(
            "batch normalization left frozen",
            "batch-norm-shown",
            "batch-norm-shown",
            "base.model.trainable = True",
            "pretrained.unfreeze_top(base, layers=150)",
        ),
        in_cell(
            "weights that learn beside the statistics",
            "batch-norm-shown",
            "batch-norm-shown",
            "learning_rate=0.0",
            "learning_rate=1e-5",
        ),
        in_cell(
            "nothing gained by augmentation", "results-shown", "results-shown", "pets-1000-both", "pets-1000-plain"
        ),
        in_cell(
            "a base too small to be ahead",
            "results-shown",
            "results-shown",
            "pets-lite0-features",
            "pets-mobilenet-features",
        ),
    ],
}
CASES = [(chapter, mutation) for chapter, mutations in MUTATIONS.items() for mutation in mutations]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chapter", "mutation"), CASES, ids=[f"{chapter}: {mutation.mistake}" for chapter, mutation in CASES]
)
def test_a_mistake_is_caught_by_the_chapter_itself(
    chapter: str, mutation: Mutation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = code_cells(chapter)
    if mutation.wrong:
        monkeypatch.setattr(ops, mutation.function, mutation.wrong)
    else:
        assert mutation.old in cells[mutation.cell], "the cell has changed: change the mutation with it"
        cells[mutation.cell] = cells[mutation.cell].replace(mutation.old, mutation.new)
    for slow in SLOW.get(chapter, set()) - {mutation.caught_by}:
        del cells[slow]
    started: list[str] = []
    with pytest.raises(AssertionError):
        started.extend(run(cells, last=mutation.caught_by))
    assert started[-1] == mutation.caught_by


@pytest.mark.parametrize("path", sorted(CHAPTERS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_each_chapter_that_computes_has_eight_mutations_or_more(path: Path) -> None:
    assert len(MUTATIONS[path.stem]) >= 8
