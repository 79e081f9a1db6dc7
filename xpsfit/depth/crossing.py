"""When a profile crosses a value: linear in time between levels, nothing smoothed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray

Direction = Literal["falling", "rising"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a profile crosses a value.

    Attributes
    ----------
    time_s, stderr_s : float
        The error is that of the two values beside it.
    between_s : tuple of float
        The levels beside it.
    """

    time_s: float
    stderr_s: float
    between_s: tuple[float, float]


def crossings(
    time_s: FloatArray,
    values: FloatArray,
    stderr: FloatArray,
    level: FloatArray | float,
    direction: Direction,
) -> list[Crossing]:
    """Return every time at which a profile crosses a value in one direction.

    Parameters
    ----------
    time_s, values, stderr : FloatArray, shape (n,)
        Rising times, values and their standard errors, none NaN.
    level : float or FloatArray, shape (n,)
        What is crossed; one value, or one for each level.
    direction : {"falling", "rising"}

    Returns
    -------
    list of Crossing
        In order of time.

    Notes
    -----
    With u = value - level at two neighboring levels, the crossing lies the share
    u1 / (u1 - u2) of the way between them; its error follows from those of the two
    values by linear propagation, and never exceeds what a crossing anywhere between
    the two levels would have, their distance over the square root of 12.

    Examples
    --------
    >>> import numpy as np
    >>> found = crossings(
    ...     np.array([0.0, 100.0]), np.array([8.0, 2.0]), np.array([0.3, 0.3]), 5.0,
    ...     "falling",
    ... )
    >>> found[0].time_s, round(found[0].stderr_s, 2)
    (50.0, 3.54)
    """
    above = values - level if direction == "falling" else level - values
    found = []
    for i in np.flatnonzero((above[:-1] >= 0.0) & (above[1:] < 0.0)).tolist():
        gap = float(time_s[i + 1] - time_s[i])
        fall = float(above[i] - above[i + 1])
        share = float(above[i]) / fall
        error = (
            gap
            / fall
            * math.hypot((1.0 - share) * float(stderr[i]), share * float(stderr[i + 1]))
        )
        found.append(
            Crossing(
                float(time_s[i]) + share * gap,
                min(error, gap / math.sqrt(12.0)),
                (float(time_s[i]), float(time_s[i + 1])),
            )
        )
    return found


def propagated(
    quantity: Callable[[FloatArray], float], values: FloatArray, stderr: FloatArray
) -> float:
    """Return the standard error of a quantity by linear propagation.

    Parameters
    ----------
    quantity : callable
        A smooth function of the values.
    values, stderr : FloatArray, shape (n,)
        Independent of each other.
    """
    total = 0.0
    for index, error in enumerate(stderr.tolist()):
        moved = np.zeros(values.size)
        moved[index] = 0.1 * error
        rise = quantity(values + moved) - quantity(values - moved)
        total += (rise / 0.2) ** 2
    return math.sqrt(total)
