"""The active Shirley background: its step follows the fitted peaks.

    B(E) = b0 + b1 (E - Em) + sum_j k_j A_j int_{-inf}^{E} f_j(E') dE'

The integral is that of the model components, not of the noisy data, and analytic. So
the strength k in 1/eV does not depend on the energy step; half of a peak's step is
reached at its center; the part of a peak outside the window counts; and turning the
arrays round turns the background round. One k is common to all components unless the
model asks for one each.

The name is also used for the classic integral with fitted end points (Matsumoto, COMPRO
software); that is another background.

J. E. Castle and A. M. Salvi, J. Vac. Sci. Technol. A 19 (2001) 1170.
J. Végh, J. Electron Spectrosc. Relat. Phenom. 133 (2004) 87.
A. Herrera-Gomez et al., Surf. Interface Anal. 46 (2014) 897, doi 10.1002/sia.5453.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.backgrounds.active import ActiveBackground, Follower

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds.cross_section import CrossSection


def _follow(energy_ev: FloatArray, _: CrossSection | None) -> Follower:
    return Follower(energy_ev, slice(None), None)


ACTIVE_SHIRLEY = ActiveBackground("active_shirley", "step_per_ev", _follow)
"""Offset, slope, and a step under every peak."""
