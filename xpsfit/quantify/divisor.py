"""What turns the area of a region into a number of atoms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import peaklib
from peaklib.errors import UnknownLevelError
from xpsfit.errors import QuantificationError
from xpsfit.quantify.comparable import photon_energy
from xpsfit.quantify.sensitivity import fitted_level, sensitivity_level
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from xpsfit.fit import FitResult
    from xpsfit.quantify.transmission import TransmissionPlan
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum


@dataclass(frozen=True, slots=True)
class Divisor:
    """The three factors of q = A / (S T KE^n).

    Attributes
    ----------
    level : str
        The level the sensitivity factor is tabulated for.
    factor, transmission, energy_factor : float
        S, T and KE^n.
    """

    level: str
    factor: float
    transmission: float
    energy_factor: float

    @property
    def element(self) -> str:
        """Return the element of the level."""
        return peaklib.core_level(self.level).element

    @property
    def value(self) -> float:
        """Return the product."""
        return self.factor * self.transmission * self.energy_factor


def divisor_of(
    result: FitResult | IntegratedArea,
    shift_ev: float,
    transmission: TransmissionPlan,
    settings: Settings,
) -> Divisor:
    """Return the factors that belong to the area of a region.

    Parameters
    ----------
    result : FitResult or IntegratedArea
    shift_ev : float
        Charge shift, to find the line on the measured scale.
    transmission : TransmissionPlan
    settings : Settings
        Sensitivity library and energy exponent.

    Raises
    ------
    QuantificationError
        If the library has no factor for the level, or the photon energy is unknown or
        not the library's.
    """
    level = _level(result, shift_ev)
    return divisor_at(result.region.spectrum, level, shift_ev, transmission, settings)


def divisor_at(
    spectrum: Spectrum,
    level: str,
    shift_ev: float,
    transmission: TransmissionPlan,
    settings: Settings,
) -> Divisor:
    """Return the factors of a level as one spectrum measures it; otherwise as above.

    Parameters
    ----------
    spectrum : Spectrum
    level : str
        The one the sensitivity factor is tabulated for.
    shift_ev : float
    transmission : TransmissionPlan
    settings : Settings
    """
    line_ev = peaklib.core_level(level).binding_energy_ev
    photon_ev = photon_energy(spectrum, settings)
    return Divisor(
        level=level,
        factor=_factor(level, settings),
        transmission=transmission.at(spectrum, line_ev - shift_ev),
        energy_factor=(photon_ev - line_ev) ** settings.energy_exponent,
    )


def _level(result: FitResult | IntegratedArea, shift_ev: float) -> str:
    region = result.region.name
    if not isinstance(result, IntegratedArea):
        whole = fitted_level(region, result.model.components)
        if whole is not None:
            return whole
    elif result.level:
        return result.level
    return sensitivity_level(
        region, result.low_ev + shift_ev, result.high_ev + shift_ev
    )


def _factor(level: str, settings: Settings) -> float:
    try:
        return peaklib.sensitivity(settings.library).factor(level)
    except UnknownLevelError as error:
        raise QuantificationError(
            f"{error}; choose another sensitivity library, or leave the region out"
        ) from error
