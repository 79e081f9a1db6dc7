"""Tougaard's background fitted with the peaks.

    B(E) = b0 + b1 (E - Em) + B sum_j A_j int_{E' < E} K(E - E') f_j(E') dE'

with K the cross-section per unit of strength and B in eV^2 fitted. What loses energy is
the fitted peaks, once; the classic background applies K to the whole measured spectrum,
which holds electrons that lost energy before. In a window of a core level the second
loss is B^2 K*K, some per mille of the peak; what other lines lose is in offset and
slope.

K is smooth over tens of eV, so the integral is one product of the profiles with a
matrix of K on the region's own grid, made once per fit. The grid reaches 10 eV below
the window, and is refined to 0.1 eV.

S. Tougaard, Surf. Interface Anal. 11 (1988) 453, doi 10.1002/sia.740110902.
R. Hesse and R. Denecke, Surf. Interface Anal. 43 (2011) 1514.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.backgrounds.active import ActiveBackground, Follower
from xpsfit.backgrounds.cross_section import UNIVERSAL, CrossSection
from xpsfit.backgrounds.tougaard import refuse_many_points

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

FINEST_STEP_EV = 0.1
BELOW_WINDOW_EV = 10.0


def follow(energy_ev: FloatArray, cross_section: CrossSection | None) -> Follower:
    """Return the losses of peaks on measured energies.

    Raises
    ------
    BackgroundError
        If the grid has more than 4,000 energies.
    """
    section = cross_section or UNIVERSAL
    step = float(np.median(np.diff(energy_ev)))
    parts = max(1, math.ceil(step / FINEST_STEP_EV - 1e-6))
    more = math.ceil(BELOW_WINDOW_EV * parts / step)
    refuse_many_points((energy_ev.size - 1) * parts + 1 + more)
    fine = np.interp(
        np.arange((energy_ev.size - 1) * parts + 1) / parts,
        np.arange(energy_ev.size),
        energy_ev,
    )
    grid = np.append(fine[0] - np.arange(more, 0, -1) * step / parts, fine)
    half = 0.5 * np.diff(grid)
    weight = np.append(half, 0.0) + np.append(0.0, half)
    kernel = section.per_strength(energy_ev[None, :] - grid[:, None])
    return Follower(
        frozen(grid), slice(more, None, parts), frozen(weight[:, None] * kernel)
    )


ACTIVE_TOUGAARD = ActiveBackground("active_tougaard", "strength_ev2", follow)
"""Offset, slope, and the losses of every peak."""
