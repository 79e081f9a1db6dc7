"""The Gaussian line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erf

from xpsfit.lineshapes.forms import StandardForm

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

FOUR_LN2 = 4.0 * math.log(2.0)
GAUSS_AREA = math.sqrt(math.pi / FOUR_LN2)
"""Area of a Gaussian over height x full width, 1.06447."""


def gaussian(
    t: FloatArray,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,  # noqa: ARG001 (the signature all line shapes share)
) -> StandardForm:
    """Return the unit Gaussian, ``exp(-4 ln2 t**2) / 1.06447``.

    Parameters
    ----------
    t : FloatArray
        Energy minus center over full width.
    integral : bool
        Whether to evaluate the running integral, ``(1 + erf(2 sqrt(ln2) t)) / 2``.
    by_shape : bool
        Ignored, as there is no shape parameter.

    Returns
    -------
    StandardForm

    Examples
    --------
    >>> import numpy as np
    >>> gaussian(np.array([0.0, 0.5])).density.round(5).tolist()
    [0.93944, 0.46972]
    """
    density = np.exp(-FOUR_LN2 * t * t) / GAUSS_AREA
    return StandardForm(
        density,
        -2.0 * FOUR_LN2 * t * density,
        0.5 + 0.5 * erf(math.sqrt(FOUR_LN2) * t) if integral else None,
    )
