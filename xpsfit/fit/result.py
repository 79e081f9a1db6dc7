"""What a fit of one region returns: silent records, no printing, no plotting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xpsfit.display import Displayed

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.drawn import DrawnBackground
    from xpsfit.model.types import RegionModel
    from xpsfit.spectrum import Region

ParameterState = Literal["free", "bounded", "at_bound", "fixed", "linked", "shared"]
Presence = Literal["present", "below_limit", "fixed"]


@dataclass(frozen=True, slots=True)
class FittedParameter:
    """One parameter of a fit.

    Attributes
    ----------
    name : str
        ``"C-C.center_ev"``, ``"background.step_per_ev"``; centers are on the measured
        scale.
    value : float
        Best value, in the unit the name states.
    stderr : float or None
        One standard error; None for a parameter that is fixed or sits on a bound.
    minimum, maximum : float
        Bounds in force.
    state : {"free", "bounded", "at_bound", "fixed", "linked", "shared"}
        "bounded" is free with finite bounds and away from them; "shared" is one value
        that all levels of a series have together.
    note : str
        Why it is fixed or linked, or which bound it met.
    spread : float
        One standard deviation of prior knowledge that entered; infinite for none.
    low_68, high_68, low_95, high_95 : float or None
        Ends of the intervals that hold the true value with 68 and 95 % confidence, by
        profile likelihood or Monte Carlo; None where they were not asked for.
    """

    name: str
    value: float
    stderr: float | None
    minimum: float
    maximum: float
    state: ParameterState
    note: str = ""
    spread: float = math.inf
    low_68: float | None = None
    high_68: float | None = None
    low_95: float | None = None
    high_95: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FittedComponent:
    """One component of a fit.

    Attributes
    ----------
    name, species, line_shape : str
        As in the model.
    center_ev, center_ev_stderr : float, float or None
        On the measured scale (major line of a doublet).
    fwhm_ev, fwhm_ev_stderr : float, float or None
        True full width at half maximum of one line.
    area_cps_ev, area_cps_ev_stderr : float, float
        Whole component, both lines of a doublet. The error of an area held at zero is
        the one it would have if it were free.
    height_cps : float
        Maximum of the component's curve, background excluded.
    presence : {"present", "below_limit", "fixed"}
        "present" from 3.29 sigma up (Currie 1968).
    area_upper_95_cps_ev : float
        max(area, 0) + 1.645 sigma.
    curve_cps : FloatArray, shape (n,)
        The component alone, on the region's energies.
    """

    name: str
    species: str
    line_shape: str
    center_ev: float
    center_ev_stderr: float | None
    fwhm_ev: float
    fwhm_ev_stderr: float | None
    area_cps_ev: float
    area_cps_ev_stderr: float
    height_cps: float
    presence: Presence
    area_upper_95_cps_ev: float
    curve_cps: FloatArray


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a fit describes the data.

    Attributes
    ----------
    points, free_parameters : int
        Links and fixed values do not count.
    effective_parameters : float
        How many parameters the data determine: the trace of data information times
        covariance. Equal to `free_parameters` where the model holds no prior knowledge.
    degrees_of_freedom : float
        Points minus effective parameters.
    chi_square, reduced_chi_square, aic, bic : float or None
        With known sigma (AIC = chi2 + 2k, BIC = chi2 + k ln n, k the effective
        parameters); None where the noise was estimated from the data themselves.
    abbe : float
        Half the sum of squared residual differences over the sum of squares
        (von Neumann 1941): 1 for white residuals, less when structure is left.
    residual_sd_cps : float
        Standard deviation of the residuals, counts/s.
    largest_residual_sigma : float
        Largest residual over sigma, absolute.
    """

    points: int
    free_parameters: int
    effective_parameters: float
    degrees_of_freedom: float
    chi_square: float | None
    reduced_chi_square: float | None
    aic: float | None
    bic: float | None
    abbe: float
    residual_sd_cps: float
    largest_residual_sigma: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whether one component of the model entered the fit, and why.

    Attributes
    ----------
    name : str
        Of the component.
    kept : bool
    delta_bic : float
        BIC without it minus BIC with it, beside the others that were kept; more than 10
        lets it enter.
    delta_chi_square : float
        The part of that which the data give: what chi-square rises without it.
    added_parameters : float
        Those it adds, as far as the data determine them; 1 at least.
    irreplaceable : bool
        Whether BIC asks for it even beside all other candidates.
    reason : str
        Why it stayed or left.
    """

    name: str
    kept: bool
    delta_bic: float
    delta_chi_square: float
    added_parameters: float
    irreplaceable: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """What fits from random starts came to.

    Attributes
    ----------
    restarts, seed : int
        How many starts were drawn, with which seed.
    converged : int
        How many of them reached a minimum.
    minima : int
        Different ones among those as good as the best, that best included.
    largest_spread : float
        How far the area of a component differs between them, as a share of the summed
        area of the region; the largest of all components.
    component : str
        Which one.
    gain : float
        Chi-square by which the best start beat the fit before; it was then adopted.
    """

    restarts: int
    seed: int
    converged: int
    minima: int
    largest_spread: float
    component: str
    gain: float

    @property
    def unique(self) -> bool:
        """Return whether all minima as good as the best are one."""
        return self.minima == 1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FitResult(Displayed):
    """The fit of one region.

    Attributes
    ----------
    region : Region
        The data, with their noise.
    model : RegionModel
        The model that ran.
    low_ev, high_ev : float
        Ends of the window, measured scale.
    components : tuple of FittedComponent
    parameters : tuple of FittedParameter
    background_cps, envelope_cps, residual_cps : FloatArray, shape (n,)
        Envelope includes the background; residual is data minus envelope.
    area_covariance : FloatArray, shape (m, m)
        Of the component areas, (counts/s x eV)^2, in the order of `components`; zero
        for areas that are fixed or held at zero.
    correlations : dict of (str, str) to float
        Between free parameters; at a level of a joint fit, those above 0.5 in size.
    quality : Quality
    converged : bool
    message : str
        What the minimiser said.
    warnings : tuple of str
        Everything a careful reader must know before using the numbers.
    drawn : DrawnBackground or None
        The static background under the fit; None where it was fitted with the peaks.
    candidates : tuple of Candidate
        Which components entered and why, in the order of `components`; empty where
        all of them were taken as given.
    uniqueness : Uniqueness or None
        None where no random starts were asked for.
    shift_ev : float
        Calibrated minus measured energy at which the model was laid on the data.
    """

    region: Region
    model: RegionModel
    low_ev: float
    high_ev: float
    components: tuple[FittedComponent, ...]
    parameters: tuple[FittedParameter, ...]
    background_cps: FloatArray
    envelope_cps: FloatArray
    residual_cps: FloatArray
    area_covariance: FloatArray
    correlations: dict[tuple[str, str], float]
    quality: Quality
    converged: bool
    message: str
    warnings: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    uniqueness: Uniqueness | None = None
    drawn: DrawnBackground | None = None
    shift_ev: float = 0.0

    @property
    def area_cps_ev(self) -> float:
        """Return the summed area of all components, counts/s x eV."""
        return float(sum(c.area_cps_ev for c in self.components))

    @property
    def area_cps_ev_stderr(self) -> float:
        """Return the standard error of the summed area, correlations included.

        Where every area is held at zero it is the largest error that one of them would
        have if it were free.
        """
        if not self.area_covariance.any():
            return max(c.area_cps_ev_stderr for c in self.components)
        return float(max(self.area_covariance.sum(), 0.0) ** 0.5)

    def component(self, name: str) -> FittedComponent:
        """Return the component called `name`; KeyError where there is none."""
        for component in self.components:
            if component.name == name:
                return component
        raise KeyError(name)
