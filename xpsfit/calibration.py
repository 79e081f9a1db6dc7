"""Charge referencing: one energy shift per sample position, with its error.

The reference line (C 1s C-C at 284.8 eV in the shipped models) is fitted with its
position free; the shift that brings it to its assigned energy is applied to every
region of that sample. Adventitious carbon follows the vacuum level, so its own spread
over materials, 0.2 to 0.3 eV and more, is not part of the fit error (Greczynski and
Hultman, ChemPhysChem 18, 1507, 2017; Biesinger, Appl. Surf. Sci. 597, 153681, 2022).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import BackgroundError, CalibrationError, FitError, InputError
from xpsfit.fit import fit_region
from xpsfit.results import ChargeReference
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit import FitResult
    from xpsfit.model.types import PeakModel, ReferenceLine
    from xpsfit.spectrum import Spectrum

# The line must carry at least this share of its region, and be its largest component.
SMALLEST_SHARE = 0.30
LARGEST_SHIFT_EV = 5.0
WAY_OUT = "use --charge-reference none, or --shift EV with a shift found elsewhere"


def find_charge_reference(
    spectra: Sequence[Spectrum], model: PeakModel, reference_ev: float | None = None
) -> ChargeReference:
    """Return the charge shift that the model's reference line gives.

    Parameters
    ----------
    spectra : sequence of Spectrum
        All regions of one sample position.
    model : PeakModel
        Its `reference` names the line.
    reference_ev : float, optional
        Energy to assign to the line; the model's own if omitted.

    Returns
    -------
    ChargeReference
        With the fit error of the line.

    Raises
    ------
    CalibrationError
        If the region is missing or cannot be fitted, or the line is undetected, holds
        less than 30 % of its region, is not its largest component, or would move by
        more than 5 eV.
    """
    line = model.reference
    if line is None:
        raise CalibrationError(
            f"model {model.name!r} names no reference line; add [reference] to it, or "
            f"{WAY_OUT}"
        )
    assigned = line.binding_energy_ev if reference_ev is None else reference_ev
    fit = _reference_fit(spectra, model, line)
    component = fit.component(line.component)
    shift = assigned - component.center_ev
    _refuse_unfit(fit, line, shift)
    return ChargeReference(
        shift_ev=shift,
        stderr_ev=component.center_ev_stderr,
        method="fitted_line",
        line=f"{line.region} {line.component}",
        assigned_ev=assigned,
        measured_ev=component.center_ev,
        note=(
            f"{line.region} {line.component} measured at {component.center_ev:.3f} eV "
            f"and set to {assigned:g} eV; the reference itself is uncertain by 0.2 to "
            "0.3 eV"
        ),
    )


def _reference_fit(
    spectra: Sequence[Spectrum],
    model: PeakModel,
    line: ReferenceLine,
) -> FitResult:
    found = [s for s in spectra if s.region == line.region]
    region_model = model.region(line.region)
    if not found or region_model is None:
        raise CalibrationError(
            f"no {line.region} spectrum to reference energies with; {WAY_OUT}"
        )
    try:
        region = cut_region(found[0])
        rough = fit_region(region, region_model, shift_ev=None)
        # Bounds stand on the calibrated scale: repeat the fit where they are right.
        shift = line.binding_energy_ev - rough.component(line.component).center_ev
        return fit_region(region, region_model, shift_ev=shift)
    except (BackgroundError, FitError, InputError) as error:
        raise CalibrationError(
            f"{line.region} cannot serve as charge reference: {error}; {WAY_OUT}"
        ) from error


def _refuse_unfit(fit: FitResult, line: ReferenceLine, shift_ev: float) -> None:
    component = fit.component(line.component)
    name = f"{line.region} {line.component}"
    reason = ""
    if not fit.converged:
        reason = "its region could not be fitted"
    elif component.presence != "present" or component.center_ev_stderr is None:
        reason = "it is below its detection limit or its position is undetermined"
    elif component.area_cps_ev < SMALLEST_SHARE * fit.area_cps_ev:
        share = component.area_cps_ev / fit.area_cps_ev
        reason = f"it holds only {share:.0%} of the region (at least 30 % is needed)"
    elif component.area_cps_ev < max(c.area_cps_ev for c in fit.components):
        largest = max(fit.components, key=lambda c: c.area_cps_ev)
        reason = f"{largest.name} is larger, so the maximum is another species"
    elif abs(shift_ev) > LARGEST_SHIFT_EV:
        reason = f"it would move energies by {shift_ev:+.1f} eV, which is not credible"
    if reason:
        raise CalibrationError(
            f"{name} cannot serve as charge reference: {reason}; {WAY_OUT}"
        )
