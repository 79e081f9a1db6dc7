"""What a method of charge referencing is, and what it finds: silent records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit import FitResult, FittedComponent
    from xpsfit.model.types import PeakModel
    from xpsfit.results import ChargeMethod, ChargeReference
    from xpsfit.spectrum import Spectrum


@dataclass(frozen=True, slots=True, eq=False)
class LevelEvidence:
    """One level of a series, evaluated where its scale is expected.

    Attributes
    ----------
    etch_time_s : float or None
    spectra : tuple of Spectrum
        All its core levels.
    fits : tuple of FitResult
        Of those with a peak model.
    placed_ev : float
        Calibrated minus measured energy at which these ran, on the model's scale.
    carried : ChargeReference
        What carrying the first level's shift gives here.
    """

    etch_time_s: float | None
    spectra: tuple[Spectrum, ...]
    fits: tuple[FitResult, ...]
    placed_ev: float
    carried: ChargeReference

    def fit(self, region: str) -> FitResult | None:
        """Return the fit of a core level, None where there is none."""
        return next((f for f in self.fits if f.region.name == region), None)

    def line(
        self, region: str, names: frozenset[str]
    ) -> tuple[FitResult, FittedComponent] | None:
        """Return the largest component of some species in a region, with its fit."""
        fit = self.fit(region)
        own = [] if fit is None else [c for c in fit.components if c.species in names]
        if fit is None or not own:
            return None
        return fit, max(own, key=lambda c: c.area_cps_ev)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a method finds at one level: a shift, or why there is none.

    Attributes
    ----------
    shift_ev : float or None
        Calibrated minus measured energy; None where the method refuses.
    stderr_ev : float or None
    line : str
        What was set to its energy, ``"Al 2p Al metal"``.
    assigned_ev, measured_ev : float or None
    note : str
        A sentence on what the shift rests on.
    refusal : str
        Why there is no shift; empty where there is one.
    warnings : tuple of str
    """

    shift_ev: float | None = None
    stderr_ev: float | None = None
    line: str = ""
    assigned_ev: float | None = None
    measured_ev: float | None = None
    note: str = ""
    refusal: str = ""
    warnings: tuple[str, ...] = ()


def refused(reason: str) -> Reading:
    """Return that a level cannot bear the method."""
    return Reading(refusal=reason)


def best_known(readings: Sequence[Reading], apart_ev: float, doubt: str) -> Reading:
    """Return the reading of the smallest error, with a doubt where others disagree.

    Parameters
    ----------
    readings : sequence of Reading
        None of them refused; one at least.
    apart_ev : float
        Shifts may differ by so much.
    doubt : str
        What is said if they do, with ``{apart}`` in the place of the difference.
    """
    best = min(readings, key=lambda r: r.stderr_ev or 0.0)
    shifts = [r.shift_ev or 0.0 for r in readings]
    apart = max(shifts) - min(shifts)
    if apart <= apart_ev:
        return best
    return replace(best, warnings=(doubt.format(apart=f"{apart:.2f} eV"),))


@dataclass(frozen=True, slots=True)
class SeriesContext:
    """What a method may know beside the level.

    Attributes
    ----------
    model : PeakModel
    reference_ev : float or None
        Energy that the user assigned to the model's reference line.
    first : LevelEvidence
        The first level of the series.
    """

    model: PeakModel
    reference_ev: float | None
    first: LevelEvidence


Read = Callable[[LevelEvidence, SeriesContext], Reading]


@dataclass(frozen=True, slots=True)
class ReferencingMethod:
    """One way of finding the charge shift of every level.

    Attributes
    ----------
    name : str
        As users choose it.
    title : str
        What it rests on, in a few words.
    source : str
        Where it comes from.
    kind : str
        What `ChargeReference.method` says of a level that bears it.
    needs_carbon : bool
        Whether the first level must carry the model's reference line.
    read : callable or None
        Returns what one level gives; None for carrying, which reads no level again.
    """

    name: str
    title: str
    source: str
    kind: ChargeMethod
    needs_carbon: bool
    read: Read | None
