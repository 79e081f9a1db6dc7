"""Lines and bands on axes.

`Axes.plot` and `Axes.fill_between` do the same, and look at units, cycles of colors,
limits of data and many ways to call them before: four and ten times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    from xpsfit.arrays import FloatArray


def draw_line(axes: Axes, x: ArrayLike, y: ArrayLike, **look: Any) -> Line2D:
    """Return a line put on axes, whose limits stay; `look` is that of `Line2D`."""
    line = Line2D(np.asarray(x), np.asarray(y), **look)
    axes.add_artist(line)
    return line


def draw_band(
    axes: Axes,
    x: FloatArray,
    low: FloatArray,
    high: FloatArray,
    where: NDArray[np.bool_] | None = None,
    **look: Any,
) -> None:
    """Fill the area between two curves, or what of it is wanted.

    Parameters
    ----------
    axes : Axes
    x, low, high : FloatArray, shape (n,)
    where : ndarray of bool, shape (n,), optional
        Points to include; a point alone has no area.
    **look
        As `matplotlib.patches.PathPatch` takes.
    """
    inside = np.ones(x.shape, dtype=bool) if where is None else where
    edges = np.flatnonzero(
        np.diff(np.concatenate([[False], inside, [False]]).astype(int))
    )
    rounds = [
        Path(
            np.column_stack(
                [
                    np.concatenate([x[first:end], x[first:end][::-1]]),
                    np.concatenate([low[first:end], high[first:end][::-1]]),
                ]
            ),
            closed=False,
        )
        for first, end in zip(edges[::2], edges[1::2], strict=True)
        if end - first > 1
    ]
    if rounds:
        axes.add_artist(PathPatch(Path.make_compound_path(*rounds), **look))
