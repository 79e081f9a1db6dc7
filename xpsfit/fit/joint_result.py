"""What a joint fit returns besides the fit of each region: silent records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult


@dataclass(frozen=True, slots=True)
class FittedSpecies:
    """The amount of one species.

    Attributes
    ----------
    name : str
    composition : dict of str to float
        Atoms per formula unit.
    amount_cps_ev, amount_cps_ev_stderr : float
        Formula units on the scale of area / (sensitivity factor x transmission x
        energy factor), counts/s x eV. The error of an amount held at zero is the one it
        would have if it were free.
    presence : {"present", "below_limit"}
        "present" from 3.29 standard errors up (Currie 1968).
    slack : float
    levels, missing : tuple of str
        Core levels the amount rests on, and those it lacks.
    """

    name: str
    composition: dict[str, float]
    amount_cps_ev: float
    amount_cps_ev_stderr: float
    presence: str
    slack: float
    levels: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointQuantity:
    """A number of one of several samples that were fitted together.

    Attributes
    ----------
    sample : str
    region : str
        Core level; empty for a species.
    component : str
        Or the species; empty for a background, and for the whole core level.
    quantity : str
        ``"area_cps_ev"``, ``"center_ev"`` on the scale of the model, ``"fwhm_ev"``, a
        parameter of the shape or background, ``"amount_cps_ev"`` of a species, or
        ``"atomic_percent"``.
    value, stderr : float
    """

    sample: str
    region: str
    component: str
    quantity: str
    value: float
    stderr: float


@dataclass(frozen=True, slots=True, eq=False)
class BetweenSamples:
    """How the numbers of a sample vary with those of the others.

    Attributes
    ----------
    quantities : tuple of JointQuantity
        Of all samples.
    own : tuple of int
        Which of them are of this sample.
    covariance : FloatArray, shape (own, quantities)
        Of those with all.
    """

    quantities: tuple[JointQuantity, ...]
    own: tuple[int, ...]
    covariance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class JointFit:
    """The regions of one sample, fitted in one minimisation.

    Attributes
    ----------
    sample : str
        Empty where only one sample was fitted.
    fits : tuple of FitResult
        One per region, with errors from all the data together.
    species : tuple of FittedSpecies
    covariance : FloatArray, shape (s + m, s + m)
        Of all amounts, then of the component areas of all fits in their order.
    points, free_parameters : int
        Of the whole minimisation, other samples included.
    effective_parameters : float
    chi_square : float or None
        Of all data; None where some noise was estimated from the data.
    apart_chi_square : float or None
        What the regions leave when each is fitted alone.
    apart_free_parameters : int
    held : tuple of str
        Ties between regions or samples that held.
    converged : bool
    message : str
    warnings : tuple of str
        About the joint fit as a whole.
    between : BetweenSamples or None
        None for a single sample, and where the data leave the covariance open.
    """

    sample: str
    fits: tuple[FitResult, ...]
    species: tuple[FittedSpecies, ...]
    covariance: FloatArray
    points: int
    free_parameters: int
    effective_parameters: float
    chi_square: float | None
    apart_chi_square: float | None
    apart_free_parameters: int
    held: tuple[str, ...]
    converged: bool
    message: str
    warnings: tuple[str, ...] = ()
    between: BetweenSamples | None = None

    @property
    def regions(self) -> tuple[str, ...]:
        """Return the core levels, in the order of the fits."""
        return tuple(fit.region.name for fit in self.fits)

    def places(self, region: str) -> list[int]:
        """Return where the component areas of a region stand in the covariance.

        Raises
        ------
        KeyError
            If the region is not among the fits.
        """
        start = len(self.species)
        for fit in self.fits:
            if fit.region.name == region:
                return list(range(start, start + len(fit.components)))
            start += len(fit.components)
        raise KeyError(region)
