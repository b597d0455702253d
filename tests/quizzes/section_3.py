"""Section 3: each question computed by a function of its name."""

from tests.quizzes.common import computes, keras, network

computed = computes("3")


@computed
def left_to_learn(_):
    base = keras().applications.VGG16(include_top=False, weights=None, input_shape=(224, 224, 3))
    assert base.output_shape[1:] == (7, 7, 512)
    maps, end = "keras.Input((7, 7, 512))", "layers.Dense(1)"
    head = network(f"{maps}, layers.GlobalAveragePooling2D(), {end}").count_params()
    flat = network(f"{maps}, layers.Flatten(), {end}").count_params()
    return head, [base.output_shape[-1], flat, base.count_params() + head]


@computed
def depth_apart_from_place(_):
    def count(layer):
        return network(f"keras.Input((19, 19, 128)), layers.{layer}, use_bias=False)").count_params()

    separable, full = count("SeparableConv2D(128, 3"), count("Conv2D(128, 3")
    assert round(full / separable) == 8
    return separable, [full, count("DepthwiseConv2D(3"), count("Conv2D(128, 1")]
