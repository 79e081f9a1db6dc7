"""Argon that the ion gun left behind: Ar 2p3/2.

Implanted argon makes no bonds, so its line follows the potential of the matrix. It does
so up to some 1 eV, by relaxation in the matrix, and therefore shows movements within
one material rather than the scale itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from xpsfit.errors import XpsFitError
from xpsfit.fit import fit_region
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Parameter,
    RegionModel,
)
from xpsfit.not_measured import reason_not_measured
from xpsfit.referencing.reading import Reading, ReferencingMethod, refused
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from xpsfit.fit import FitResult
    from xpsfit.referencing.reading import LevelEvidence, SeriesContext

REGIONS = ("Ar 2p", "Ar 2p3/2")
NAME = "implanted Ar"
MATRIX_EV = 1.0
"""What the matrix alone moves the line by."""
LARGEST_STDERR_EV = 0.1
# A charge of some eV beyond what the matrix does; the window holds both lines.
REACH_EV, WINDOW_EV = 4.0, (8.0, 9.0)


def read(level: LevelEvidence, series: SeriesContext) -> Reading:
    """Return the shift that Ar 2p of this level gives, or why it cannot."""
    del series
    found = [s for s in level.spectra if s.region in REGIONS]
    if not found:
        return refused("no Ar 2p was measured")
    region = found[0].region
    try:
        if reason := reason_not_measured(found[0]):
            return refused(reason)
        fit = fit_region(cut_region(found[0]), _model(region), shift_ev=level.placed_ev)
    except XpsFitError as error:
        return refused(f"{region} could not be fitted: {error}")
    return _reading(fit)


def _reading(fit: FitResult) -> Reading:
    assigned, line = argon_ev(), fit.components[0]
    error_ev = line.center_ev_stderr
    if not fit.converged or line.presence != "present":
        return refused("Ar 2p is below its detection limit")
    if error_ev is None:
        return refused(f"Ar 2p3/2 lies more than {REACH_EV:g} eV from {assigned:g} eV")
    if error_ev > LARGEST_STDERR_EV:
        return refused(
            f"the position of Ar 2p3/2 is known to +-{error_ev:.2f} eV only "
            f"({LARGEST_STDERR_EV:g} eV is needed)"
        )
    return Reading(
        shift_ev=assigned - line.center_ev,
        stderr_ev=error_ev,
        line=f"Ar 2p3/2 {NAME}",
        assigned_ev=assigned,
        measured_ev=line.center_ev,
        note=(
            f"implanted Ar 2p3/2 measured at {line.center_ev:.3f} eV and set to "
            f"{assigned:g} eV; its energy depends on the matrix by some "
            f"{MATRIX_EV:g} eV"
        ),
    )


def argon_ev() -> float:
    """Return the binding energy of Ar 2p3/2 in the peak library, in eV."""
    return peaklib.core_level("Ar 2p3/2").binding_energy_ev


def _model(region: str) -> RegionModel:
    """Return one spin-orbit pair on a background of its own."""
    assigned_ev, pair = argon_ev(), peaklib.doublet("Ar 2p")
    line = Component(
        name=NAME,
        species="Ar",
        line_shape="gl_product",
        center_ev=Parameter(
            assigned_ev, assigned_ev - REACH_EV, assigned_ev + REACH_EV
        ),
        fwhm_ev=Parameter(1.4, 0.6, 3.0),
        shape={"mixing": Parameter(0.3, vary=False)},
        doublet=DoubletSplit(pair.splitting_ev, pair.scofield_area_ratio)
        if pair
        else None,
    )
    low, high = WINDOW_EV
    return RegionModel(
        region, assigned_ev - low, assigned_ev + high, BackgroundModel(), (line,)
    )


METHOD = ReferencingMethod(
    name="argon",
    title="implanted argon (Ar 2p3/2 241.8 eV)",
    source=(
        "Oswald et al., Batteries 4 (2018) 36; 241.8 eV: element library of Avantage"
    ),
    kind="implanted_argon",
    needs_carbon=False,
    read=read,
)
