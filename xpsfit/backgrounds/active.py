"""What a background is that is fitted together with the peaks.

Every one of them has an offset and a slope about the middle of the window, and may
follow the peaks: with f_j the profiles of unit area and A_j their areas,

    B(E) = b0 + b1 (E - Em) + sum_j s_j A_j G[f_j](E)

where G is linear and does not know where the peaks are, so that the derivatives of G[f]
are G of the derivatives of f. The strengths s_j are one number or one per component.
There is nothing to iterate, no end points to choose, and the errors of the background
are part of the covariance of the fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds.cross_section import CrossSection


@dataclass(frozen=True, slots=True, eq=False)
class Follower:
    """G, the linear part of a background that follows the peaks, on given energies.

    Attributes
    ----------
    grid_ev : FloatArray, shape (g,)
        Energies at which the profiles are needed.
    inside : slice or array of int
        The measured energies among them.
    matrix : FloatArray or None, shape (g, n)
        G[f] = f @ matrix. None: G[f] is the running integral of f from minus infinity,
        which line shapes know analytically.
    """

    grid_ev: FloatArray
    inside: slice | np.ndarray[tuple[int], np.dtype[np.intp]]
    matrix: FloatArray | None


@dataclass(frozen=True, slots=True)
class ActiveBackground:
    """A background that is fitted with the peaks.

    Attributes
    ----------
    name : str
        Key of the registry.
    strength : str
        Quantity that scales G, with its unit: ``"step_per_ev"``, ``"strength_ev2"``;
        empty where the background does not follow the peaks.
    follow : callable or None
        From measured energies and a cross-section (None where there is none) to G.
    """

    name: str
    strength: str = ""
    follow: Callable[[FloatArray, CrossSection | None], Follower] | None = None
