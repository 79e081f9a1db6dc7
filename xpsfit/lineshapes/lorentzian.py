"""The Lorentzian line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes.forms import StandardForm

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

LORENTZ_AREA = math.pi / 2.0
"""Area of a Lorentzian over height x full width, 1.57080."""


def lorentzian(
    t: FloatArray,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,  # noqa: ARG001 (the signature all line shapes share)
) -> StandardForm:
    """Return the unit Lorentzian, ``(2 / pi) / (1 + 4 t**2)``.

    Parameters
    ----------
    t : FloatArray
        Energy minus center over full width.
    integral : bool
        Whether to evaluate the running integral, ``1/2 + atan(2 t) / pi``.
    by_shape : bool
        Ignored, as there is no shape parameter.

    Returns
    -------
    StandardForm

    Examples
    --------
    >>> import numpy as np
    >>> lorentzian(np.array([0.0, 0.5])).density.round(5).tolist()
    [0.63662, 0.31831]
    """
    curve = 1.0 / (1.0 + 4.0 * t * t)
    return StandardForm(
        curve / LORENTZ_AREA,
        -8.0 * t * curve * curve / LORENTZ_AREA,
        0.5 + np.arctan(2.0 * t) / math.pi if integral else None,
    )
