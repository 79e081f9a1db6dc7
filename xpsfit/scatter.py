"""How much neighboring points scatter, next to what counting noise makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray


def scatter_ratio(
    values: FloatArray,
    variance: FloatArray,
    where: npt.NDArray[np.bool_] | slice = slice(None),
) -> float:
    """Return the noise of data over the one that is expected.

    Second differences hold it. Their lower quartile is taken, since the other points
    may stand on a steep line.

    Parameters
    ----------
    values : FloatArray, shape (n,)
    variance : FloatArray, shape (n,)
        That of the expected noise.
    where : ndarray of bool, shape (n - 2,), optional
        Inner points to look at; their expected noise is positive.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(0.0, 2.0, 4000)
    >>> round(scatter_ratio(noise, np.ones(4000)), 1)
    2.0
    """
    second = np.abs(np.diff(values, 2))[where]
    expected = np.sqrt(variance[:-2] + 4.0 * variance[1:-1] + variance[2:])[where]
    return float(np.quantile(second / expected, 0.25)) / float(norm.ppf(0.625))
