"""Buried layers: what rises and falls again within a profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.depth.crossing import Crossing, crossings, propagated

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xpsfit.arrays import FloatArray

DETECTED_SIGMA = 3.29
SURE_SIGMA = 5.0


@dataclass(frozen=True, slots=True)
class BuriedLayer:
    """A layer without any assumption on its shape.

    Attributes
    ----------
    centroid_s, centroid_stderr_s : float
        Of what lies above the base, as far as it was detected.
    rises, falls : Crossing or None
        At half of its height over the base; None where that was not measured.
    gone : Crossing or None
        Where it falls below detection; None where it does not.
    base, maximum : float
    points : int
        Levels above half the height.
    """

    centroid_s: float
    centroid_stderr_s: float
    rises: Crossing | None
    falls: Crossing | None
    gone: Crossing | None
    base: float
    maximum: float
    points: int


def is_layer(values: FloatArray, stderr: FloatArray) -> bool:
    """Return whether a profile rises within, and falls at least halfway back.

    The maximum must stand above both ends by 5 standard errors and be farther from the
    higher end than that is from the lower one.
    """
    top = int(np.argmax(values))
    if top in (0, values.size - 1):
        return False
    ends = np.array([0, values.size - 1])
    rise = values[top] - values[ends]
    sure = bool(np.all(rise > SURE_SIGMA * np.hypot(stderr[top], stderr[ends])))
    return sure and float(rise.min()) > 0.5 * float(rise.max())


def buried_layer(
    time_s: FloatArray, values: FloatArray, stderr: FloatArray
) -> BuriedLayer:
    """Return the layer of a profile that `is_layer`.

    Parameters
    ----------
    time_s, values, stderr : FloatArray, shape (n,)
        Rising times, values and standard errors, none NaN.

    Returns
    -------
    BuriedLayer

    Notes
    -----
    A value is detected from 3.29 standard errors on (L. A. Currie, Anal. Chem. 40, 586,
    1968, doi 10.1021/ac60259a007). The base is the lower end of the profile, or 0 where
    that is not detected. The centroid is the mean time of what is above the base, by
    the trapezoidal rule, over the levels around the maximum where the layer is
    detected and one more at each side.
    """
    top = int(np.argmax(values))
    end = 0 if values[0] <= values[-1] else -1
    base = float(values[end]) if values[end] >= DETECTED_SIGMA * stderr[end] else 0.0
    above = values - base
    limit = DETECTED_SIGMA * stderr
    first, last = _around(above >= limit, top)
    inside = slice(max(first - 1, 0), min(last + 2, values.size))
    times, errors = time_s[inside], stderr[inside]

    gaps = np.diff(times)
    weights = 0.5 * (np.append(gaps, 0.0) + np.append(0.0, gaps))

    def centroid(heights: FloatArray) -> float:
        weighted = weights * heights
        return float(weighted @ times / weighted.sum())

    half = 0.5 * float(above[top])
    rising = crossings(
        time_s[: top + 1], above[: top + 1], stderr[: top + 1], half, "rising"
    )
    falling = crossings(time_s[top:], above[top:], stderr[top:], half, "falling")
    gone = crossings(time_s[top:], above[top:], stderr[top:], limit[top:], "falling")
    return BuriedLayer(
        centroid(above[inside]),
        propagated(centroid, above[inside], errors),
        rising[-1] if rising else None,
        falling[0] if falling else None,
        gone[0] if gone else None,
        base,
        float(values[top]),
        int(np.sum(above >= half)),
    )


def _around(detected: NDArray[np.bool_], top: int) -> tuple[int, int]:
    """Return the first and last of the detected levels around the maximum."""
    first = last = top
    while first > 0 and detected[first - 1]:
        first -= 1
    while last < detected.size - 1 and detected[last + 1]:
        last += 1
    return first, last
