"""Buried layers: what rises and falls again within a profile."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.depth.crossing import Crossing, crossings, propagated
from xpsfit.errors import FitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xpsfit.arrays import FloatArray

DETECTED_SIGMA = 3.29
SURE_SIGMA = 5.0
# Both ends lie in the lowest quarter of the height: half of it is then the same height
# within an eighth, whichever end is the base.
LAYER_COMES_BACK = 0.75


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
    fwhm_s, fwhm_stderr_s : float or None
        None where one side was not measured. The error holds that of the height.
    """

    centroid_s: float
    centroid_stderr_s: float
    rises: Crossing | None
    falls: Crossing | None
    gone: Crossing | None
    base: float
    maximum: float
    points: int
    fwhm_s: float | None = None
    fwhm_stderr_s: float | None = None


def comes_back(values: FloatArray, stderr: FloatArray) -> float:
    """Return how far a profile that rises within comes back.

    Returns
    -------
    float
        What the maximum stands above the higher end, as part of what it stands above
        the lower one; 0 where it does not stand above both by 5 standard errors.
    """
    top = int(np.argmax(values))
    if top in (0, values.size - 1):
        return 0.0
    ends = np.array([0, values.size - 1])
    rise = values[top] - values[ends]
    sure = bool(np.all(rise > SURE_SIGMA * np.hypot(stderr[top], stderr[ends])))
    return float(rise.min() / rise.max()) if sure else 0.0


def is_layer(values: FloatArray, stderr: FloatArray) -> bool:
    """Return whether a profile rises within and comes back on both sides.

    One that comes back by less than three quarters has no base: its half height and its
    centroid would depend on where the series stops.
    """
    return comes_back(values, stderr) > LAYER_COMES_BACK


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

    Raises
    ------
    FitError
        If it rises more than once, or negative values outweigh it.

    Notes
    -----
    A value is detected from 3.29 standard errors on (L. A. Currie, Anal. Chem. 40, 586,
    1968, doi 10.1021/ac60259a007). The base is the mean of the two ends of the profile
    where they agree within 3 standard errors, else the lower one; 0 where that is not
    detected. The centroid is the mean time of what is above the base, by
    the trapezoidal rule, from one FWHM before half of the height to one FWHM after it:
    a window that noise does not choose.
    """
    top = int(np.argmax(values))
    base, base_error = _base(values, stderr)
    above = values - base
    half = 0.5 * float(above[top])
    before, after = slice(None, top + 1), slice(top, None)
    rising = crossings(time_s[before], above[before], stderr[before], half, "rising")
    falling = crossings(time_s[after], above[after], stderr[after], half, "falling")
    limit = DETECTED_SIGMA * stderr
    gone = crossings(
        time_s[after], above[after], stderr[after], limit[after], "falling"
    )
    rises, falls = rising[-1] if rising else None, falling[0] if falling else None
    inside = _inside(time_s, rises, falls)
    heights = np.append(values[inside], base)
    errors = np.append(stderr[inside], base_error)
    centroid = _Centroid(time_s[inside])
    begin, end = _half_times(time_s, rises, falls)
    apart = (time_s < begin) | (time_s > end)
    if np.any(apart & (above > half + SURE_SIGMA * stderr)):
        raise FitError("it rises above half of its maximum more than once")
    middle, error = centroid(heights), propagated(centroid, heights, errors)
    if not (begin < middle < end and math.isfinite(error)):
        raise FitError("what lies below its base is as much as what lies above it")
    return BuriedLayer(
        middle,
        error,
        rises,
        falls,
        gone[0] if gone else None,
        base,
        float(values[top]),
        int(np.sum(above >= half)),
        *_fwhm(rises, falls, (time_s, above), 0.5 * float(stderr[top])),
    )


def _base(values: FloatArray, stderr: FloatArray) -> tuple[float, float]:
    """Return the base of a layer and its standard error, 0 where it is 0."""
    ends, errors = values[[0, -1]], stderr[[0, -1]]
    lower = int(np.argmin(ends))
    base, error = float(ends[lower]), float(errors[lower])
    if abs(float(ends[0] - ends[1])) <= 3.0 * float(np.hypot(*errors)):
        weights = errors**-2 / np.sum(errors**-2)
        base, error = float(weights @ ends), float(np.sum(errors**-2) ** -0.5)
    return (base, error) if base >= DETECTED_SIGMA * error else (0.0, 0.0)


def _fwhm(
    rises: Crossing | None,
    falls: Crossing | None,
    course: tuple[FloatArray, FloatArray],
    half_error: float,
) -> tuple[float | None, float | None]:
    """Return the width at half the height; an error of the height moves both sides."""
    if rises is None or falls is None:
        return None, None
    moved = half_error * sum(_time_per_height(side, *course) for side in (rises, falls))
    error = math.hypot(rises.stderr_s, falls.stderr_s, moved)
    return falls.time_s - rises.time_s, error


def _time_per_height(side: Crossing, time_s: FloatArray, above: FloatArray) -> float:
    first, last = side.between_s
    rise = np.interp([first, last], time_s, above)
    return (last - first) / float(abs(rise[1] - rise[0]))


def _half_times(
    time_s: FloatArray, rises: Crossing | None, falls: Crossing | None
) -> tuple[float, float]:
    """Return where a layer is above half of its height, as far as measured."""
    begin = float(time_s[0]) if rises is None else rises.time_s
    return begin, float(time_s[-1]) if falls is None else falls.time_s


def _inside(
    time_s: FloatArray, rises: Crossing | None, falls: Crossing | None
) -> NDArray[np.bool_]:
    """Return which levels the centroid counts."""
    begin, end = _half_times(time_s, rises, falls)
    width = end - begin
    inside = (time_s >= begin - width) & (time_s <= end + width)
    # At least one level at each side, or a layer of one level has no area.
    padded = np.pad(inside, 1)
    return np.asarray(padded[:-2] | padded[1:-1] | padded[2:])


class _Centroid:
    """The mean time of heights over a base, by the trapezoidal rule."""

    def __init__(self, time_s: FloatArray) -> None:
        gaps = np.diff(time_s)
        self.time_s = time_s
        self.weights = 0.5 * (np.append(gaps, 0.0) + np.append(0.0, gaps))

    def __call__(self, heights_and_base: FloatArray) -> float:
        weighted = self.weights * (heights_and_base[:-1] - heights_and_base[-1])
        area = float(weighted.sum())
        return float(weighted @ self.time_s) / area if area > 0.0 else math.nan
