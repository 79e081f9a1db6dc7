"""Etch time into depth."""

from __future__ import annotations

import math

from xpsfit.errors import SeriesError


def equivalent_depth(etch_time_s: float, rate_nm_per_s: float) -> float:
    """Return the depth that a reference material would have lost, in nm.

    The rate is that of Ta2O5 sputtered under the same conditions, so this is a
    Ta2O5-equivalent depth: other materials sputter up to several times faster or
    slower (Baer et al., J. Vac. Sci. Technol. A 28, 1060, 2010).

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
