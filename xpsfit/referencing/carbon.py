"""C 1s at every level, where it can bear it.

After the first etch step carbon need not be adventitious any more: its maximum becomes
that of amorphous or sp2 carbon, then of a carbide, and a scale that follows it fakes a
movement of everything else. So a level is refused where its C 1s has no dominant C-C
line, or another shape than before etching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.calibration import WAY_OUT, find_charge_reference
from xpsfit.errors import CalibrationError
from xpsfit.quantify.without_model import HOPELESS
from xpsfit.referencing.reading import Reading, ReferencingMethod, refused

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit import FitResult
    from xpsfit.referencing.reading import LevelEvidence, SeriesContext

LARGEST_CHANGE = 0.10
"""Part of the area that may lie elsewhere than at the first level."""
GRID_EV, REACH_EV = 0.05, 10.0


def read(level: LevelEvidence, series: SeriesContext) -> Reading:
    """Return the shift that C 1s of this level gives, or why it cannot."""
    line = series.model.reference
    try:
        found = find_charge_reference(level.spectra, series.model, series.reference_ev)
    except CalibrationError as error:
        return refused(str(error).removesuffix(f"; {WAY_OUT}"))
    own = level.fit(line.region) if line else None
    first = series.first.fit(line.region) if line else None
    if line and own and (reason := _changed(own, first, line.component)):
        return refused(f"{found.line} cannot serve as charge reference: {reason}")
    return Reading(
        shift_ev=found.shift_ev,
        stderr_ev=found.stderr_ev,
        line=found.line,
        assigned_ev=found.assigned_ev,
        measured_ev=found.measured_ev,
        note=found.note,
        warnings=found.warnings,
    )


def _changed(fit: FitResult, first: FitResult | None, line: str) -> str:
    """Return how the shape differs from that of the first level; empty if it does not.

    Both curves, without background and with their reference line at one place, are
    scaled to one area; half the integral of their difference is the part of the area
    that lies elsewhere.
    """
    chi_square = fit.quality.reduced_chi_square
    if chi_square is not None and chi_square > HOPELESS:
        return f"the model does not describe it (reduced chi-square {chi_square:.1f})"
    if first is None or first is fit:
        return ""
    moved = float(np.sum(np.abs(_shape(fit, line) - _shape(first, line)))) * GRID_EV / 2
    if moved <= LARGEST_CHANGE:
        return ""
    return (
        f"its shape has changed since the first level ({moved:.0%} of the area lies "
        "elsewhere), so this carbon need not be adventitious"
    )


def _shape(fit: FitResult, line: str) -> FloatArray:
    """Return the peaks of a fit per eV of area, around its reference line."""
    grid = np.arange(-REACH_EV, REACH_EV, GRID_EV)
    energy = fit.region.binding_energy_ev - fit.component(line).center_ev
    peaks = fit.envelope_cps - fit.background_cps
    order = np.argsort(energy)
    values = np.interp(grid, energy[order], peaks[order], left=0.0, right=0.0)
    area = float(np.sum(values)) * GRID_EV
    return np.asarray(values / area if area > 0.0 else values)


METHOD = ReferencingMethod(
    name="c1s",
    title="C 1s C-C of every level that can bear it",
    source="Greczynski and Hultman, Prog. Mater. Sci. 107 (2020) 100591",
    kind="fitted_line",
    needs_carbon=True,
    read=read,
)
