"""Pictures, feature maps and kernels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from course_utils.plots.plot import INK, RESPONSE, WEIGHT, WIDTH, Array, Plot, check_titles, row

GAP = 1  # pixels of paper around each picture of a mosaic

def pictures(images: Sequence[Array], titles: Sequence[str], *, exact: bool = True) -> Plot:
    """Show photos and response maps side by side.

    Args:
        images: Photos of shape `(height, width, 3)`, values 0 to 1 or 0 to 255; or maps of shape `(height, width)`,
            any values, drawn rose below zero and indigo above.
        titles: One a picture.
        exact: Whether every processor computes the same values. Otherwise the summary leaves them out.

    Returns:
        A `Plot`.

    Raises:
        ValueError: If there are not as many titles as pictures, or a picture has another shape.
    """
    check_titles(len(images), titles)
    figure, axes = row(len(images))
    for axis, image, title in zip(axes, images, titles, strict=True):
        if image.ndim == 3 and image.shape[2] == 3:
            axis.imshow(image)
        elif image.ndim == 2:
            limit = float(np.abs(image).max()) or 1.0
            axis.imshow(image, cmap=RESPONSE, vmin=-limit, vmax=limit)
        else:
            raise ValueError(f"A picture must be (height, width, 3) or (height, width). Received: shape={image.shape}")
        axis.set_title(title)
    describe = _summary if exact else _size
    summary = "; ".join(f"{title}: {describe(image)}" for title, image in zip(titles, images, strict=True))
    return Plot(figure, summary, photographic=any(image.size > 10_000 for image in images))


def mosaic(images: Sequence[Array], columns: int) -> Plot:
    """Show many photos of one size as a sheet, with nothing between them but a thin gap.

    Args:
        images: Photos of shape `(height, width, 3)`, values 0 to 255, as many as fill their rows.
        columns: Pictures in a row.

    Returns:
        A `Plot`.

    Raises:
        ValueError: If the pictures differ in shape, or the last row would have a hole.
    """
    shapes = {image.shape for image in images}
    if len(shapes) != 1 or len(images) % columns:
        raise ValueError(
            f"Give pictures of one shape, a multiple of {columns}. Received: {len(images)} pictures, shapes={shapes}"
        )
    framed = [np.pad(image, ((GAP, GAP), (GAP, GAP), (0, 0)), constant_values=255) for image in images]
    sheet = np.vstack([np.hstack(framed[start : start + columns]) for start in range(0, len(framed), columns)])
    figure = Figure(figsize=(WIDTH, WIDTH * sheet.shape[0] / sheet.shape[1]))
    axis = figure.add_axes((0, 0, 1, 1))
    axis.set_axis_off()
    axis.imshow(sheet)
    return Plot(figure, f"{len(images)} pictures", photographic=True)


def channels(image: Array, titles: Sequence[str] = ("red", "green", "blue")) -> Plot:
    """Show each channel of a picture in gray.

    Args:
        image: Shape `(height, width, channels)`, values 0 to 1 or 0 to 255.
        titles: One a channel.

    Returns:
        A `Plot`.
    """
    check_titles(image.shape[-1], titles)
    figure, axes = row(image.shape[-1])
    for channel, (axis, title) in enumerate(zip(axes, titles, strict=True)):
        axis.imshow(image[..., channel], cmap="gray", vmin=0, vmax=1 if image.max() <= 1 else 255)
        axis.set_title(title)
    summary = "; ".join(f"{title}: {_summary(image[..., i])}" for i, title in enumerate(titles))
    return Plot(figure, summary, photographic=True)


def grays(images: Sequence[Array], titles: Sequence[str], columns: int = 8, label: str = "") -> Plot:
    """Show small gray pictures in rows, ink on paper.

    Args:
        images: Arrays of shape `(height, width)` or `(height, width, 1)`, values 0 (paper) to 255 or 1 (ink).
        titles: One a picture.
        columns: Pictures in a row.
        label: What the pictures are, in place of the titles in the summary: where a training chose them, they
            differ between processors.

    Returns:
        A `Plot`.
    """
    check_titles(len(images), titles)
    rows = -(-len(images) // columns)
    side = WIDTH / columns
    figure = Figure(figsize=(WIDTH, rows * (side + 0.22)), layout="constrained")
    axes = np.atleast_1d(figure.subplots(rows, columns)).ravel()
    for axis in axes:
        axis.set_axis_off()
    for axis, image, title in zip(axes, images, titles, strict=False):
        axis.imshow(np.squeeze(image), cmap="gray_r", vmin=0, vmax=255 if image.dtype == np.uint8 else 1)
        axis.set_title(title, fontsize=9, color=INK)
    return Plot(figure, label or f"{len(images)} pictures: {', '.join(titles)}")


def feature_maps(activations: Sequence[Array], titles: Sequence[str], count: int = 8, enlarge: bool = False) -> Plot:
    """Show the first channels of each layer's feature map, a row a layer.

    Args:
        activations: Arrays of shape `(height, width, channels)`, one a layer.
        titles: One a layer.
        count: The most channels to show of a layer.
        enlarge: Whether maps with few cells are drawn as large as the others, rather than all cells at one scale.

    Returns:
        A `Plot`.
    """
    check_titles(len(activations), titles)
    largest = max(len(maps) for maps in activations)
    figure = Figure(figsize=(WIDTH, len(activations) * WIDTH / (count + 1.4)), layout="constrained")
    grid = figure.subplots(len(activations), count, squeeze=False)
    for cells, maps, title in zip(grid, activations, titles, strict=True):
        limit = float(np.abs(maps).max()) or 1.0
        margin = 0 if enlarge else (largest - len(maps)) / 2  # so that a small map is seen to be small
        for channel, axis in enumerate(cells):
            axis.set_axis_off()
            axis.set_xlim(-0.5 - margin, len(maps) - 0.5 + margin)
            axis.set_ylim(len(maps) - 0.5 + margin, -0.5 - margin)
            axis.set_aspect("equal")
            if channel < maps.shape[-1]:
                axis.imshow(maps[..., channel], cmap=RESPONSE, vmin=-limit, vmax=limit, extent=_frame(len(maps)))
        cells[0].set_title(title, fontsize=9, color=INK, loc="left")
    shapes = [f"{title}: {'×'.join(map(str, maps.shape))}" for title, maps in zip(titles, activations, strict=True)]
    return Plot(figure, "; ".join(shapes))


def weights(kernels: Sequence[Array], titles: Sequence[str]) -> Plot:
    """Show small kernels side by side, each number written on its cell.

    Args:
        kernels: Arrays of shape `(height, width)`.
        titles: One a kernel.

    Returns:
        A `Plot`.
    """
    check_titles(len(kernels), titles)
    figure, axes = row(len(kernels), height=2.3)
    limit = max(float(np.abs(kernel).max()) for kernel in kernels) or 1.0
    for axis, kernel, title in zip(axes, kernels, titles, strict=True):
        axis.imshow(kernel, cmap=WEIGHT, vmin=-1.6 * limit, vmax=1.6 * limit)  # pale enough for text
        for (line, column), number in np.ndenumerate(kernel):
            text = f"{number:.2f}".replace("-0.00", "0.00")
            axis.text(column, line, text, ha="center", va="center", fontsize=9, color=INK)
        axis.set_title(title)
    # The last one, to one decimal: numbers in the middle of a training differ in late digits between processors.
    last = [[f"{number:.1f}".replace("-0.0", "0.0") for number in line] for line in kernels[-1]]
    numbers = "; ".join(" ".join(line) for line in last)
    return Plot(figure, f"{', '.join(titles)}; the last: {numbers}")


def _frame(side: int) -> tuple[float, float, float, float]:
    """Where matplotlib puts the cells of a square map: left, right, bottom, top."""
    return (-0.5, side - 0.5, side - 0.5, -0.5)


def _size(image: Array) -> str:
    return "×".join(map(str, image.shape))


def _summary(image: Array) -> str:
    return f"{_size(image)} from {image.min():.2f} to {image.max():.2f}, standard deviation {image.std():.2f}"
