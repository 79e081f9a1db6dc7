"""Backgrounds under the peaks of a core level.

Static backgrounds are drawn from the data before a fit; `BACKGROUNDS` lists them.
Active ones are part of the fit; `ACTIVE_BACKGROUNDS` lists those. The active Shirley is
the default because the error of a static background does not reach the fitted areas:
with end averages of one point they are 2 to 8 times less certain than a fit above a
static Shirley claims, with averages of five points 1.1 to 1.9 times.

A new background is one file and one entry in `BACKGROUNDS` or `ACTIVE_BACKGROUNDS`; the
contract tests then cover it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.backgrounds.active import ActiveBackground, Follower
from xpsfit.backgrounds.active_linear import ACTIVE_LINEAR
from xpsfit.backgrounds.active_shirley import ACTIVE_SHIRLEY
from xpsfit.backgrounds.active_tougaard import ACTIVE_TOUGAARD
from xpsfit.backgrounds.cross_section import CROSS_SECTIONS, CrossSection
from xpsfit.backgrounds.ends import end_warnings
from xpsfit.backgrounds.linear import linear
from xpsfit.backgrounds.net_area import NetArea, net_area
from xpsfit.backgrounds.shirley import shirley
from xpsfit.backgrounds.shirley_casaxps import shirley_casaxps
from xpsfit.backgrounds.shirley_clamped import shirley_clamped
from xpsfit.backgrounds.spread import background_spread
from xpsfit.backgrounds.static import StaticBackground, StaticFunction
from xpsfit.backgrounds.tougaard import (
    TougaardFunction,
    tougaard_u2,
    tougaard_u3,
    tougaard_u4,
    window_warnings,
)
from xpsfit.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACTIVE_BACKGROUNDS",
    "BACKGROUNDS",
    "CROSS_SECTIONS",
    "TOUGAARD_BACKGROUNDS",
    "ActiveBackground",
    "CrossSection",
    "Follower",
    "NetArea",
    "StaticBackground",
    "StaticFunction",
    "background",
    "background_names",
    "background_spread",
    "end_warnings",
    "linear",
    "net_area",
    "shirley",
    "shirley_casaxps",
    "shirley_clamped",
    "tougaard_u2",
    "tougaard_u3",
    "tougaard_u4",
    "window_warnings",
]

TOUGAARD_BACKGROUNDS: Mapping[str, TougaardFunction] = MappingProxyType(
    {
        "tougaard_u2": tougaard_u2,
        "tougaard_u3": tougaard_u3,
        "tougaard_u4": tougaard_u4,
    }
)
BACKGROUNDS: Mapping[str, StaticFunction] = MappingProxyType(
    {
        "shirley": shirley,
        "shirley_clamped": shirley_clamped,
        "shirley_casaxps": shirley_casaxps,
        "linear": linear,
        **TOUGAARD_BACKGROUNDS,
    }
)
ACTIVE_BACKGROUNDS: Mapping[str, ActiveBackground] = MappingProxyType(
    {active.name: active for active in (ACTIVE_SHIRLEY, ACTIVE_LINEAR, ACTIVE_TOUGAARD)}
)


def background_names() -> tuple[str, ...]:
    """Return the names of all backgrounds, those fitted with the peaks first."""
    return (*ACTIVE_BACKGROUNDS, *BACKGROUNDS)


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
