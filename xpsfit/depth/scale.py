"""Etch time into depth: one rate, or a rate for each layer, with their errors."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.depth.types import DepthScale
from xpsfit.errors import SeriesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import ScaleLayer
    from xpsfit.results import SampleResult

# Ion guns take off 1e-3 to 10 nm/s; far beyond that a unit was mistaken.
SLOWEST_NM_PER_S, FASTEST_NM_PER_S = 1e-5, 1e3

ASSUMED = (
    "this sputter rate is assumed, as none was stated: it is that of Ta2O5 on the "
    "instrument of the founding study, and another ion gun has another"
)


def equivalent_depth(etch_time_s: float, rate_nm_per_s: float) -> float:
    """Return the depth that a reference material would have lost, in nm.

    The rate is that of the reference (Ta2O5 unless stated) sputtered under the same
    conditions, so this is an equivalent depth: other materials sputter up to several
    times faster or slower (Baer et al., J. Vac. Sci. Technol. A 28, 1060, 2010).

    Parameters
    ----------
    etch_time_s : float
        Cumulative etch time in s.
    rate_nm_per_s : float
        Sputter rate of the reference in nm/s.

    Returns
    -------
    float
        ``etch_time_s * rate_nm_per_s``.

    Raises
    ------
    SeriesError
        If the rate is not positive or the time is negative.

    Examples
    --------
    >>> round(equivalent_depth(1500.0, 0.19), 1)
    285.0
    """
    if not (math.isfinite(rate_nm_per_s) and rate_nm_per_s > 0):
        raise SeriesError(
            f"a sputter rate of {rate_nm_per_s:g} nm/s makes no depth scale; give a "
            "positive rate"
        )
    if not (math.isfinite(etch_time_s) and etch_time_s >= 0):
        raise SeriesError(f"an etch time of {etch_time_s:g} s is not possible")
    return etch_time_s * rate_nm_per_s


def scale_of(result: SampleResult) -> DepthScale | None:
    """Return how the depths of a result were made, None for a surface.

    Results that state no more than a rate are Ta2O5-equivalent.
    """
    if result.depth_scale is not None or result.rate_nm_per_s is None:
        return result.depth_scale
    return DepthScale(result.rate_nm_per_s)


def check_scale(scale: DepthScale) -> DepthScale:
    """Return `scale` if it can be one.

    Raises
    ------
    SeriesError
        If the rate is not positive or lies far from what ion guns do, or if its error
        is negative or not smaller than the rate.
    """
    rate, stderr = scale.rate_nm_per_s, scale.rate_stderr_nm_per_s
    equivalent_depth(0.0, rate)
    if not SLOWEST_NM_PER_S <= rate <= FASTEST_NM_PER_S:
        raise SeriesError(
            f"a sputter rate of {rate:g} nm/s is beyond what ion guns do "
            f"({SLOWEST_NM_PER_S:g} to {FASTEST_NM_PER_S:g} nm/s); check its unit: "
            "nm/s, nm/min, nm/h, A/s or A/min"
        )
    if stderr is not None and not 0.0 <= stderr < rate:
        raise SeriesError(
            f"an error of {stderr:g} nm/s of a sputter rate of {rate:g} nm/s makes no "
            "depth scale; give one standard error, smaller than the rate"
        )
    return scale


@dataclass(frozen=True, slots=True)
class Depth:
    """A depth with what is known of its error.

    Attributes
    ----------
    nm : float
    stderr_nm : float or None
        From the error of the rate and from those of layer boundaries; None where
        neither is known.
    low_nm, high_nm : float or None
        With all relative rates at the lower and at the upper end of their ranges; None
        without layers.
    """

    nm: float
    stderr_nm: float | None = None
    low_nm: float | None = None
    high_nm: float | None = None


def depth_at(scale: DepthScale, etch_time_s: float) -> Depth:
    r"""Return the depth at an etch time.

    Parameters
    ----------
    scale : DepthScale
    etch_time_s : float
        Cumulative, in s.

    Returns
    -------
    Depth

    Raises
    ------
    SeriesError
        As `equivalent_depth`.

    Notes
    -----
    .. math:: d(t) = v \sum_j r_j \Delta t_j

    with the rate v of the reference, the relative rate :math:`r_j` of layer j and the
    time :math:`\Delta t_j` spent in it. The relative error of v is that of d at every
    level; a boundary at :math:`t_b \pm \sigma_b` between relative rates r and r' adds
    :math:`v |r - r'| \sigma_b` below it, in quadrature. The ranges of the relative
    rates are no standard errors and stay apart, as a band.

    Examples
    --------
    >>> depth = depth_at(DepthScale(0.19, 0.02), 1500.0)
    >>> round(depth.nm, 3), round(depth.stderr_nm, 3)
    (285.0, 30.0)
    """
    rate, stderr = scale.rate_nm_per_s, scale.rate_stderr_nm_per_s
    plain = equivalent_depth(etch_time_s, rate)
    if not scale.layers:
        error = None if stderr is None else etch_time_s * stderr
        return Depth(plain, error)
    spent = _spent(scale.layers, etch_time_s)
    nm, low, high = (
        rate * math.fsum(r * t for r, t in zip(rates, spent, strict=True))
        for rates in zip(
            *((v.relative_rate, v.relative_low, v.relative_high) for v in scale.layers),
            strict=True,
        )
    )
    return Depth(nm, _stderr(scale, etch_time_s, nm), low, high)


def _spent(layers: Sequence[ScaleLayer], etch_time_s: float) -> list[float]:
    """Return the time spent in each layer."""
    starts = [layer.from_s for layer in layers]
    ends = [*starts[1:], math.inf]
    return [
        max(min(etch_time_s, end) - start, 0.0)
        for start, end in zip(starts, ends, strict=True)
    ]


def _stderr(scale: DepthScale, etch_time_s: float, depth_nm: float) -> float | None:
    parts = []
    if scale.rate_stderr_nm_per_s is not None:
        parts.append(depth_nm * scale.rate_stderr_nm_per_s / scale.rate_nm_per_s)
    for above, below in zip(scale.layers, scale.layers[1:], strict=False):
        if below.from_stderr_s > 0.0:
            moved = above.relative_rate - below.relative_rate
            passed = etch_time_s >= below.from_s
            parts.append(
                scale.rate_nm_per_s * moved * below.from_stderr_s if passed else 0.0
            )
    return math.hypot(*parts) if parts else None


def local_rate(scale: DepthScale, etch_time_s: float) -> float:
    """Return the sputter rate at an etch time, in nm/s."""
    passed = [layer for layer in scale.layers if layer.from_s <= etch_time_s]
    return scale.rate_nm_per_s * (passed[-1].relative_rate if passed else 1.0)


def time_and_depth(scale: DepthScale, last_s: float) -> tuple[FloatArray, FloatArray]:
    """Return the corners of depth against time, for axes: shape (layers + 1,) each."""
    times = [layer.from_s for layer in scale.layers] or [0.0]
    times.append(max(last_s, times[-1]) + 1.0)
    depths = [depth_at(scale, time).nm for time in times]
    return np.array(times), np.array(depths)


def with_layers(scale: DepthScale, layers: tuple[ScaleLayer, ...]) -> DepthScale:
    """Return the scale with a rate for each layer."""
    return replace(scale, layers=layers)


def depth_name(scale: DepthScale) -> str:
    """Return what depths on this scale are, in words.

    Examples
    --------
    >>> depth_name(DepthScale(0.19))
    'Ta2O5-equivalent depth'
    """
    return "estimated depth" if scale.layers else f"{scale.material}-equivalent depth"


def rate_words(scale: DepthScale) -> str:
    """Return the rate with its error, in words.

    Examples
    --------
    >>> rate_words(DepthScale(0.19, 0.02))
    '0.19 +- 0.02 nm/s of Ta2O5'
    """
    stderr = scale.rate_stderr_nm_per_s
    error = "" if stderr is None else f" +- {stderr:.4g}"
    assumed = " (assumed)" if scale.assumed else ""
    return f"{scale.rate_nm_per_s:.4g}{error} nm/s of {scale.material}{assumed}"


def scale_sentences(scale: DepthScale) -> list[str]:
    """Return how depth was made of etch time, every change of rate by itself."""
    assumed = [ASSUMED] if scale.assumed else []
    if not scale.layers:
        known = rate_words(replace(scale, assumed=False))
        rate = known.removesuffix(f" of {scale.material}")
        return [f"depth is {scale.material}-equivalent, {rate} x etch time", *assumed]
    first = (
        f"depth is estimated, from {rate_words(scale)} and a relative rate for each "
        "layer; their ranges make the band in parentheses (depth_low_nm, depth_high_nm)"
    )
    sentences = [first, *assumed]
    for number, layer in enumerate(scale.layers):
        error = f" +- {layer.from_stderr_s:.0f}" if layer.from_stderr_s > 0.0 else ""
        change = (
            f"from {layer.from_s:g} s"
            if not number
            else f"the rate changes at {layer.from_s:.4g}{error} s"
        )
        sentences.append(
            f"{change}: {layer.material}, {layer.relative_rate:.2g} "
            f"({layer.relative_low:.2g} to {layer.relative_high:.2g}) times "
            f"{scale.material} = {scale.rate_nm_per_s * layer.relative_rate:.2g} nm/s "
            f"({layer.source})"
        )
    return sentences
