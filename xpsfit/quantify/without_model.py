"""What a region holds without its peak model, where the model does not describe it.

An active background takes what no line of the model holds: the tail and the shake-up of
graphite, for one, which then leave the area. The net area above a static Shirley
background between the ends of the window knows nothing of lines (Shirley, Phys. Rev. B
5, 4709, 1972), so its distance from the fit says how much hangs on the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.backgrounds import net_area
from xpsfit.errors import BackgroundError
from xpsfit.rounding import rounded

if TYPE_CHECKING:
    from xpsfit.fit import FitResult

# A reduced chi-square above this makes every number of the fit doubtful.
HOPELESS = 3.0
# Without counts: residuals of neighbors that agree this much are structure, not noise.
STRUCTURE = 0.5
# What sensitivity factors are uncertain by; less would change no conclusion. Fits that
# describe simulated spectra differ by as much only where noise allows it.
WORTH = 0.1
SIGMAS = 3.29


def is_undescribed(fit: FitResult) -> bool:
    """Return whether a fit plainly does not describe its data.

    Parameters
    ----------
    fit : FitResult

    Returns
    -------
    bool
        By a reduced chi-square above 3; without counts by an Abbe criterion below 0.5.
    """
    reduced = fit.quality.reduced_chi_square
    if reduced is None:
        return fit.quality.abbe < STRUCTURE
    return reduced > HOPELESS


def net_area_words(fit: FitResult) -> str:
    """Return by how much the area without a model differs; empty where it need not be.

    Parameters
    ----------
    fit : FitResult

    Returns
    -------
    str
        Only for fits that do not describe their data, without a Tougaard background,
        which leaves losses in the peak by design; and for a difference of more than
        10 % and 3.29 counting errors. Lines count as far as the window goes.
    """
    if not is_undescribed(fit) or "tougaard" in fit.model.background.kind:
        return ""
    region = fit.region
    energy = region.binding_energy_ev
    fitted = float(np.trapezoid(fit.envelope_cps - fit.background_cps, energy))
    try:
        net = net_area(energy, region.counts_per_s, region.sigma_cps)
    except BackgroundError:
        return ""
    more = net.area_cps_ev - fitted
    least = max(WORTH * abs(fitted), SIGMAS * net.stderr)
    if net.fell_back or not abs(more) > least:
        return ""
    size = (
        f"{100.0 * abs(more) / fitted:.0f} % {'more' if more > 0.0 else 'less'} than"
        if fitted > 0.0
        else "unlike"
    )
    return (
        "the net area above a static Shirley background between the ends of the "
        f"window is {rounded(net.area_cps_ev, net.stderr)} counts/s x eV, {size} the "
        f"{fitted:.0f} of the fitted lines, whose amount is open by that much"
    )
