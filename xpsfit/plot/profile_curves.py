"""The curves of a depth profile: lines, bands, upper limits, and names at their ends.

Below the critical level L_C = 3.29 standard errors an amount is not detected; what is
known is that it lies under max(value, 0) + 1.645 standard errors with 95 % confidence
(L. A. Currie, Anal. Chem. 40 (1968) 586, doi 10.1021/ac60259a007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from xpsfit.plot.labels import spread
from xpsfit.plot.shapes import draw_band, draw_line
from xpsfit.plot.words import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from xpsfit.arrays import FloatArray
    from xpsfit.plot.style import Page

LABEL_GAP_MM, CONNECTOR_MM = 3.1, 3.0
BAND_ALPHA = 0.25
DETECTED_SIGMA, ONE_SIDED_95 = 3.29, 1.645
# Matplotlib keeps labels that begin so out of legends.
LIMIT_LABEL = "_upper limit"


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a panel: `values` where detected, else `limits`; NaN is a gap.

    `quantity` is the element or state that it shows; empty for what is neither.
    """

    label: str
    color: str
    marker: str
    values: FloatArray
    limits: FloatArray
    stderr: FloatArray | None
    quantity: str = ""


def detected(values: FloatArray, stderr: FloatArray) -> NDArray[np.bool_]:
    """Return where a value stands at or above its critical level; never for NaN."""
    with np.errstate(invalid="ignore"):
        return np.asarray((values > 0.0) & (values >= DETECTED_SIGMA * stderr))


def curve_with_limits(
    label: str,
    color: str,
    marker: str,
    values: FloatArray,
    stderr: FloatArray,
    limits: FloatArray | None = None,
) -> Curve:
    """Return the curve of an amount, upper limits in place of what is not detected.

    What the analysis found to be below detection has a number in `limits`; without
    them the critical level decides.
    """
    if limits is None:
        sure = detected(values, stderr)
        upper = np.maximum(values, 0.0) + ONE_SIDED_95 * stderr
    else:
        sure, upper = ~np.isfinite(limits), limits
    return Curve(
        label,
        color,
        marker,
        values=np.where(sure | np.isnan(stderr), values, np.nan),
        limits=np.where(sure, np.nan, upper),
        stderr=stderr,
    )


def draw_curves(
    page: Page, axes: Axes, time_s: FloatArray, curves: list[Curve]
) -> None:
    """Draw lines that break at gaps, limits, error bands, and names at the ends."""
    ends: list[tuple[float, Curve]] = []
    for curve in curves:
        values = np.where(np.isfinite(curve.values), curve.values, np.nan)
        limited = np.isfinite(curve.limits)
        finite = np.isfinite(values) | limited
        if not finite.any():
            continue
        draw_line(
            axes,
            time_s,
            values,
            color=curve.color,
            marker=curve.marker,
            ms=2.6,
            mew=0.0,
            label=curve.label,
        )
        if limited.any():
            draw_line(
                axes,
                time_s[limited],
                curve.limits[limited],
                color=curve.color,
                marker="v",
                mfc="none",
                mew=0.6,
                ms=3.6,
                ls="none",
                label=LIMIT_LABEL,
            )
        if curve.stderr is not None:
            _draw_errors(axes, time_s, curve, values)
        last = int(np.flatnonzero(finite)[-1])
        end = curve.limits[last] if limited[last] else values[last]
        ends.append((float(end), curve))
    span = float(time_s[-1] - time_s[0]) or 1.0
    axes.set_xlim(time_s[0] - 0.02 * span, time_s[-1] + 0.02 * span)
    if ends:
        low, high = _reach(curves)
        margin = 0.04 * ((high - low) or 1.0)
        axes.set_ylim(min(low, 0.0) - margin, high + margin)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    _name_curves(page, axes, ends)


def _reach(curves: list[Curve]) -> tuple[float, float]:
    """Return the lowest and highest point of curves, limits and errors, and zero."""
    points = [np.zeros(1)]
    for curve in curves:
        error = 0.0 if curve.stderr is None else np.nan_to_num(curve.stderr)
        points += [curve.values - error, curve.values + error, curve.limits]
    every = np.concatenate(points)
    finite = every[np.isfinite(every)]
    return float(finite.min()), float(finite.max())


def _draw_errors(
    axes: Axes, time_s: FloatArray, curve: Curve, values: FloatArray
) -> None:
    """Draw one standard error as a band, and as a bar where a point stands alone."""
    error = np.asarray(curve.stderr)
    known = np.isfinite(values) & np.isfinite(error)
    low, high = values - error, values + error
    draw_band(
        axes, time_s, low, high, known, color=curve.color, alpha=BAND_ALPHA, lw=0.0
    )
    padded = np.pad(known, 1)
    alone = known & ~padded[:-2] & ~padded[2:]
    if alone.any():
        axes.vlines(time_s[alone], low[alone], high[alone], color=curve.color, lw=0.8)


def _name_curves(page: Page, axes: Axes, ends: list[tuple[float, Curve]]) -> None:
    """Write the name of each curve beside its last point, moved apart if needed."""
    low, high = axes.get_ylim()
    right = axes.get_xlim()[1]
    box = axes.get_position()
    per_mm_y = (high - low) / (box.height * page.height_mm)
    per_mm_x = (right - axes.get_xlim()[0]) / (box.width * page.width_mm)
    places = spread([value for value, _ in ends], LABEL_GAP_MM * per_mm_y, low, high)
    for (value, curve), place in zip(ends, places, strict=True):
        mark = right + CONNECTOR_MM * per_mm_x
        draw_line(
            axes,
            [right, mark],
            [value, place],
            color=curve.color,
            lw=0.5,
            marker=curve.marker,
            markevery=[1],
            ms=3.2,
            clip_on=False,
        )
        write(axes, mark + 1.2 * per_mm_x, place, curve.label, va="center_baseline")
    axes.set_xlim(axes.get_xlim()[0], right)
    axes.set_ylim(low, high)
