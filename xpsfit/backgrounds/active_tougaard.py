"""Tougaard's background fitted with the peaks.

    B(E) = b0 + b1 (E - Em) + B sum_j A_j int_{E' < E} K(E - E') f_j(E') dE'

with K the cross-section per unit of strength and B in eV^2 fitted. What loses energy is
the fitted peaks, once; the classic background applies K to the whole measured spectrum,
which holds electrons that lost energy before. In a window of a core level the second
loss is B^2 K*K, some per mille of the peak; what other lines lose is in offset and
slope.

K is smooth over tens of eV, so the integral is one product of the profiles with a
matrix of K on the region's own grid, made once per fit. The grid reaches 10 eV below
the window; wider steps than 0.1 eV are divided.

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
    grid, inside = _refined(energy_ev)
    steps = np.diff(grid)
    weight = 0.5 * (np.append(steps, 0.0) + np.append(0.0, steps))
    lost = energy_ev[None, :] - grid[:, None]
    matrix = weight[:, None] * section.per_strength(lost)
    # The integrand ends at E with the slope -K'(0) f(E), for which the trapezoid rule
    # is corrected (Euler and Maclaurin); K'(0) = B / C^2.
    columns = np.arange(energy_ev.size)
    matrix[inside, columns] += steps[inside - 1] ** 2 / (12.0 * section.c_ev2**2)
    return Follower(frozen(grid), inside, frozen(matrix))


def _refined(
    energy: FloatArray,
) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return the grid, and where in it the measured energies stand."""
    steps = np.diff(energy)
    # A step of 0.1 eV may come as 0.1000001 from a file.
    parts = np.ceil(steps / FINEST_STEP_EV - 1e-3).clip(1.0)
    first = float(steps[0] / parts[0])
    more = math.ceil(BELOW_WINDOW_EV / first)
    refuse_many_points(int(parts.sum()) + 1 + more)
    count = parts.astype(np.intp)
    ends = np.append(0, np.cumsum(count))
    part = np.arange(ends[-1]) - np.repeat(ends[:-1], count)
    fine = np.repeat(energy[:-1], count) + part * np.repeat(steps / parts, count)
    low = energy[0] - first * np.arange(more, 0, -1)
    return np.concatenate([low, fine, energy[-1:]]), ends + more


ACTIVE_TOUGAARD = ActiveBackground("active_tougaard", "strength_ev2", follow)
"""Offset, slope, and the losses of every peak."""
