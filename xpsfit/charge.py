"""The charge shift of a sample: found, given, or none, as the settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.calibration import find_charge_reference
from xpsfit.errors import CalibrationError
from xpsfit.results import ChargeReference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.model.types import PeakModel
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum


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
        if any(model.region(s.region) is not None for s in core):
            raise CalibrationError(f"{sample}: {error}") from error
        return ChargeReference(
            0.0,
            None,
            "none",
            note="energies as measured: no region here needs a charge reference",
        )


def model_shift(charge: ChargeReference, model: PeakModel) -> float:
    """Return the shift to the scale on which a model states its positions."""
    line = model.reference
    if line is None or charge.assigned_ev is None:
        return charge.shift_ev
    return charge.shift_ev - (charge.assigned_ev - line.binding_energy_ev)
