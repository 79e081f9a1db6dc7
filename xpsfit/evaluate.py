"""One region of one level: fitted or integrated, and fit to be counted or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import peaklib
from xpsfit.errors import FitError
from xpsfit.fit import fit_region
from xpsfit.not_measured import reason_not_measured
from xpsfit.quantify import integrate_region
from xpsfit.quantify.without_model import HOPELESS, net_area_words
from xpsfit.results import IntegratedArea
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit import FitResult
    from xpsfit.model.types import PeakModel
    from xpsfit.results import Composition, Failure
    from xpsfit.spectrum import Spectrum

# Net areas this many errors below zero are not noise (Currie 1968).
DETECTION = 3.29


def unfit(result: FitResult | IntegratedArea) -> str:
    """Return why a result must not enter a composition; empty where it may."""
    if isinstance(result, IntegratedArea):
        if result.area_cps_ev < -DETECTION * result.area_cps_ev_stderr:
            return (
                f"the signal lies below its background (net area "
                f"{result.area_cps_ev:.0f} counts/s x eV), so an end of the window "
                "stands on another line; measure or export a wider window"
            )
        return ""
    return "" if result.converged else f"not converged: {result.message}"


def with_warnings(
    composition: Composition,
    fits: Sequence[FitResult],
    failures: Sequence[Failure],
    missing: Sequence[str] = (),
    note: str = "",
) -> Composition:
    """Return the composition with what a reader of its numbers alone would miss.

    Parameters
    ----------
    composition : Composition
    fits : sequence of FitResult
        That it rests on.
    failures : sequence of Failure
        Regions that it lacks because they failed.
    missing : sequence of str
        Regions that it lacks because this level has no measurement of them, while
        others of the series have.
    note : str
        What the level itself has to say; may be empty.

    Returns
    -------
    Composition
    """
    found = [
        f"{fit.region.name}: reduced chi-square {fit.quality.reduced_chi_square:.1f}; "
        "its amounts rest on a fit that does not describe the data"
        for fit in fits
        if (fit.quality.reduced_chi_square or 0.0) > HOPELESS
    ]
    found += [
        f"{fit.region.name}: {words}" for fit in fits if (words := net_area_words(fit))
    ]
    if failures:
        failed = ", ".join(failure.region for failure in failures)
        found.append(f"{failed} failed: the amounts are of the other elements only")
    found += _missing_warnings(composition, missing)
    if note:
        found.append(note)
    return replace(composition, warnings=(*composition.warnings, *found))


def _missing_warnings(composition: Composition, missing: Sequence[str]) -> list[str]:
    """Return what the regions cost that were not measured at this level."""
    counted = {row.element: row.region for row in composition.elements}
    found: list[str] = []
    absent: list[str] = []
    for region in missing:
        element = peaklib.core_level(region).element
        if element in counted:
            found.append(
                f"{region} not measured at this level: {element} is counted by "
                f"{counted[element]}"
            )
        else:
            absent.append(region)
    if absent:
        found.append(
            f"{', '.join(absent)} not measured at this level: the amounts are of the "
            "other elements only"
        )
    return found


def evaluate(
    spectrum: Spectrum,
    model: PeakModel,
    shift_ev: float,
    starts: Mapping[str, float] | None = None,
) -> FitResult | IntegratedArea:
    """Return the fit of a region that the model holds, else its integrated area.

    Raises
    ------
    FitError
        If every channel holds the same: a detector that was off or stuck says nothing
        of the sample.
    XpsFitError
        What the fit or the integration raises.
    """
    region_model = model.region(spectrum.region)
    region = cut_region(spectrum)
    if reason := reason_not_measured(spectrum):
        raise FitError(reason)
    if region_model is None:
        return integrate_region(region, shift_ev=shift_ev)
    return fit_region(region, region_model, shift_ev=shift_ev, starts=starts)
