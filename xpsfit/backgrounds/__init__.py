"""Backgrounds under the peaks of a core level.

Static backgrounds are drawn from the data before a fit; `BACKGROUNDS` lists them. The
active Shirley (`active_shirley`) is part of the fit instead. It is the default there
because the error of a static background does not reach the fitted areas: with end
averages of one point they are 2 to 8 times less certain than a fit above a static
Shirley claims, with averages of five points 1.1 to 1.9 times.

A new static background is one file with one function and one entry in `BACKGROUNDS`;
the contract tests then cover it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.backgrounds.active_shirley import ActiveShirley, active_shirley
from xpsfit.backgrounds.linear import linear
from xpsfit.backgrounds.net_area import NetArea, net_area
from xpsfit.backgrounds.shirley import shirley
from xpsfit.backgrounds.spread import background_spread
from xpsfit.backgrounds.static import StaticBackground, StaticFunction
from xpsfit.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BACKGROUNDS",
    "ActiveShirley",
    "NetArea",
    "StaticBackground",
    "StaticFunction",
    "active_shirley",
    "background",
    "background_spread",
    "linear",
    "net_area",
    "shirley",
]

BACKGROUNDS: Mapping[str, StaticFunction] = MappingProxyType(
    {"shirley": shirley, "linear": linear}
)


def background(name: str) -> StaticFunction:
    """Return the static background called `name`.

    Raises
    ------
    UnknownNameError
        If there is none.

    Examples
    --------
    >>> background("linear")([1.0, 2.0, 3.0], [5.0, 9.0, 7.0], end_points=1).values[1]
    np.float64(6.0)
    """
    if name not in BACKGROUNDS:
        raise UnknownNameError("background", name, BACKGROUNDS)
    return BACKGROUNDS[name]
