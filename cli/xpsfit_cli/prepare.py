"""The user's choices in the library's words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.acquisition import (
    select_regions,
    with_count_time,
    with_photon_energy,
)
from xpsfit.model import find_model
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.settings import ChargeRule
    from xpsfit.spectrum import Spectrum
    from xpsfit_cli.options import Choices


def settings_of(choices: Choices, rate_nm_per_s: float | None = None) -> Settings:
    """Return the settings of an analysis, the peak model loaded.

    Raises
    ------
    ModelError
        If there is no such model, or it is wrong in itself.
    """
    reference = choices.charge_reference
    settings = Settings(
        model=None if choices.model is None else find_model(choices.model),
        charge=_charge_rule(choices),
        reference_ev=reference if isinstance(reference, float) else None,
        shift_ev=choices.shift or 0.0,
        library=choices.library,
        energy_exponent=choices.energy_exponent,
        transmission=choices.transmission,
    )
    if rate_nm_per_s is None:
        return settings
    return replace(settings, rate_nm_per_s=rate_nm_per_s)


def _charge_rule(choices: Choices) -> ChargeRule:
    if choices.shift is not None:
        return "shift"
    return "none" if choices.charge_reference == "none" else "reference"


def chosen_spectra(choices: Choices, spectra: Sequence[Spectrum]) -> list[Spectrum]:
    """Return the chosen regions, with what the user states about their acquisition.

    Raises
    ------
    UnknownNameError
        If a region is not among the spectra.
    """
    chosen = select_regions(spectra, choices.region)
    if choices.count_time is not None:
        chosen = with_count_time(chosen, choices.count_time)
    if choices.photon_energy is not None:
        chosen = with_photon_energy(chosen, choices.photon_energy)
    return chosen
