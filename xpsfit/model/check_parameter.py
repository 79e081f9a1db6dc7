"""What makes one parameter of a peak model wrong in itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.errors import ModelError

if TYPE_CHECKING:
    from xpsfit.model.limits import Limit
    from xpsfit.model.types import Parameter

# lmfit takes bounds closer than this for one value, and refuses them.
CLOSEST_BOUNDS = 1e-9


def check_parameter(
    parameter: Parameter, where: str, allowed: Limit, spread: Limit
) -> None:
    """Return nothing for a parameter that a fit can start from.

    Raises
    ------
    ModelError
        For bounds that exclude the value or leave it no room, a spread that is none, or
        numbers outside `allowed` and, for the spread, `spread`.
    """
    if not math.isfinite(parameter.value):
        raise ModelError(f"{where}: the value is not a finite number")
    if not parameter.spread > 0:
        raise ModelError(f"{where}: spread must be positive; leave it out if unknown")
    if not parameter.minimum <= parameter.value <= parameter.maximum:
        raise ModelError(
            f"{where}: value {parameter.value:g} lies outside its bounds "
            f"{parameter.minimum:g} to {parameter.maximum:g}"
        )
    allowed.check(parameter.value, where, "value")
    allowed.check_bound(parameter.minimum, where, "min")
    allowed.check_bound(parameter.maximum, where, "max")
    spread.check_bound(parameter.spread, where, "spread")
    if parameter.vary and parameter.maximum - parameter.minimum < CLOSEST_BOUNDS:
        raise ModelError(
            f"{where}: min and max leave no room for a free value; move them apart or "
            "hold it with vary = false"
        )
