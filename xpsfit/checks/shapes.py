"""Tails, shake-up lines and plasmons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.checks.amounts import present
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_fit,
    per_level,
    warned,
)
from xpsfit.checks.species import (
    GRAPHITIC,
    HYDROCARBON,
    METALS,
    is_satellite,
    is_shake_up,
)
from xpsfit.model.review import area_limit_ev

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.results import LevelResult


SHAKE_UP_SHARE = (0.01, 0.10)
PLASMONS = {"Al 2p": (15.3, 0.8), "Li 1s": (7.5, 0.5)}
"""Distance of the bulk plasmon to the metal's line and its range, eV."""
SYMMETRIC = frozenset({"gaussian", "lorentzian", "gl_product", "gl_sum", "voigt"})
TAIL_RATIO = 1.1
HYDROCARBON_FWHM_EV = 0.9
MAIN_SHARE = 0.5


def satellites(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether shake-up lines have their parent, and plasmons no species' name."""
    shakes = [c for c in present(fit) if is_shake_up(c.name)]
    plasmons = _named_plasmons(fit)
    if plasmons:
        return warned(
            f"{', '.join(plasmons)}: at the distance of the bulk plasmon from the "
            "metal, so a loss and no species"
        )
    if not shakes:
        return not_applicable("no satellite was found")
    parents = [
        c for c in present(fit) if c.species in GRAPHITIC and not is_shake_up(c.name)
    ]
    if not parents:
        return warned(f"{shakes[0].name} was found without sp2 carbon: another line")
    share = _area(shakes) / _area(parents)
    low, high = SHAKE_UP_SHARE
    if not low <= share <= high:
        return warned(
            f"the shake-up holds {share:.0%} of sp2 carbon (1 to 10 % is usual): it "
            "holds something else, such as carbonate",
            shake_up_share=share,
        )
    return passed(f"the shake-up holds {share:.0%} of its parent", shake_up_share=share)


def _area(lines: Sequence[FittedComponent]) -> float:
    return sum(line.area_cps_ev for line in lines)


def _named_plasmons(fit: FitResult) -> list[str]:
    plasmon = PLASMONS.get(fit.region.name)
    metals = [c for c in present(fit) if c.species in METALS]
    if plasmon is None or not metals:
        return []
    distance, reach = plasmon
    return [
        c.name
        for c in present(fit)
        if abs(c.center_ev - metals[0].center_ev - distance) <= reach
        and not is_satellite(c.name)
    ]


def tail_side(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether tails point to higher binding energy only."""
    tailed = [c for c in present(fit) if c.line_shape not in SYMMETRIC]
    if not tailed:
        return not_applicable("every line is symmetric")
    wrong = [c.name for c in tailed if _leans_low(fit, c)]
    if wrong:
        return failed(
            f"{', '.join(wrong)}: the tail points to lower binding energy; losses only "
            "ever lower the kinetic energy"
        )
    return passed("every tail points to higher binding energy")


def _leans_low(fit: FitResult, line: FittedComponent) -> bool:
    """Return whether a line reaches further down than up at a fifth of its height.

    The minor line of a doublet lies above the major one, and never makes it so.
    """
    energy, curve = fit.region.binding_energy_ev, line.curve_cps
    top = int(np.argmax(curve))
    level = 0.2 * float(curve[top])
    low = np.flatnonzero(curve[: top + 1] < level)
    high = np.flatnonzero(curve[top:] < level)
    if not low.size or not high.size or level <= 0.0:
        return False
    i, j = int(low[-1]), top + int(high[0])
    down = energy[top] - np.interp(level, curve[i : i + 2], energy[i : i + 2])
    up = np.interp(-level, -curve[j - 1 : j + 1], energy[j - 1 : j + 1]) - energy[top]
    step = float(np.max(np.diff(energy)))
    return bool(down > TAIL_RATIO * up + step)


def endless_areas(_level: LevelResult, fit: FitResult) -> Verdict:
    """State how far areas count that have no end of their own."""
    limits = {c.name: area_limit_ev(c) for c in fit.model.components}
    endless = [
        f"{name} up to {limit_ev:g} eV above its maximum"
        for name, limit_ev in limits.items()
        if limit_ev is not None
    ]
    if not endless:
        return passed("every line has an area of its own")
    return warned(
        "the area of a Doniach-Sunjic line has no end; it is counted for "
        f"{', '.join(endless)}: state this beside every share and at%"
    )


def graphitic_shape(level: LevelResult) -> Verdict:
    """Ask whether sp2 carbon has its tail and its shake-up."""
    fit = next((f for f in level.fits if f.region.name == "C 1s"), None)
    if fit is None or not present(fit):
        return not_applicable("no C 1s was fitted")
    lines = [
        c for c in present(fit) if c.species in GRAPHITIC and not is_shake_up(c.name)
    ]
    if not lines:
        return _graphite_by_another_name(fit)
    symmetric = [c.name for c in lines if c.line_shape in SYMMETRIC]
    if symmetric:
        return warned(
            f"{', '.join(symmetric)}: sp2 carbon has a tail to high binding energy, "
            "and a symmetric line leaves that to C-O and C=O"
        )
    if not any(is_shake_up(c.name) for c in fit.components):
        return warned(
            "sp2 carbon without its shake-up (pi-pi*, some 6.5 eV above): that "
            "intensity is counted as something else"
        )
    return passed("sp2 carbon has its tail and its shake-up")


def _graphite_by_another_name(fit: FitResult) -> Verdict:
    main = max(present(fit), key=lambda c: c.area_cps_ev)
    share = main.area_cps_ev / sum(c.area_cps_ev for c in present(fit))
    error = 2.0 * (main.fwhm_ev_stderr or 0.0)
    narrow = main.fwhm_ev + error < HYDROCARBON_FWHM_EV
    if main.species in HYDROCARBON and share > MAIN_SHARE and narrow:
        return warned(
            f"{main.name}, {main.fwhm_ev:.2f} eV wide, is narrower than hydrocarbon "
            "(1.0 eV and more) and looks like sp2 carbon (284.4 eV): then it is no "
            "reference at 284.8 eV, and its tail and shake-up are counted as oxidized "
            "carbon",
            fwhm_ev=main.fwhm_ev,
        )
    return not_applicable("no sp2 carbon in the model of C 1s")


CHECKS = (
    Check(
        "P11",
        "A shake-up has sp2 carbon and 1 to 10 % of it; no species at a plasmon.",
        "warn",
        "hard-carbon fit of gkerherve/KherveFitting; plasmon of Al 15.3 eV",
        per_fit(satellites),
    ),
    Check(
        "R20",
        "A tail points to higher binding energy.",
        "error",
        "Doniach and Sunjic, J. Phys. C 3 (1970) 285; reversed in software, LG4X-V2 "
        "issue 71",
        per_fit(tail_side),
    ),
    Check(
        "R21",
        "Every area is that of a whole line, or its window is stated.",
        "warn",
        "Doniach and Sunjic, J. Phys. C 3 (1970) 285; nexus_definitions issue 329",
        per_fit(endless_areas),
    ),
    Check(
        "R22",
        "sp2 carbon is asymmetric, has its shake-up, and is not taken for C-C.",
        "warn",
        "Morgan, C 7 (2021) 51, doi 10.3390/c7030051; widths of the peak library",
        per_level(graphitic_shape),
    ),
)
