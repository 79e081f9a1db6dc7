"""Numbers for people: rounded by their error, limits rounded up.

Only printed text is rounded; files keep every digit.
"""

from __future__ import annotations

import math

MOST_DECIMALS = 6
ONE_SIDED_95 = 1.645


def rounded(value: float, stderr: float | None, *, decimals: int = 2) -> str:
    """Return a value with its error, both to the error's second significant digit.

    Parameters
    ----------
    value : float
        In any unit.
    stderr : float or None
        One standard error in the same unit; None, zero or NaN where there is none.
    decimals : int
        Decimals of a value without an error.

    Examples
    --------
    >>> rounded(284.80312, 0.0123)
    '284.803 ± 0.012'
    >>> rounded(12345.6, 321.0)
    '12350 ± 320'
    >>> rounded(289.8, None)
    '289.80'
    """
    if stderr is None or not math.isfinite(stderr) or stderr <= 0.0:
        return f"{value:.{decimals}f}"
    places = decimals_of(stderr)
    shown = max(places, 0)
    # Adding zero turns -0.0 into 0.0.
    number, error = round(value, places) + 0.0, round(stderr, places)
    return f"{number:.{shown}f} ± {error:.{shown}f}"


def below(limit: float) -> str:
    """Return an upper limit to two significant digits, never understated.

    Examples
    --------
    >>> below(0.5312), below(12.01)
    ('< 0.54', '< 13')
    """
    if not math.isfinite(limit) or limit <= 0.0:
        return "below detection"
    places = decimals_of(limit)
    step = 10.0**-places
    upper = math.ceil(limit / step - 1e-9) * step
    return f"< {upper:.{max(places, 0)}f}"


def area_or_limit(area: float, stderr: float, *, detected: bool) -> str:
    """Return an area with its error, or its upper limit at 95 % without a detection.

    Parameters
    ----------
    area, stderr : float
        In the same unit.
    detected : bool
        As the result says: without a peak model by the shape of the data, however
        many errors the area has.

    Examples
    --------
    >>> area_or_limit(4751.0, 1263.0, detected=True)
    '4800 ± 1300'
    >>> area_or_limit(4751.0, 1263.0, detected=False)
    '< 6900'
    """
    if detected:
        return rounded(area, stderr, decimals=1)
    return below(max(area, 0.0) + ONE_SIDED_95 * stderr)


def decimals_of(stderr: float) -> int:
    """Return the decimals that keep two significant digits of a positive number.

    Negative for errors of 100 and more; an error of 0.0996 becomes 0.10, not 0.100.

    Examples
    --------
    >>> [decimals_of(e) for e in (0.0123, 0.0996, 3.2, 321.0)]
    [3, 2, 1, -1]
    """
    places = 1 - math.floor(math.log10(stderr))
    if round(stderr * 10.0**places) >= 100:
        places -= 1
    return min(places, MOST_DECIMALS)
