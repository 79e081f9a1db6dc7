"""Atomic percent."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import peaklib
from xpsfit.checks.amounts import evaluated
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_level,
    per_sample,
    warned,
)
from xpsfit.checks.survey import unquantified
from xpsfit.depth.scale import depth_name, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import ElementAmount, LevelResult, SampleResult
    from xpsfit.spectrum import Spectrum

SUM_TOLERANCE = 0.01
DETECTION = 3.29
LARGEST_SHIFT_EV = 5.0
INFORMATION_DEPTH_NM = 8.0
CHANGED_PERCENT, CHANGED_SIGMAS = 5.0, 5.0


def basics(level: LevelResult) -> Verdict:
    """Ask for what no result may lack."""
    wrong = []
    rows = _rows(level)
    total = sum(row.atomic_percent for row in rows)
    if rows and not abs(total - 100.0) <= SUM_TOLERANCE:
        wrong.append(f"the amounts sum to {total:.2f} at%")
    negative = [
        f"{fit.region.name} {c.name}"
        for fit in level.fits
        for c in fit.components
        if c.area_cps_ev < -DETECTION * c.area_cps_ev_stderr
    ]
    if negative:
        wrong.append(f"{', '.join(negative)} have areas below zero beyond their errors")
    shift = level.charge.shift_ev
    if abs(shift) > LARGEST_SHIFT_EV:
        wrong.append(f"a charge shift of {shift:+.1f} eV is not credible")
    if level.charge.method == "fitted_line" and not _reference_is_there(level):
        wrong.append(f"the reference {level.charge.line} was not detected")
    if wrong:
        return failed("; ".join(wrong))
    return passed(
        "amounts sum to 100 at%, no area below zero beyond its error, a credible shift"
    )


def _reference_is_there(level: LevelResult) -> bool:
    lines = [
        c
        for fit in level.fits
        for c in fit.components
        if f"{fit.region.name} {c.name}" == level.charge.line
    ]
    # A region that was fitted for the reference only is not among the fits.
    return not lines or lines[0].presence != "below_limit"


def pass_energies(level: LevelResult) -> Verdict:
    """Ask whether pass energies are alike, or made comparable."""
    counted = _counted(level)
    energies = {s.pass_energy_ev for _, s in counted if s.pass_energy_ev is not None}
    if len(counted) < 2 or not energies:
        return not_applicable("fewer than two regions, or pass energies not stated")
    if len(energies) == 1:
        return passed(f"one pass energy, {next(iter(energies)):g} eV")
    listed = ", ".join(f"{energy:g}" for energy in sorted(energies))
    bare = [
        row.region
        for row, s in counted
        if row.transmission == 1.0 and s.transmission_state != "corrected"
    ]
    if bare:
        return failed(
            f"pass energies of {listed} eV are combined, and {', '.join(bare)} without "
            "a transmission function"
        )
    return passed(f"pass energies of {listed} eV, each with its transmission")


def transmission_once(level: LevelResult) -> Verdict:
    """Ask whether transmission was corrected for twice."""
    counted = _counted(level)
    if not counted:
        return not_applicable("no composition")
    twice = [
        row.region
        for row, s in counted
        if s.transmission_state == "corrected" and row.transmission != 1.0
    ]
    if twice:
        return failed(
            f"{', '.join(twice)}: the file's intensities are already divided by the "
            "transmission function, and the composition divides again"
        )
    return passed("transmission was corrected for at most once")


def factor_labels(level: LevelResult) -> Verdict:
    """Ask whether each sensitivity factor is that of the level measured."""
    rows = _rows(level)
    if not rows:
        return not_applicable("no composition")
    wrong = [
        f"{row.region} by the factor of {row.sensitivity_level}"
        for row in rows
        if peaklib.parent_level(row.region)
        != peaklib.parent_level(row.sensitivity_level)
    ]
    if wrong:
        return failed(f"{', '.join(wrong)}: that is another core level")
    return passed("every factor is that of its core level")


def limits(level: LevelResult) -> Verdict:
    """Ask whether what was not detected has a limit instead of zero."""
    rows = [row for row in _rows(level) if not row.detected]
    if not rows:
        return passed("every element was detected")
    bad = [
        row.element
        for row in rows
        if not (
            math.isfinite(row.atomic_percent_upper_95)
            and row.atomic_percent_upper_95 > 0
        )
    ]
    if bad:
        return failed(f"{', '.join(bad)}: not detected, and without an upper limit")
    listed = ", ".join(f"{r.element} < {r.atomic_percent_upper_95:.2g}" for r in rows)
    return passed(f"not detected: {listed} at% (95 %)")


def survey_elements(result: SampleResult) -> Verdict:
    """Ask whether the survey shows elements that the composition leaves out."""
    surveys = result.surveys
    first = result.levels[0] if result.levels else None
    if not surveys or first is None or not _rows(first):
        return not_applicable("no survey, or no composition")
    counted = {row.element for row in _rows(first)}
    seen = unquantified(surveys[0], counted, first.charge.shift_ev)
    if seen:
        listed = ", ".join(f"{line.level} at {line.energy_ev:.0f} eV" for line in seen)
        return warned(
            f"the survey shows {listed}, not among the elements counted "
            f"({', '.join(sorted(counted))}): the amounts are too high by what is "
            "missing"
        )
    return passed(
        f"the survey shows no strong line beside {', '.join(sorted(counted))}"
    )


def homogeneity(result: SampleResult) -> Verdict:
    """Ask whether composition changes within the depth that one level samples."""
    scale = scale_of(result)
    name = "depth" if scale is None else depth_name(scale)
    pairs = [
        (one, other)
        for one, other in pairwise(result.levels)
        if one.depth_nm is not None
        and other.depth_nm is not None
        and other.depth_nm - one.depth_nm < INFORMATION_DEPTH_NM
    ]
    for one, other in pairs:
        before = {row.element: row for row in _rows(one)}
        for row in _rows(other):
            if row.element in before and _changed(before[row.element], row):
                return warned(
                    f"{row.element} changes by "
                    f"{row.atomic_percent - before[row.element].atomic_percent:+.0f} "
                    f"at% between levels at {one.depth_nm:.1f} and "
                    f"{other.depth_nm:.1f} nm ({name}), closer than the 8 to 14 nm "
                    "that one level samples: at% there are averages over layers, not "
                    "of a homogeneous material"
                )
    if not any(_rows(level) for level in result.levels):
        return not_applicable("no composition")
    return passed("at% assume a sample that is homogeneous over the depth of analysis")


def _changed(before: ElementAmount, now: ElementAmount) -> bool:
    change = abs(now.atomic_percent - before.atomic_percent)
    error = math.hypot(now.atomic_percent_stderr, before.atomic_percent_stderr)
    return change > CHANGED_PERCENT and change > CHANGED_SIGMAS * error


def _rows(level: LevelResult) -> Sequence[ElementAmount]:
    return level.composition.elements if level.composition else ()


def _counted(level: LevelResult) -> list[tuple[ElementAmount, Spectrum]]:
    spectra = {e.region.name: e.region.spectrum for e in evaluated(level)}
    return [(row, spectra[row.region]) for row in _rows(level) if row.region in spectra]


CHECKS = (
    Check(
        "P13",
        "Amounts sum to 100 at%, no area is below zero by more than its noise, the "
        "shift is below 5 eV, and the reference line was detected.",
        "error",
        "definition of atomic percent; Currie, Anal. Chem. 40 (1968) 586",
        per_level(basics),
    ),
    Check(
        "R39",
        "Regions of different pass energies have their transmission function.",
        "error",
        "practice of RxpsG; ISO 18118",
        per_level(pass_energies),
    ),
    Check(
        "R40",
        "Intensities are divided by the transmission function at most once.",
        "error",
        "CasaXPS FAQ 9",
        per_level(transmission_once),
    ),
    Check(
        "R42",
        "Each sensitivity factor is that of the core level measured.",
        "error",
        "practice of xps-app",
        per_level(factor_labels),
    ),
    Check(
        "R43",
        "An element that was not detected has an upper limit.",
        "error",
        "Shard, Surf. Interface Anal. 46 (2014) 175; Hill et al. (2017)",
        per_level(limits),
    ),
    Check(
        "R44",
        "The survey shows no element that the composition leaves out.",
        "warn",
        "page on XPS of the Technical University of Denmark; Scofield (1976)",
        per_sample(survey_elements),
    ),
    Check(
        "R46",
        "Composition does not change within the depth that one level samples.",
        "info",
        "ISO 18118, scope; Shard, J. Vac. Sci. Technol. A 38 (2020) 041201; depth: "
        "TPP-2M",
        per_sample(homogeneity),
    ),
)
