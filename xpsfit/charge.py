"""The charge shift of a sample: found, given, or none, as the settings say."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from xpsfit.calibration import find_charge_reference, read_from
from xpsfit.errors import BackgroundError, CalibrationError, FitError, InputError
from xpsfit.fit import plausible_shifts
from xpsfit.not_measured import reason_not_measured
from xpsfit.referencing import METHODS
from xpsfit.results import ChargeReference
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit import FitResult
    from xpsfit.model.types import PeakModel, ReferenceLine, RegionModel
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Region, Spectrum


def charge_of(
    sample: str,
    spectra: Sequence[Spectrum],
    core: Sequence[Spectrum],
    model: PeakModel,
    settings: Settings,
) -> ChargeReference:
    """Return the charge shift of a sample.

    Parameters
    ----------
    sample : str
    spectra, core : sequence of Spectrum
        Of its first level, and of all levels.
    model : PeakModel
        With regions that stand alone.
    settings : Settings

    Raises
    ------
    CalibrationError
        If the reference line cannot carry it, while regions need one.
    """
    if settings.charge == "none":
        return ChargeReference(
            0.0, None, "none", note="energies as measured, by request"
        )
    if settings.charge == "shift":
        return ChargeReference(
            settings.shift_ev, None, "given_shift", note="shift as given"
        )
    try:
        return find_charge_reference(spectra, model, settings.reference_ev)
    except CalibrationError as error:
        if not METHODS[settings.charge_method].needs_carbon:
            return _rough(spectra, model)
        if any(model.region(s.region) is not None for s in core):
            raise CalibrationError(f"{sample}: {error}") from error
        return ChargeReference(
            0.0,
            None,
            "none",
            note="energies as measured: no region here needs a charge reference",
        )


def _rough(spectra: Sequence[Spectrum], model: PeakModel) -> ChargeReference:
    """Return where the model lies best on a level, until a method sets the scale."""
    regions: list[tuple[Region, RegionModel]] = []
    for spectrum in spectra:
        own = model.region(spectrum.region)
        if own is not None and not reason_not_measured(spectrum):
            with suppress(FitError, InputError):
                regions.append((cut_region(spectrum), own))
    shift_ev = 0.0
    if regions:
        regions.sort(key=lambda pair: -float(pair[0].counts_per_s.max()))
        (main, own), *others = regions
        with suppress(BackgroundError, FitError, InputError):
            shift_ev = next(iter(plausible_shifts(main, own, others)), 0.0)
    return ChargeReference(
        shift_ev, None, "none", note="where the peak model lies best on the data"
    )


def model_shift(charge: ChargeReference, model: PeakModel) -> float:
    """Return the shift to the scale on which a model states its positions."""
    line = model.reference
    if line is None or charge.assigned_ev is None:
        return charge.shift_ev
    if charge.line != f"{line.region} {line.component}":
        # Another line was set to its library energy, as all positions of models are.
        return charge.shift_ev
    return charge.shift_ev - (charge.assigned_ev - line.binding_energy_ev)


def reference_line(charge: ChargeReference, model: PeakModel) -> ReferenceLine | None:
    """Return the line of the model that was set to its energy; None if none was."""
    line = model.reference
    if line is None or charge.method != "fitted_line":
        return None
    return line if charge.line == f"{line.region} {line.component}" else None


def read_again(
    charge: ChargeReference, fits: Sequence[FitResult], model: PeakModel
) -> ChargeReference:
    """Return the charge shift by the reference line as it was fitted in the end.

    It is first read from its region alone, with all components of the model in it. The
    fit that is reported may hold fewer, or other regions, levels or samples: then the
    line lies elsewhere, and it is this position that is to have the assigned energy.

    Parameters
    ----------
    charge : ChargeReference
        As first read.
    fits : sequence of FitResult
        Of the position that it was read from.
    model : PeakModel

    Returns
    -------
    ChargeReference
        `charge` itself where no line was set to its energy, or where the line has no
        position of its own in `fits`.
    """
    line = reference_line(charge, model)
    fit = next((f for f in fits if line and f.region.name == line.region), None)
    if line is None or fit is None or charge.assigned_ev is None:
        return charge
    component = fit.component(line.component)
    if component.presence != "present" or component.center_ev_stderr is None:
        return charge
    return read_from(line, charge.assigned_ev, component, charge.warnings)
