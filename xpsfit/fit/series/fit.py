"""The joint fit of a series, from spectra to records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.fit.series.assemble import assembled
from xpsfit.fit.series.solve import SeriesData, solve

if TYPE_CHECKING:
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.model.types import PeakModel

__all__ = ["FittedSeries", "SeriesData", "fit_series"]


@dataclass(frozen=True, slots=True, eq=False)
class FittedSeries:
    """A series that was fitted in one minimisation.

    Attributes
    ----------
    common : SeriesFit
    levels : tuple of JointFit
        One per level, in order; without fits where none was possible.
    failures : dict of (str, int) to str
        By core level and level, why a spectrum was not fitted.
    """

    common: SeriesFit
    levels: tuple[JointFit, ...]
    failures: dict[tuple[str, int], str]


def fit_series(data: SeriesData, model: PeakModel, sample: str = "") -> FittedSeries:
    """Return the joint fit of all levels of a series.

    Positions, widths, shapes and background steps are one for all levels; areas, offset
    and slope are of each level, and so are a shift of its energy scale and a small
    displacement of each region about it.

    Parameters
    ----------
    data : SeriesData
    model : PeakModel
        Prior knowledge counts once for the whole series.
    sample : str
        For the records.

    Raises
    ------
    FitError
        If nothing can be fitted, or ties of the model do not suit a joint fit.
    """
    solution = solve(data, model)
    common, joints = assembled(solution, sample)
    regions = solution.problem.layout.regions
    failures = {
        (regions[k].name, level): reason
        for (k, level), reason in solution.cuts.failures.items()
    }
    return FittedSeries(common, tuple(joints), failures)
