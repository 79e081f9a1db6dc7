"""What an analysis of samples and sputter series returns: silent records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xpsfit.display import Displayed

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import DepthScale, Interface
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.model.types import PeakModel
    from xpsfit.spectrum import Region, Spectrum

ChargeMethod = Literal[
    "fitted_line",
    "given_shift",
    "carried",
    "separation",
    "metal_line",
    "implanted_argon",
    "none",
]


@dataclass(frozen=True, slots=True)
class ChargeReference:
    """The one energy shift of a sample position.

    Attributes
    ----------
    shift_ev : float
        Added to every measured binding energy to give the calibrated one.
    stderr_ev : float or None
        Fit error of the reference line, and of the movement since where it was carried;
        the spread of adventitious carbon itself (0.2 to 0.3 eV) is not in it.
    method : str
        "fitted_line", "given_shift", "separation", "metal_line", "implanted_argon" or
        "none"; "carried" is the shift of another level of the series, normally the
        first, moved by what the regions of this level agree on.
    line : str
        Reference line, e.g. ``"C 1s C-C"``; empty where there is none.
    assigned_ev : float or None
        Energy assigned to the reference line.
    measured_ev : float or None
        Where the line was measured.
    note : str
        A sentence on how it was found, or why there is none.
    warnings : tuple of str
        What speaks against it.
    refusal : str
        Why the method that was asked for refused this level; empty where it did not.
    """

    shift_ev: float
    stderr_ev: float | None
    method: ChargeMethod
    line: str = ""
    assigned_ev: float | None = None
    measured_ev: float | None = None
    note: str = ""
    warnings: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class IntegratedArea:
    """A region without a peak model: the area above a static background.

    Attributes
    ----------
    region : Region
    low_ev, high_ev : float
        Ends of the window that hugs the peak, measured scale.
    background : str
        ``"shirley"`` or ``"linear"``.
    background_cps : FloatArray, shape (n,)
        NaN outside these ends.
    area_cps_ev, area_cps_ev_stderr : float
        Net area and its whole error: counting noise, background ends included, and
        what the choice of background and window leaves open.
    detected : bool
        Whether the data have a peak, by its shape; else the area is an upper limit.
    significance : float
        Height of the most plausible peak over its counting error.
    level : str
        Core level whose factor the area needs, e.g. ``"In 3d"`` where both lines of
        the doublet were found; empty where the window alone decides.
    warnings : tuple of str
    background_stderr_cps_ev : float
        The second part of that error by itself.
    end_points : int or None
        Points averaged at each end; None in results that did not record it.
    """

    region: Region
    low_ev: float
    high_ev: float
    background: str
    background_cps: FloatArray
    area_cps_ev: float
    area_cps_ev_stderr: float
    detected: bool
    significance: float
    level: str = ""
    warnings: tuple[str, ...] = ()
    background_stderr_cps_ev: float = 0.0
    end_points: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A region or level that could not be evaluated, with the reason."""

    sample: str
    region: str
    etch_time_s: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class ElementAmount:
    """One row of a composition.

    Attributes
    ----------
    element, region : str
        E.g. ``"Al"`` from ``"Al 2p"``.
    area_cps_ev, area_cps_ev_stderr : float
    sensitivity_factor : float
        Of the library named in `Composition.library`, for `sensitivity_level`.
    sensitivity_level : str
        The level the factor is tabulated for, e.g. ``"In 3d"`` for a region called
        ``"In 3d5/2"`` whose window holds both lines.
    transmission : float
        T at the line; 1 where none was applied.
    energy_factor : float
        KE ** exponent, relative to nothing.
    atomic_percent : float
    atomic_percent_stderr : float
        Statistical error from the full covariance.
    atomic_percent_systematic : float
        Error from the sensitivity factors, common to all levels of a series.
    atomic_percent_upper_95 : float
        max(value, 0) + 1.645 statistical errors.
    detected : bool
        Area above 3.29 of its standard errors; without a peak model, a peak above
        its background by the shape of the data.
    area_note : str
        How far an area counts that has no end of its own; empty for all others.
    """

    element: str
    region: str
    area_cps_ev: float
    area_cps_ev_stderr: float
    sensitivity_factor: float
    sensitivity_level: str
    transmission: float
    energy_factor: float
    atomic_percent: float
    atomic_percent_stderr: float
    atomic_percent_systematic: float
    atomic_percent_upper_95: float
    detected: bool
    area_note: str = ""

    @property
    def area_per_atom(self) -> float:
        """Return the area of one atom in units of the composition, S T KE^n."""
        return self.sensitivity_factor * self.transmission * self.energy_factor


