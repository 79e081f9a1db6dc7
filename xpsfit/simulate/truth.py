"""What is true about a simulated sample: silent records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xpsfit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.arrays import FloatArray
    from xpsfit.model.types import PeakModel, RegionModel
    from xpsfit.spectrum import Spectrum

AL_KA_EV = 1486.69
"""Photon energy of monochromatic Al K-alpha as the sample spectra have it."""


@dataclass(frozen=True, slots=True)
class Acquisition:
    """How one core level is measured.

    Attributes
    ----------
    dwell_s : float
        Time per point and scan.
    scans : int
    step_ev : float
        Distance of points.
    low_ev, high_ev : float or None
        Window on the calibrated scale; None takes the model's.
    background_cps : float or None
        Level of the background in the middle of the window without peaks; None takes a
        fifth of the height of the region's peak, or 1 % of the highest peak of all
        regions where that is more.
    slope_cps_per_ev : float
        Of the background.
    step_per_ev : float or None
        Strength of the step under the peaks; None takes the model's start value.
    """

    dwell_s: float = 0.1
    scans: int = 10
    step_ev: float = 0.1
    low_ev: float | None = None
    high_ev: float | None = None
    background_cps: float | None = None
    slope_cps_per_ev: float = 0.0
    step_per_ev: float | None = None

    @property
    def time_s(self) -> float:
        """Return the counting time per point, dwell x scans."""
        return self.dwell_s * self.scans


@dataclass(frozen=True, slots=True)
class Specimen:
    """What is measured.

    Attributes
    ----------
    composition : mapping of str to float or None
        Amounts by element or by ``region/component``, turned into areas through
        sensitivity factors, KE^n and T = 1; scaled to a sum of 100 at%.
    areas : mapping of str to float or None
        Areas in counts/s x eV by region or ``region/component`` instead. Without either
        the areas are those of the model, or else every element has the same at%.
    peak_cps : float
        Height above the background of the highest peak among all regions, in counts/s;
        without effect where areas are given or the model's.
    shift_ev : float
        Charge shift: calibrated minus measured energy.
    name : str
    """

    composition: Mapping[str, float] | None = None
    areas: Mapping[str, float] | None = None
    peak_cps: float = 10_000.0
    shift_ev: float = 0.0
    name: str = "simulated"


@dataclass(frozen=True, slots=True, eq=False)
class TrueRegion:
    """One core level before noise.

    Attributes
    ----------
    model : RegionModel
        Of which the curve is made.
    energy_ev : FloatArray, shape (n,)
        Measured scale, increasing.
    values : dict of str to float
        Every parameter by its name in a fit; positions on the measured scale.
    shift_ev : float
        Calibrated minus measured energy.
    dwell_s, scans : float, int
    expected_cps, background_cps : FloatArray, shape (n,)
        The whole curve, and what of it is not peaks.
    """

    model: RegionModel
    energy_ev: FloatArray
    values: dict[str, float]
    shift_ev: float
    dwell_s: float
    scans: int
    expected_cps: FloatArray
    background_cps: FloatArray

    @property
    def name(self) -> str:
        """Return the core level."""
        return self.model.region

    @property
    def time_s(self) -> float:
        """Return the counting time per point, dwell x scans."""
        return self.dwell_s * self.scans

    @property
    def expected_counts(self) -> FloatArray:
        """Return the expected counts summed over the scans, shape (n,)."""
        return self.expected_cps * self.time_s

    @property
    def middle_ev(self) -> float:
        """Return the energy at which the slope of the background vanishes."""
        return float(self.energy_ev[0] + self.energy_ev[-1]) / 2.0

    def area(self, component: str) -> float:
        """Return the area of a component in counts/s x eV."""
        return self.values[f"{component}.area_cps_ev"]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Everything true about one simulated sample.

    Attributes
    ----------
    sample : str
    model : PeakModel
        Whose regions were simulated.
    regions : tuple of TrueRegion
    elements : dict of str to float
        Atomic percent by element; sums to 100.
    states : dict of (str, str) to float
        Atomic percent by region and component, of the regions that count for an
        element; sums to 100.
    settings : Settings
        Sensitivity library and energy exponent behind these amounts.
    photon_energy_ev : float
    """

    sample: str
    model: PeakModel
    regions: tuple[TrueRegion, ...]
    elements: dict[str, float]
    states: dict[tuple[str, str], float]
    settings: Settings = field(default_factory=Settings)
    photon_energy_ev: float = AL_KA_EV

    def region(self, name: str) -> TrueRegion:
        """Return the truth of a core level; KeyError where there is none."""
        for region in self.regions:
            if region.name == name:
                return region
        raise KeyError(name)


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """Spectra of known truth.

    Attributes
    ----------
    spectra : tuple of Spectrum
        One per region, in counts.
    truth : Truth
    seed : int or None
        None where there is no noise.
    """

    spectra: tuple[Spectrum, ...]
    truth: Truth
    seed: int | None
