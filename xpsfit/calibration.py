"""Charge referencing: one energy shift per sample position, with its error.

The reference line (C 1s C-C at 284.8 eV in the shipped models) is fitted with its
position free; the shift that brings it to its assigned energy is applied to every
region of that sample. Where one core level leaves open which of its lines that is, the
others with a peak model decide. Adventitious carbon follows the vacuum level, so its
own spread over materials, 0.2 to 0.3 eV and more, is not part of the fit error
(Greczynski and Hultman, ChemPhysChem 18, 1507, 2017; Biesinger, Appl. Surf. Sci. 597,
153681, 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import BackgroundError, CalibrationError, FitError, InputError
from xpsfit.fit import SEARCHED_EV, fit_region, maximum_ev, plausible_shifts
from xpsfit.not_measured import reason_not_measured
from xpsfit.results import ChargeReference
from xpsfit.spectrum import Region, cut_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit import FitResult
    from xpsfit.fit.result import FittedComponent
    from xpsfit.model.types import PeakModel, ReferenceLine, RegionModel
    from xpsfit.spectrum import Spectrum

# The line must carry at least this share of its region, and be its largest component.
SMALLEST_SHARE = 0.30
LARGEST_SHIFT_EV = 5.0
WAY_OUT = "use --charge-reference none, or --shift EV with a shift found elsewhere"


@dataclass(frozen=True, slots=True)
class _Reading:
    """The reference region fitted at one plausible shift."""

    shift_ev: float
    fit: FitResult
    refusal: str


def find_charge_reference(
    spectra: Sequence[Spectrum], model: PeakModel, reference_ev: float | None = None
) -> ChargeReference:
    """Return the charge shift that the model's reference line gives.

    Parameters
    ----------
    spectra : sequence of Spectrum
        All regions of one sample position.
    model : PeakModel
        Its `reference` names the line; its other regions help to recognize it.
    reference_ev : float, optional
        Energy to assign to the line; the model's own if omitted.

    Returns
    -------
    ChargeReference
        With the fit error of the line. Of several shifts that fit equally well, the
        smallest that makes the reference the main line; a warning names a smaller one.

    Raises
    ------
    CalibrationError
        If the region is missing or cannot be fitted, or the line is undetected, held
        by the model, holds less than 30 % of its region, is not its largest component,
        or would move by more than 5 eV; and for sputtered surfaces, where carbon need
        not be hydrocarbon, if a smaller shift without it fits equally well.
    """
    line = model.reference
    if line is None:
        raise CalibrationError(
            f"model {model.name!r} names no reference line; add [reference] to it, or "
            f"{WAY_OUT}"
        )
    assigned = line.binding_energy_ev if reference_ev is None else reference_ev
    chosen, warning = _chosen(spectra, model, line, assigned)
    component = chosen.fit.component(line.component)
    return read_from(
        line, assigned, component, (f"charge reference: {warning}",) if warning else ()
    )


def read_from(
    line: ReferenceLine,
    assigned_ev: float,
    component: FittedComponent,
    warnings: tuple[str, ...],
) -> ChargeReference:
    """Return the charge shift that sets a fitted line to its energy.

    Parameters
    ----------
    line : ReferenceLine
    assigned_ev : float
        Energy assigned to it.
    component : FittedComponent
        The line as fitted.
    warnings : tuple of str
        What speaks against it.
    """
    return ChargeReference(
        shift_ev=assigned_ev - component.center_ev,
        stderr_ev=component.center_ev_stderr,
        method="fitted_line",
        line=f"{line.region} {line.component}",
        assigned_ev=assigned_ev,
        measured_ev=component.center_ev,
        note=(
            f"{line.region} {line.component} measured at {component.center_ev:.3f} eV "
            f"and set to {assigned_ev:g} eV; the reference itself is uncertain by 0.2 "
            "to 0.3 eV"
        ),
        warnings=warnings,
    )


def _chosen(
    spectra: Sequence[Spectrum],
    model: PeakModel,
    line: ReferenceLine,
    assigned_ev: float,
) -> tuple[_Reading, str]:
    """Return the reading to use, and what speaks against it; empty where nothing does.

    Raises
    ------
    CalibrationError
        If none can be used.
    """
    readings = _readings(spectra, model, line, assigned_ev)
    chosen = next((r for r in readings if not r.refusal), None)
    warning = ""
    if chosen is None and not _sputtered(spectra):
        small = _readings(spectra, model, line, assigned_ev, small_only=True)
        chosen = next((r for r in small if not r.refusal), None)
        warning = (
            f"the model does not describe {line.region}; the shift rests on its main "
            f"line being {line.component}"
        )
    elif chosen is not None and chosen is not readings[0]:
        warning = _rivals(line, chosen, readings[0])
        if _sputtered(spectra):
            raise _refused(line, warning)
    if chosen is None:
        raise _refused(line, readings[0].refusal)
    return chosen, warning


def _refused(line: ReferenceLine, reason: str) -> CalibrationError:
    name = f"{line.region} {line.component}"
    return CalibrationError(
        f"{name} cannot serve as charge reference: {reason}; {WAY_OUT}"
    )


def _sputtered(spectra: Sequence[Spectrum]) -> bool:
    return any((spectrum.etch_time_s or 0.0) > 0.0 for spectrum in spectra)


def _rivals(line: ReferenceLine, chosen: _Reading, smaller: _Reading) -> str:
    main = max(smaller.fit.components, key=lambda c: c.area_cps_ev).name
    return (
        f"shifts of {smaller.shift_ev:+.1f} eV (with {main} as main line of "
        f"{line.region}) and {chosen.shift_ev:+.1f} eV (with {line.component}) fit "
        "equally well, and no other core level here decides between them"
    )


def _readings(
    spectra: Sequence[Spectrum],
    model: PeakModel,
    line: ReferenceLine,
    assigned_ev: float,
    *,
    small_only: bool = False,
) -> list[_Reading]:
    """Return the fits of the reference region that the data allow, smallest first."""
    found = [s for s in spectra if s.region == line.region]
    region_model = model.region(line.region)
    if not found or region_model is None:
        raise CalibrationError(
            f"no {line.region} spectrum to reference energies with; {WAY_OUT}"
        )
    if reason := reason_not_measured(found[0]):
        raise CalibrationError(f"{reason}; {WAY_OUT}")
    witnesses = _witnesses(spectra, model, line)
    readings: list[_Reading] = []
    try:
        region = cut_region(found[0])
        for rough_ev in plausible_shifts(
            region, region_model, witnesses, small_only=small_only
        ):
            rough = fit_region(region, region_model, shift_ev=rough_ev)
            # Bounds stand on the calibrated scale: repeat the fit where they are right.
            shift = line.binding_energy_ev - rough.component(line.component).center_ev
            fit = fit_region(region, region_model, shift_ev=shift)
            refusal = _refusal(fit, line, assigned_ev, rough_ev)
            if refusal:
                refusal = (
                    f"with the shift that fits, {rough_ev:+.1f} eV, {refusal}"
                    f"{_beyond(found[0], line, assigned_ev, rough_ev)}"
                )
            readings.append(_Reading(rough_ev, fit, refusal))
    except (BackgroundError, FitError, InputError) as error:
        raise CalibrationError(
            f"{line.region} cannot serve as charge reference: {error}"
            f"{_beyond(found[0], line, assigned_ev)}; {WAY_OUT}"
        ) from error
    return readings


def _beyond(
    spectrum: Spectrum,
    line: ReferenceLine,
    assigned_ev: float,
    rough_ev: float = 0.0,
) -> str:
    """Return that the sample may charge further than shifts are looked for.

    Empty where neither the shift that fits nor the maximum of the region says so. The
    search itself is not widened: a false shift is worse than none.
    """
    try:
        top_ev = maximum_ev(cut_region(spectrum))
    except (FitError, InputError):
        return ""
    looked = f"; shifts were looked for up to {SEARCHED_EV:g} eV"
    if top_ev is not None and abs(assigned_ev - top_ev) > SEARCHED_EV:
        return (
            f"{looked}, and the maximum of {line.region} lies beyond, at {top_ev:.1f} "
            f"eV as measured: if that is {line.component} of a sample that charges so "
            f"much, the shift is about {assigned_ev - top_ev:+.1f} eV"
        )
    return looked if abs(rough_ev) >= SEARCHED_EV else ""


def _witnesses(
    spectra: Sequence[Spectrum], model: PeakModel, line: ReferenceLine
) -> list[tuple[Region, RegionModel]]:
    """Return the other core levels that have a model and enough points."""
    found: list[tuple[Region, RegionModel]] = []
    for spectrum in spectra:
        own = model.region(spectrum.region)
        if own is None or spectrum.region == line.region:
            continue
        if reason_not_measured(spectrum):
            continue
        try:
            found.append((cut_region(spectrum), own))
        except (FitError, InputError):
            # It cannot testify; what is wrong with it is said where it is fitted.
            continue
    return found


def _refusal(
    fit: FitResult, line: ReferenceLine, assigned_ev: float, rough_ev: float
) -> str:
    """Return why this fit cannot fix the energy scale; empty where it can."""
    component = fit.component(line.component)
    share = component.area_cps_ev / fit.area_cps_ev if fit.area_cps_ev > 0 else 0.0
    largest = max(fit.components, key=lambda c: c.area_cps_ev)
    shift_ev = assigned_ev - component.center_ev
    reason = ""
    if not fit.converged:
        reason = "its region could not be fitted"
    elif component.presence != "present":
        reason = "it is below its detection limit"
    elif component.center_ev_stderr is None:
        reason = (
            f"its position, {component.center_ev + rough_ev:.2f} eV, is a bound of the "
            "model or held by it"
        )
    elif share < SMALLEST_SHARE:
        reason = f"it holds only {share:.0%} of the region (at least 30 % is needed)"
    elif component.area_cps_ev < largest.area_cps_ev:
        reason = f"{largest.name} is larger, so the maximum is another species"
    elif abs(shift_ev) > LARGEST_SHIFT_EV:
        reason = f"it would move energies by {shift_ev:+.1f} eV, which is not credible"
    return reason
