"""The Python side of `KernelLearningExplorer`: its traits, their bounds, and the same descent in NumPy."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import traitlets
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from course_utils import kernels, ops, photos
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.traits import Photo, Square

Floats = NDArray[np.float64]

MOST_STEPS = 10_000
_BLOCKS = 12
_SETTLED = 1e-7
_EXPLODED = 1_000


class History(NamedTuple):
    """A descent, step by step: the start is entry 0.

    Attributes:
        losses: Mean squared errors, shape `(steps + 1,)`.
        kernels: Kernels, shape `(steps + 1, size, size)`.
    """

    losses: Floats
    kernels: Floats


class KernelLearningExplorer(CourseWidget, bundle="kernel_learning_explorer"):
    """Learns a convolution kernel by gradient descent, live in the page.

    A hidden filter answers to a picture with a response map. A kernel of random numbers is to give the same
    answers: each step moves all of its numbers against the gradient of the mean squared error, which is the
    picture correlated with the error map. The reader picks or makes the hidden filter, or paints the map that the
    kernel is to give, sets the learning rate, and lets it run.

    Args:
        image: 8-bit pixels of shape `(height, width, channels)`, 16 to 128 a side; channels are averaged.
            Defaults to the photo of a cat in gray, 48 × 48, of mean 127.5.
        hidden: The filter to be found, shape `(size, size)` with size 3 or 5. Defaults to vertical edges.
        kernel: The numbers that learning starts with, in the same shape. Defaults to random ones from −1 to 1.
        seed: Of those random numbers.
        **traits: `picture` (`"photo"`: the image; `"flat"` or `"stripes"`: pictures that tell too little about the
            filter), `task` (`"filter"`: answer as `hidden` does; `"map"`: give the map in `painted`), `painted`
            (numbers of shape `(12, 12)`, each spread over a block of the map), `learning_rate` (0.001 to 2),
            `momentum` (0 to 0.99), `steps` (done when it is displayed, at most 10,000), `revealed` (whether the
            hidden numbers can be read) and `limit_shown` (whether the largest stable learning rate is marked).

    Raises:
        traitlets.TraitError: If a trait is out of bounds, or `kernel` and `hidden` differ in shape.

    Example:
        >>> explorer = KernelLearningExplorer(learning_rate=0.5, steps=1000)
        >>> explorer.history().kernels[-1].round(1) + 0.0
        array([[-1.,  0.,  1.],
               [-2.,  0.,  2.],
               [-1.,  0.,  1.]])

    Reference:
        [keras.optimizers.SGD](https://keras.io/api/optimizers/sgd/).
    """

    image = Photo(sides=range(16, 129), suggested=48)
    picture = traitlets.Enum(["photo", "flat", "stripes"], "photo").tag(sync=True)
    task = traitlets.Enum(["filter", "map"], "filter").tag(sync=True)
    hidden = Square(3, 5)
    painted = Square(_BLOCKS, _BLOCKS)
    kernel = Square(3, 5)
    learning_rate = traitlets.Float(0.1, min=0.001, max=2).tag(sync=True)
    momentum = traitlets.Float(0.0, min=0, max=0.99).tag(sync=True)
    steps = traitlets.Int(12, min=0, max=MOST_STEPS).tag(sync=True)
    revealed = traitlets.Bool(False).tag(sync=True)
    limit_shown = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        image: ArrayLike | None = None,
        hidden: ArrayLike | None = None,
        kernel: ArrayLike | None = None,
        seed: int = 3,
        **traits: Any,
    ) -> None:
        pixels = _cat() if image is None else np.asarray(image)
        wanted = kernels.pattern("vertical_edges") if hidden is None else np.asarray(hidden)
        start = np.random.default_rng(seed).uniform(-1, 1, wanted.shape).round(2) if kernel is None else kernel
        super().__init__(**{"image": pixels, "hidden": wanted, "kernel": start, "painted": _ring(), **traits})

    @traitlets.validate("hidden", "kernel")
    def _check_kernels(self, proposal: Any) -> NDArray[np.float32]:
        name, numbers = proposal["trait"].name, proposal["value"]
        other = {"hidden": self.kernel, "kernel": self.hidden}[name]
        if len(numbers) == 4 or len(numbers) != len(other):
            raise traitlets.TraitError(
                "`hidden` and `kernel` must both be 3 × 3 or both 5 × 5. "
                f"Received: {name} of shape {numbers.shape}, the other of shape {other.shape}. "
                "To change both, assign them inside `with explorer.hold_trait_notifications():`."
            )
        checked: NDArray[np.float32] = numbers
        return checked

    def inputs(self) -> Floats:
        """Return the picture that the kernel slides over.

        Returns:
            Array of shape `(height, width)`: gray pixels, scaled from 0…255 to −1…1.
        """
        height, width, _ = self.image.shape
        if self.picture == "flat":
            pixels = np.full((height, width), 191.25)
        elif self.picture == "stripes":
            pixels = np.tile(np.where(np.arange(width) % 7 < 3, 191.25, 63.75), (height, 1))
        else:
            pixels = self.image.mean(axis=2)
        return pixels / 127.5 - 1

    def target(self) -> Floats:
        """Return the map that the kernel is to give: what `hidden` answers, or the painted one.

        Returns:
            Array of shape `(height - size + 1, width - size + 1)`.
        """
        if self.task == "filter":
            return _answer(self.inputs(), self.hidden)
        height, width = (side - len(self.hidden) + 1 for side in self.image.shape[:2])
        rows, columns = (np.arange(side) * _BLOCKS // side for side in (height, width))
        return self.painted.astype(float)[np.ix_(rows, columns)]

    def best(self) -> tuple[Floats, float]:
        """Return the kernel with the smallest error, by least squares, and that error.

        Where several kernels are equally good, it is the one with the smallest numbers.
        """
        size = len(self.hidden)
        patches = sliding_window_view(self.inputs(), (size, size)).reshape(-1, size * size)
        solution, *_ = np.linalg.lstsq(patches, self.target().ravel(), rcond=1e-10)
        kernel: Floats = solution.reshape(size, size).astype(np.float64)
        return kernel, float(np.mean((_answer(self.inputs(), kernel) - self.target()) ** 2))

    def history(self, steps: int | None = None) -> History:
        """Return the descent from `kernel`: `velocity = momentum · velocity − learning_rate · gradient`, then a step.

        It ends early where nothing more happens (a loss within 1e-7 of the smallest possible one, and next to no
        velocity) and where the loss has grown beyond a thousand times its first value, or beyond 1,000.

        Args:
            steps: Number of steps; `self.steps` by default.
        """
        inputs, target = self.inputs(), self.target()
        kernel, velocity = self.kernel.astype(float), np.zeros(self.kernel.shape)
        floor = self.best()[1] if self.task == "map" else 0.0
        losses: list[float] = []
        kernels_: list[Floats] = []
        while True:
            error = _answer(inputs, kernel) - target
            losses.append(float(np.mean(error**2)))
            kernels_.append(kernel)
            exploded = losses[-1] > _EXPLODED * max(1, losses[0])
            settled = losses[-1] - floor + np.sum(velocity**2) < _SETTLED
            if exploded or settled or len(losses) > (self.steps if steps is None else steps):
                return History(np.array(losses), np.array(kernels_))
            velocity = self.momentum * velocity - self.learning_rate * 2 * _answer(inputs, error) / error.size
            kernel = kernel + velocity

    def stability_limit(self) -> float:
        """Return the learning rate beyond which the loss explodes.

        It is 2 (1 + momentum) / λ, where λ is the largest curvature of the loss: twice the largest eigenvalue of
        the mean product of the picture's patches with themselves.
        """
        size = len(self.hidden)
        patches = sliding_window_view(self.inputs(), (size, size)).reshape(-1, size * size)
        curvature = 2 * np.linalg.eigvalsh(patches.T @ patches / len(patches))[-1]
        return float(2 * (1 + self.momentum) / curvature) if curvature > 0 else float("inf")

    def __repr__(self) -> str:
        """Return the shapes and settings, without the arrays."""
        shape = "×".join(map(str, self.image.shape))
        size = len(self.hidden)
        return (
            f"KernelLearningExplorer(image {shape}, picture={self.picture!r}, task={self.task!r}, "
            f"kernel {size}×{size}, learning_rate={self.learning_rate:g}, momentum={self.momentum:g}, "
            f"steps={self.steps})"
        )


def _answer(inputs: Floats, kernel: ArrayLike) -> Floats:
    """Slide a kernel over a picture. With an error map as the kernel, this is the loss's gradient, but for a factor."""
    weights = np.asarray(kernel, float)[..., None, None]
    return np.asarray(ops.conv2d(inputs[..., None], weights)[..., 0], float)


def _cat() -> NDArray[np.uint8]:
    """The cat in gray, its pixels about as often below the middle as above it: mean 127.5."""
    gray = photos.cat(48).mean(axis=2, keepdims=True)
    stretched = 127.5 + (gray - gray.mean()) * 64 / gray.std()
    pixels: NDArray[np.uint8] = stretched.round().clip(0, 255).astype(np.uint8)
    return pixels


def _ring() -> Floats:
    """A ring, which no filter of 3 × 3 numbers can draw wherever it stands."""
    middle = (_BLOCKS - 1) / 2
    rows, columns = np.indices((_BLOCKS, _BLOCKS)) - middle
    ring: Floats = (abs(np.hypot(rows, columns) - 4) < 1).astype(np.float64)
    return ring
