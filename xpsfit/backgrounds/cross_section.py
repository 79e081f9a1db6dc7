"""How much energy electrons lose on their way out: Tougaard's cross-sections."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

# The integral of a cross-section of default strength. Tougaard's own numbers give 0.872
# (universal) and 0.77 (aluminum).
TYPICAL_INTEGRAL = 0.872
# Losses beyond this add little: 1.6 % of the universal integral.
_INTEGRATED_EV = 300.0
_INTEGRATED_STEP_EV = 0.05


@dataclass(frozen=True, slots=True)
class CrossSection:
    """The shape of K(T) = B T / ((C + C' T^2)^2 + D T^2), T the energy lost.

    Attributes
    ----------
    c_ev2 : float
        C in eV^2.
    c_factor : float
        C', no unit: 1 in U2, -1 in U3.
    d_ev2 : float
        D in eV^2; 0 in U2.

    Notes
    -----
    The strength B in eV^2 is no part of the shape: it is fitted, found from the data,
    or given.

    References
    ----------
    S. Tougaard, Surf. Interface Anal. 11 (1988) 453, doi 10.1002/sia.740110902 (U2).
    S. Tougaard, Surf. Interface Anal. 25 (1997) 137 (U3).
    R. Hesse and R. Denecke, Surf. Interface Anal. 43 (2011) 1514 (C').
    """

    c_ev2: float = 1643.0
    c_factor: float = 1.0
    d_ev2: float = 0.0

    def per_strength(self, loss_ev: npt.ArrayLike) -> FloatArray:
        """Return K(T) / B in 1/eV^3, of any shape; zero for losses that are gains.

        Examples
        --------
        >>> k = 2866.0 * UNIVERSAL.per_strength([-5.0, 0.0, 23.4, 60.0])
        >>> k.round(4).tolist()
        [0.0, 0.0, 0.014, 0.0063]
        """
        loss = np.maximum(np.asarray(loss_ev, dtype=np.float64), 0.0)
        squared = loss**2
        below = (self.c_ev2 + self.c_factor * squared) ** 2 + self.d_ev2 * squared
        return np.asarray(loss / below)

    def typical_strength_ev2(self) -> float:
        """Return the B in eV^2 whose K integrates to 0.872 over the first 300 eV.

        Examples
        --------
        >>> round(UNIVERSAL.typical_strength_ev2(), -2)
        2900.0
        """
        loss = np.arange(0.0, _INTEGRATED_EV, _INTEGRATED_STEP_EV)
        integral = float(np.sum(self.per_strength(loss))) * _INTEGRATED_STEP_EV
        return TYPICAL_INTEGRAL / integral


UNIVERSAL = CrossSection()
"""Noble and transition metals (Tougaard 1988); Tougaard's B is 2866 eV^2."""

ALUMINUM = CrossSection(c_ev2=230.0, c_factor=-1.0, d_ev2=4.5)
"""Free-electron-like aluminum (Tougaard 1997); Tougaard's B is 16.5 eV^2."""

CROSS_SECTIONS: Mapping[str, CrossSection] = MappingProxyType(
    {
        "tougaard_u2": UNIVERSAL,
        "tougaard_u3": ALUMINUM,
        "tougaard_u4": UNIVERSAL,
        "active_tougaard": UNIVERSAL,
    }
)
"""The backgrounds that take a cross-section, with the one they take by default.

There are no universal constants of U4; without its own it is U2.
"""
