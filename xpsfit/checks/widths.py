"""Widths of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from xpsfit.checks.amounts import present
from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_fit,
    warned,
)
from xpsfit.checks.species import (
    CARBONYL,
    ESTER,
    ETHER,
    GRAPHITIC,
    HYDROCARBON,
    METALS,
    WATER,
    is_satellite,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.results import LevelResult


WIDEST_EV, WIDEST_SHAKE_UP_EV, WIDEST_WATER_EV = 2.2, 3.5, 2.5
PART_OF_NARROWEST = 0.9
NARROWEST_EV = 0.3
LIBRARY_PASS_ENERGY_EV = 50.0
ORGANICS = HYDROCARBON | ETHER | CARBONYL | ESTER
ORGANIC_SPREAD, SPREAD = 1.15, 1.20


def width_limits(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether widths are possible, and organics of one region about as wide."""
    lines = present(fit)
    if not lines:
        return not_applicable("no component was detected")
    wrong = []
    for line in lines:
        error = 2.0 * (line.fwhm_ev_stderr or 0.0)
        widest, narrowest = _widest(line), _narrowest(fit, line)
        if line.fwhm_ev - error > widest:
            wrong.append(
                f"{line.name} is {line.fwhm_ev:.2f} eV wide (at most {widest:g})"
            )
        if line.fwhm_ev + error < narrowest:
            wrong.append(
                f"{line.name} is {line.fwhm_ev:.2f} eV wide (at least {narrowest:.2f})"
            )
    if fit.region.name == "C 1s":
        organics = [c for c in lines if c.species in ORGANICS]
        wrong += _apart(organics, ORGANIC_SPREAD)
    wrong += _metal_wider(lines)
    if wrong:
        return warned(
            f"{'; '.join(wrong)}: look at the species, the line shape and the "
            "background"
        )
    return passed("every width is possible")


def _widest(line: FittedComponent) -> float:
    if is_satellite(line.name):
        return WIDEST_SHAKE_UP_EV
    return WIDEST_WATER_EV if line.species in WATER else WIDEST_EV


def _narrowest(fit: FitResult, line: FittedComponent) -> float:
    """Return the least width, that of the library where it holds."""
    pass_ev = fit.region.spectrum.pass_energy_ev
    if pass_ev is not None and pass_ev >= LIBRARY_PASS_ENERGY_EV:
        try:
            states = peaklib.chemical_states(fit.region.name)
        except peaklib.PeakLibError:
            states = ()
        least = [s.fwhm_min_ev for s in states if s.species == line.species]
        if least:
            return PART_OF_NARROWEST * min(least)
    return PART_OF_NARROWEST * NARROWEST_EV


def _metal_wider(lines: Sequence[FittedComponent]) -> list[str]:
    metals = [c for c in lines if c.species in METALS]
    others = [c for c in lines if c.species not in METALS and not is_satellite(c.name)]
    if not metals or not others:
        return []
    metal, other = metals[0], min(others, key=lambda c: c.fwhm_ev)
    error = 3.0 * ((metal.fwhm_ev_stderr or 0.0) + (other.fwhm_ev_stderr or 0.0))
    if metal.fwhm_ev - other.fwhm_ev <= max(error, 0.05):
        return []
    sentence = (
        f"{metal.name} ({metal.fwhm_ev:.2f} eV) is wider than {other.name} "
        f"({other.fwhm_ev:.2f} eV)"
    )
    return [sentence]


def _apart(lines: Sequence[FittedComponent], factor: float) -> list[str]:
    """Return which two widths differ by more than a factor, beyond their errors."""
    if len(lines) < 2:
        return []
    low = min(lines, key=lambda c: c.fwhm_ev)
    high = max(lines, key=lambda c: c.fwhm_ev)
    error = 3.0 * ((low.fwhm_ev_stderr or 0.0) + (high.fwhm_ev_stderr or 0.0))
    if high.fwhm_ev - factor * low.fwhm_ev <= error:
        return []
    sentence = (
        f"{low.name} ({low.fwhm_ev:.2f} eV) and {high.name} ({high.fwhm_ev:.2f} eV) "
        f"differ by {high.fwhm_ev / low.fwhm_ev - 1.0:.0%}"
    )
    return [sentence]


def width_spread(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether the compounds of a core level have widths within 20 %."""
    others = METALS | WATER | GRAPHITIC
    if fit.region.name == "C 1s":
        # P8 is stricter with these.
        others |= ORGANICS
    lines = [
        c for c in present(fit) if c.species not in others and not is_satellite(c.name)
    ]
    if len(lines) < 2:
        return not_applicable("fewer than two compounds")
    if wrong := _apart(lines, SPREAD):
        return warned(
            f"{wrong[0]}: compounds of one core level usually lie within 20 %"
        )
    return passed("the widths of the compounds lie within 20 %, or within their errors")


_MAJOR = "Major et al., J. Vac. Sci. Technol. A 38 (2020) 061204"
CHECKS = (
    Check(
        "P8",
        "Widths are at least 0.9 of the narrowest known and at most 2.2 eV (shake-up "
        "3.5, water 2.5); organics lie within 15 %; a compound is as wide as its "
        "metal.",
        "warn",
        "ranges of the peak library (pass energy 50 eV); xpslibrary.com: metals 0.3 to "
        "1.3, compounds 1.0 to 1.8 eV",
        per_fit(width_limits),
    ),
    Check(
        "R19",
        "Compounds of one core level have widths within 20 %.",
        "info",
        f"{_MAJOR}; Turner, AVS (1998)",
        per_fit(width_spread),
    ),
)
