"""What the joint fit of a series returns beside its levels: silent records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FittedParameter


@dataclass(frozen=True, slots=True)
class SeriesState:
    """Whether the data of a whole series support one component, and why.

    Attributes
    ----------
    region, component : str
    kept : bool
        False where it was dropped for the whole series.
    delta_chi_square : float
        What chi-square of the series rises without it; where it was not tried, the sum
        of the squares of its areas above zero over their errors.
    largest_sigmas : float
        The largest of its areas in units of their standard errors, over all levels.
    levels_present : int
        At how many levels it is present, 3.29 standard errors or more.
    reason : str
        Why it stayed or was dropped.
    """

    region: str
    component: str
    kept: bool
    delta_chi_square: float
    largest_sigmas: float
    levels_present: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class SeriesFit:
    """What is common to the levels of a series that were fitted together.

    Attributes
    ----------
    parameters : tuple of FittedParameter
        Shared by all levels, ``"C 1s/C-C.center_ev"``; positions on the scale of the
        model.
    covariance : FloatArray, shape (Q, Q)
        Of the shared parameters, in their order.
    shared, per_level : tuple of str
        In words: what all levels share, and what each has of its own.
    regions : tuple of str
        Core levels, in the order of the columns of the displacements.
    shift_ev, shift_stderr_ev : FloatArray, shape (levels,)
        Scale of the model minus measured scale, and its error; 0 where it was held.
    displacement_ev, displacement_stderr_ev : FloatArray, shape (levels, regions)
        Of each region beyond the shift of its level; NaN where not measured.
    apart : tuple of (tuple of int)
        By region, the levels at which it moved otherwise than the rest, and had no say
        in the shift.
    level_chi_square : FloatArray, shape (levels,)
        What the data of each level leave; NaN where some noise was estimated.
    points, free_parameters : int
    effective_parameters : float
        How many parameters the data determine, shifts and displacements included.
    chi_square, reduced_chi_square : float or None
        Of all data; None where some noise was estimated from the data.
    evaluations : int
    converged : bool
    message : str
    states : tuple of SeriesState
        Which components the series supports; empty where all were taken as given.
    warnings : tuple of str
    """

    parameters: tuple[FittedParameter, ...]
    covariance: FloatArray
    shared: tuple[str, ...]
    per_level: tuple[str, ...]
    regions: tuple[str, ...]
    shift_ev: FloatArray
    shift_stderr_ev: FloatArray
    displacement_ev: FloatArray
    displacement_stderr_ev: FloatArray
    apart: tuple[tuple[int, ...], ...]
    level_chi_square: FloatArray
    points: int
    free_parameters: int
    effective_parameters: float
    chi_square: float | None
    reduced_chi_square: float | None
    evaluations: int
    converged: bool
    message: str
    states: tuple[SeriesState, ...] = ()
    warnings: tuple[str, ...] = ()
