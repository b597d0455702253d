"""The nets that can be had with ImageNet weights: what a table needs to compare them, and where the weights lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from course_utils.pretrained.preprocessing import BLUE_FIRST, LITE, RAW, SIGNED, STANDARDISED, Preprocessing

_STORE = "https://storage.googleapis.com/tensorflow/keras-applications/"
_EFFICIENTNET_STORE = "https://storage.googleapis.com/keras-applications/"
_TENSORFLOW = "_weights_tf_dim_ordering_tf_kernels"


@dataclass(frozen=True)
class WeightsFile:
    """A file with weights on the web, and its MD5 or SHA-256 where Keras publishes one."""

    url: str
    checksum: str | None = None

    @property
    def name(self) -> str:
        """The name under which Keras keeps it."""
        return self.url.rpartition("/")[2]

    @property
    def md5(self) -> str | None:
        """The checksum, if it is an MD5."""
        return self.checksum if len(self.checksum or "") == 32 else None

    @property
    def sha256(self) -> str | None:
        """The checksum, if it is a SHA-256."""
        return self.checksum if len(self.checksum or "") == 64 else None


@dataclass(frozen=True)
class Published:
    """Where a family's weights are published, with and without its classifier.

    Args:
        stem: The address as far as both files share it. `{alpha}` stands for the width of the net.
        top: How the address of the whole net goes on.
        no_top: How the address of the convolutional base goes on.
        checksums: The checksums of the two, in this order.
    """

    stem: str
    top: str = ".h5"
    no_top: str = "_notop.h5"
    checksums: tuple[str | None, str | None] = (None, None)

    def file(self, include_top: bool, alpha: float) -> WeightsFile:
        """Return the file for one width of the net."""
        # MobileNet writes its widths 2_5, 5_0, 7_5 and 1_0, MobileNetV2 writes 0.35 and 1.0.
        digits = {"alpha": alpha, "tenths": {0.25: "2_5", 0.5: "5_0", 0.75: "7_5", 1.0: "1_0"}.get(alpha)}
        ending, checksum = (self.top, self.checksums[0]) if include_top else (self.no_top, self.checksums[1])
        return WeightsFile(self.stem.format(**digits) + ending, checksum)


@dataclass(frozen=True)
class Family:
    """One architecture with ImageNet weights.

    Args:
        name: Its name in Keras, such as `"Xception"`.
        year: When its paper came out.
        paper: Where to read about it.
        page: Its documentation.
        default_size: Height and width in pixels of the pictures it was trained on.
        parameters: How many numbers the whole net has, classifier included.
        top1: Share of ImageNet's validation pictures, in percent, whose class is its first guess, as published.
        preprocessing: What it expects of a picture's numbers.
        published: Where its weights are; `None` where an installed package brings them.
        smallest_size: Height and width in pixels below which nothing is left to convolve.
        alphas: The widths, as shares of the full number of filters, that have weights.
        by_name: Whether Keras builds another net for `weights="imagenet"` than for the same weights in a file.
    """

    name: str
    year: int
    paper: str
    page: str
    default_size: int
    parameters: int
    top1: float
    preprocessing: Preprocessing
    published: Published | None
    smallest_size: int = 32
    alphas: tuple[float, ...] = (1.0,)
    by_name: bool = False

    @property
    def input_range(self) -> tuple[float, float]:
        """The smallest and the largest number that the net's own code, past any preprocessing, is given."""
        return self.preprocessing.input_range

    @property
    def megabytes(self) -> float:
        """The size of its weights, four bytes each, in units of 10⁶ bytes."""
        return self.parameters * 4 / 1e6


def _keras(section: str) -> str:
    return f"https://keras.io/api/applications/{section}/"


def _arxiv(number: str) -> str:
    return f"https://arxiv.org/abs/{number}"


def _efficientnet(variant: str, size: int, parameters: int, top1: float, *checksums: str) -> Family:
    """EfficientNetB0 to B3: Keras rescales inside the net, and twice if it loads the weights by their name."""
    return Family(
        f"EfficientNet{variant}", 2019, _arxiv("1905.11946"), _keras("efficientnet"), size, parameters, top1, RAW,
        Published(f"{_EFFICIENTNET_STORE}efficientnet{variant.lower()}", checksums=(checksums[0], checksums[1])),
        by_name=True,
    )  # fmt: skip


