"""Whether the data of a region can tell its components apart at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FittedComponent

# The sum of all components counts as known from ten errors on.
KNOWN = 10.0
# An error this many times that of the sum comes from trading area with neighbors; an
# absent component with a place of its own has a smaller one.
TRADED = 3.0


def condition_number(weighted: FloatArray) -> float:
    """Return the condition number of the information J^T J on unit diagonal.

    Parameters
    ----------
    weighted : FloatArray, shape (rows, free)
        Derivatives of the data rows by the free slots, over sigma.

    Returns
    -------
    float
        Infinite where some combination of parameters has no effect, or rounding hides
        it.
    """
    scale = np.sqrt(np.sum(weighted**2, axis=0))
    used = scale > 0.0
    if not used.any():
        return 1.0
    singular = np.linalg.svd(weighted[:, used] / scale[used], compute_uv=False)
    lowest = float(singular[-1])
    if lowest <= np.finfo(np.float64).eps * float(singular[0]):
        return math.inf
    return float(singular[0] / lowest) ** 2


def identifiable_warnings(
    components: Sequence[FittedComponent],
    total_stderr: float,
    condition: Callable[[], float],
) -> list[str]:
    """Return a sentence if components cannot be told apart, while their sum is known.

    Parameters
    ----------
    components : sequence of FittedComponent
    total_stderr : float
        Of the summed area.
    condition : callable
        Gives the condition number of the data's information, where it is needed.
    """
    total = sum(component.area_cps_ev for component in components)
    traded = [
        component.name
        for component in components
        if component.presence == "below_limit"
        and component.area_cps_ev_stderr > TRADED * total_stderr
    ]
    if len(traded) < 2 or not total > KNOWN * total_stderr > 0.0:
        return []
    known = condition()
    number = "beyond 1e15" if known > 1e15 else f"{known:.0e}"
    sentence = (
        f"not identifiable: {', '.join(traded)} trade area with each other, so that "
        "none is detected, while the sum of the region is known to "
        f"{100.0 * total_stderr / total:.1g} % (condition number of the data's "
        f"information {number}); report the sum, or tie them to other core levels by "
        "species"
    )
    return [sentence]
