"""A fitted result as the truth, to see what such data tell again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import peaklib
from xpsfit.errors import FitError
from xpsfit.model.types import BACKGROUND
from xpsfit.simulate.forward import forward, generating_model
from xpsfit.simulate.sample import region_of_values, truth_of

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.model.types import PeakModel
    from xpsfit.results import LevelResult
    from xpsfit.settings import Settings
    from xpsfit.simulate.truth import TrueRegion, Truth


def truth_of_level(level: LevelResult, model: PeakModel, settings: Settings) -> Truth:
    """Return the fitted curves of one sample or level as a truth to simulate.

    Components, backgrounds, energies and counting times are those of the fits. Regions
    that were integrated without a peak model are left out, and amounts are those of the
    others.

    Parameters
    ----------
    level : LevelResult
    model : PeakModel
        That was fitted.
    settings : Settings
        Of the analysis.

    Returns
    -------
    Truth

    Raises
    ------
    FitError
        If nothing was fitted, or a spectrum has no counting time, so that its noise is
        unknown.
    ModelError
        If a fitted curve cannot be simulated.
    """
    if not level.fits:
        raise FitError(
            f"{level.sample}: no region was fitted with a peak model, so there is no "
            "truth to simulate"
        )
    shift_ev = _model_shift(level, model)
    photon_ev = next(
        (
            fit.region.spectrum.photon_energy_ev
            for fit in level.fits
            if fit.region.spectrum.photon_energy_ev is not None
        ),
        peaklib.sensitivity(settings.library).photon_energy_ev,
    )
    return truth_of(
        [_true_region(fit, shift_ev) for fit in level.fits],
        model,
        settings,
        photon_energy_ev=photon_ev,
        sample=level.sample,
    )


def _model_shift(level: LevelResult, model: PeakModel) -> float:
    """Return the shift to the scale on which the model states its positions."""
    charge, line = level.charge, model.reference
    if line is None or charge.assigned_ev is None:
        return charge.shift_ev
    return charge.shift_ev - (charge.assigned_ev - line.binding_energy_ev)


def _true_region(fit: FitResult, shift_ev: float) -> TrueRegion:
    spectrum = fit.region.spectrum
    if spectrum.dwell_s is None or spectrum.scans is None:
        raise FitError(
            f"{fit.region.name}: the counting time is unknown, so the noise of such "
            "data cannot be simulated; state it with --count-time"
        )
    values = {p.name: p.value for p in fit.parameters}
    if f"{BACKGROUND}.offset_cps" not in values:
        values |= _background_values(fit, values, shift_ev)
    return region_of_values(
        fit.model,
        fit.region.binding_energy_ev,
        values,
        shift_ev=shift_ev,
        dwell_s=spectrum.dwell_s,
        scans=spectrum.scans,
    )


def _background_values(
    fit: FitResult, values: dict[str, float], shift_ev: float
) -> dict[str, float]:
    """Return offset, slope and step that come nearest to a background drawn before."""
    model = generating_model(fit.model)
    here = forward(fit.region.binding_energy_ev, model, values, shift_ev)
    terms = [
        (i, slot)
        for i, slot in enumerate(here.slots.all)
        if slot.owner == BACKGROUND and slot.free
    ]
    columns = here.jacobian[:, [i for i, _ in terms]]
    found, *_ = np.linalg.lstsq(columns, fit.background_cps, rcond=None)
    return {
        slot.name: float(np.clip(value, slot.minimum, slot.maximum))
        for (_, slot), value in zip(terms, found, strict=True)
    }