@dataclass(frozen=True, slots=True)
class StateAmount:
    """Share and amount of one component.

    Attributes
    ----------
    region, component : str
    region_fraction, region_fraction_stderr : float
        Share of the region's summed area.
    atomic_percent, atomic_percent_stderr : float
    atomic_percent_upper_95 : float
    """

    region: str
    component: str
    region_fraction: float
    region_fraction_stderr: float
    atomic_percent: float
    atomic_percent_stderr: float
    atomic_percent_upper_95: float


@dataclass(frozen=True, slots=True)
class SpeciesAmount:
    """Amount of one species, from all core levels it shows in.

    Attributes
    ----------
    species : str
    atomic_percent, atomic_percent_stderr : float
        All its atoms of the elements that the composition counts.
    atomic_percent_upper_95 : float
        max(value, 0) + 1.645 statistical errors.
    presence : {"present", "below_limit"}
        "present" from 3.29 standard errors up.
    slack : float
        Relative, one standard deviation; 0 is strict.
    regions : tuple of str
        Core levels it rests on.
    """

    species: str
    atomic_percent: float
    atomic_percent_stderr: float
    atomic_percent_upper_95: float
    presence: str
    slack: float
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Composition(Displayed):
    """Atomic percent of one sample or level, hydrogen and helium excluded.

    Attributes
    ----------
    library : str
        Sensitivity library, e.g. ``"scofield"``.
    energy_exponent : float
        n of the factor KE^n.
    transmission : str
        What was done about the transmission function, in words.
    elements : tuple of ElementAmount
    states : tuple of StateAmount
    warnings : tuple of str
    species : tuple of SpeciesAmount
        Empty where the model has none.
    """

    library: str
    energy_exponent: float
    transmission: str
    elements: tuple[ElementAmount, ...]
    states: tuple[StateAmount, ...]
    warnings: tuple[str, ...] = ()
    species: tuple[SpeciesAmount, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LevelResult(Displayed):
    """Everything about one sample at one etch level (or one surface).

    Attributes
    ----------
    sample : str
    etch_time_s : float or None
        None for a surface that is not part of a series.
    depth_nm : float or None
        On the scale of the series; None outside one.
    charge : ChargeReference
    fits : tuple of FitResult
    integrated : tuple of IntegratedArea
    composition : Composition or None
        None where no region could be quantified.
    failures : tuple of Failure
    joint : JointFit or None
        What is common to `fits` that were fitted together.
    depth_nm_stderr, depth_low_nm, depth_high_nm : float or None
        As in `xpsfit.depth.scale.Depth`.
    """

    sample: str
    etch_time_s: float | None
    depth_nm: float | None
    charge: ChargeReference
    fits: tuple[FitResult, ...]
    integrated: tuple[IntegratedArea, ...]
    composition: Composition | None
    failures: tuple[Failure, ...] = ()
    joint: JointFit | None = None
    depth_nm_stderr: float | None = None
    depth_low_nm: float | None = None
    depth_high_nm: float | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SampleResult(Displayed):
    """One surface, or all levels of one sputter series of one sample.

    Attributes
    ----------
    sample : str
    model : PeakModel
        The peak model that was used.
    levels : tuple of LevelResult
        One for a surface; in order of etch time for a series.
    rate_nm_per_s : float or None
        Sputter rate of the depth scale; None for a surface.
    warnings : tuple of str
    surveys : tuple of Spectrum
        Wide spectra of the sample, kept for what else they show.
    series : SeriesFit or None
        What the levels have in common where they were fitted together.
    reference : SampleResult or None
        The reference sample whose positions and shapes were taken over.
    depth_scale : DepthScale or None
        How depths were made; None for a surface.
    interfaces : tuple of Interface
        What every element and state does with etch time; empty for a surface.
    """

    sample: str
    model: PeakModel
    levels: tuple[LevelResult, ...]
    rate_nm_per_s: float | None = None
    warnings: tuple[str, ...] = ()
    surveys: tuple[Spectrum, ...] = ()
    series: SeriesFit | None = None
    reference: SampleResult | None = None
    depth_scale: DepthScale | None = None
    interfaces: tuple[Interface, ...] = ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Return the failures of all levels."""
        return tuple(f for level in self.levels for f in level.failures)