_ALL = (
    Family(
        "VGG16", 2014, _arxiv("1409.1556"), _keras("vgg"), 224, 138_357_544, 71.3, BLUE_FIRST,
        Published(f"{_STORE}vgg16/vgg16{_TENSORFLOW}",
                  checksums=("64373286793e3c8b2b4e3219cbf3544b", "6d6bbae143d832006294945121d1f1fc")),
    ),
    Family(
        "VGG19", 2014, _arxiv("1409.1556"), _keras("vgg"), 224, 143_667_240, 71.3, BLUE_FIRST,
        Published(f"{_STORE}vgg19/vgg19{_TENSORFLOW}",
                  checksums=("cbe5617147190e668d6c5d5026f83318", "253f8cb515780f3b799900260a226db6")),
    ),
    Family(
        "ResNet50", 2015, _arxiv("1512.03385"), _keras("resnet"), 224, 25_636_712, 74.9, BLUE_FIRST,
        Published(f"{_STORE}resnet/resnet50{_TENSORFLOW}",
                  checksums=("2cb95161c43110f7111970584f804107", "4d473c1dd8becc155b73f8504c6f6626")),
    ),
    Family(
        "ResNet50V2", 2016, _arxiv("1603.05027"), _keras("resnet"), 224, 25_613_800, 76.0, SIGNED,
        Published(f"{_STORE}resnet/resnet50v2{_TENSORFLOW}",
                  checksums=("3ef43a0b657b3be2300d5770ece849e0", "fac2f116257151a9d068a22e544a4917")),
    ),
    Family(
        "ResNet101V2", 2016, _arxiv("1603.05027"), _keras("resnet"), 224, 44_675_560, 77.2, SIGNED,
        Published(f"{_STORE}resnet/resnet101v2{_TENSORFLOW}",
                  checksums=("6343647c601c52e1368623803854d971", "c0ed64b8031c3730f411d2eb4eea35b5")),
    ),
    Family(
        "InceptionV3", 2015, _arxiv("1512.00567"), _keras("inceptionv3"), 299, 23_851_784, 77.9, SIGNED,
        Published(f"{_STORE}inception_v3/inception_v3{_TENSORFLOW}",
                  checksums=("9a0d58056eeedaa3f26cb7ebd46da564", "bcbd6486424b2319ff4ef7d526e38f63")),
        smallest_size=75,
    ),
    Family(
        "Xception", 2016, _arxiv("1610.02357"), _keras("xception"), 299, 22_910_480, 79.0, SIGNED,
        Published(f"{_STORE}xception/xception{_TENSORFLOW}",
                  checksums=("0a58e3b7378bc2990ea3b43d5981f1f6", "b0042744bf5b25fce3cb969f33bebb97")),
        smallest_size=71,
    ),
    Family(
        "MobileNet", 2017, _arxiv("1704.04861"), _keras("mobilenet"), 224, 4_253_864, 70.4, SIGNED,
        Published(_STORE + "mobilenet/mobilenet_{tenths}_224_tf", no_top="_no_top.h5"),
        alphas=(0.25, 0.5, 0.75, 1.0),
    ),
    Family(
        "MobileNetV2", 2018, _arxiv("1801.04381"), _keras("mobilenet"), 224, 3_538_984, 71.3, SIGNED,
        Published(_STORE + "mobilenet_v2/mobilenet_v2" + _TENSORFLOW + "_{alpha}_224", no_top="_no_top.h5"),
        alphas=(0.35, 0.5, 0.75, 1.0, 1.3, 1.4),
    ),
    Family(
        "MobileNetV3Small", 2019, _arxiv("1905.02244"), _keras("mobilenet"), 224, 2_554_968, 68.1, RAW,
        Published(f"{_STORE}mobilenet_v3/weights_mobilenet_v3_small_224_1.0_float", no_top="_no_top_v2.h5",
                  checksums=("8768d4c2e7dee89b9d02b2d03d65d862", "d3e8ec802a04aa4fc771ee12a9a9b836")),
    ),
    Family(
        "MobileNetV3Large", 2019, _arxiv("1905.02244"), _keras("mobilenet"), 224, 5_507_432, 75.6, RAW,
        Published(f"{_STORE}mobilenet_v3/weights_mobilenet_v3_large_224_1.0_float", no_top="_no_top_v2.h5",
                  checksums=("59e551e166be033d707958cf9e29a6a7", "07fb09a5933dd0c8eaafa16978110389")),
    ),
    _efficientnet("B0", 224, 5_330_571, 77.1, "902e53a9f72be733fc0bcb005b3ebbac", "50bc09e76180e00e4465e1a485ddc09d"),
    _efficientnet("B1", 240, 7_856_239, 79.1, "1d254153d4ab51201f1646940f018540", "74c4e6b3e1f6a1eea24c589628592432"),
    _efficientnet("B2", 260, 9_177_569, 80.1, "b15cce36ff4dcbd00b6dd88e7857a6ad", "111f8e2ac8aa800a7a99e3239f7bfb39"),
    _efficientnet("B3", 300, 12_320_535, 81.6, "ffd1fdc53d0ce67064dc6a9c7960ede0", "af6d107764bb5b1abb91932881670226"),
    Family(
        "EfficientNetV2B0", 2021, _arxiv("2104.00298"), _keras("efficientnet_v2"), 224, 7_200_312, 78.7, RAW,
        Published(f"{_STORE}efficientnet_v2/efficientnetv2-b0",
                  checksums=("21ecbf6da12460d5c40bb2f29ceb2188", "893217f2bb855e2983157299931e43ff")),
    ),
    Family(
        "DenseNet121", 2016, _arxiv("1608.06993"), _keras("densenet"), 224, 8_062_504, 75.0, STANDARDISED,
        Published(f"{_STORE}densenet/densenet121{_TENSORFLOW}",
                  checksums=("9d60b8095a5708f2dcce2bca79d332c7", "30ee3e1110167f948a6b9946edeeb738")),
    ),
    Family(
        "ConvNeXtTiny", 2022, _arxiv("2201.03545"), _keras("convnext"), 224, 28_589_128, 81.3, RAW,
        Published(f"{_STORE}convnext/convnext_tiny",
                  checksums=("8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff",
                             "d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1")),
    ),
    Family(
        "EfficientNetLite0", 2020,
        "https://blog.tensorflow.org/2020/03/higher-accuracy-on-vision-models-with-efficientnet-lite.html",
        "https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite",
        224, 4_694_031, 75.1, LITE, None,
    ),
)  # fmt: skip

FAMILIES: Mapping[str, Family] = MappingProxyType({family.name: family for family in _ALL})
OFFLINE = "EfficientNetLite0"


def find(name: str) -> Family:
    """Return the family of that name.

    Raises:
        ValueError: If there is none.
    """
    if name not in FAMILIES:
        raise ValueError(
            f"There is no pretrained net of that name. Received: name={name!r}. Allowed: {', '.join(FAMILIES)}."
        )
    return FAMILIES[name]
