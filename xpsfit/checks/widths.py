"""Widths, doublets and shapes: are the lines those of a core level at all?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import peaklib
from xpsfit.checks.amounts import found, present
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
    CARBONYL,
    ESTER,
    ETHER,
    GRAPHITIC,
    HYDROCARBON,
    METALS,
    WATER,
    is_satellite,
    is_shake_up,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.model.types import Component, DoubletSplit
    from xpsfit.results import LevelResult

WIDEST_EV, WIDEST_SHAKE_UP_EV, WIDEST_WATER_EV = 2.2, 3.5, 2.5
PART_OF_NARROWEST = 0.9
NARROWEST_EV = 0.3
LIBRARY_PASS_ENERGY_EV = 50.0
ORGANICS = HYDROCARBON | ETHER | CARBONYL | ESTER
ORGANIC_SPREAD, SPREAD = 1.15, 1.20
SHAKE_UP_SHARE = (0.01, 0.10)
PLASMONS = {"Al 2p": (15.3, 0.8), "Li 1s": (7.5, 0.5)}
"""Distance of the bulk plasmon to the metal's line and its range, eV."""
SYMMETRIC = frozenset({"gaussian", "lorentzian", "gl_product", "gl_sum", "voigt"})
ENDLESS = frozenset({"doniach_sunjic"})
TAIL_RATIO = 1.1
HYDROCARBON_FWHM_EV = 0.9
MAIN_SHARE = 0.5


def aluminum_doublet(_level: LevelResult, fit: FitResult) -> Verdict:
    """Hold the two lines of every Al 2p component against what is known of them."""
    if fit.region.name != "Al 2p":
        return not_applicable("not Al 2p")
    pairs = {c.name: c.doublet for c in fit.model.components if c.doublet}
    if not pairs:
        return not_applicable("Al 2p was fitted without doublets, see R18")
    wrong = [
        f"{name} {pair.splitting_ev:.3f} eV, 1:{1.0 / pair.ratio:.2f}"
        for name, pair in pairs.items()
        if not 0.40 - 1e-9 <= pair.splitting_ev <= 0.45 + 1e-9
        or not 0.47 <= pair.ratio <= 0.53
    ]
    if wrong:
        return failed(
            f"Al 2p is split by 0.40 to 0.45 eV with areas near 1:2, not as here: "
            f"{'; '.join(wrong)}"
        )
    return passed("every component is a doublet of 0.40 to 0.45 eV, 1:2, of one width")


def close_doublet(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether Al 2p was fitted as the close doublet that it is."""
    if fit.region.name != "Al 2p":
        return not_applicable("not Al 2p")
    single = [c.name for c in fit.model.components if c.doublet is None]
    if single:
        return warned(
            f"{', '.join(single)}: fitted as a single line; the unresolved doublet of "
            "0.4 eV makes it 7 to 28 % too wide and puts it 0.1 eV too high"
        )
    return passed("every component is a doublet")


def doublets(_level: LevelResult, fit: FitResult) -> Verdict:
    """Hold splittings and ratios of all other levels against the peak library."""
    region = fit.region.name
    single = region.rsplit(maxsplit=1)[-1].endswith("s") or "/" in region
    if region == "Al 2p" or single:
        return not_applicable("a single line, or Al 2p")
    try:
        known = peaklib.doublet(region)
    except peaklib.PeakLibError:
        known = None
    if known is None:
        return not_applicable(f"the peak library has no splitting of {region}")
    alone = [c.name for c in fit.model.components if c.doublet is None]
    if alone and fit.high_ev - fit.low_ev > known.splitting_ev:
        return failed(
            f"{', '.join(alone)}: a single line, yet {region} is split by "
            f"{known.splitting_ev:g} eV; a partner is missing"
        )
    wrong = [
        f"{c.name} {c.doublet.splitting_ev:g} eV, {c.doublet.ratio:.3g}"
        for c in fit.model.components
        if c.doublet is not None and _departs(c.doublet, known)
    ]
    if wrong:
        return failed(
            f"{region} is split by {known.splitting_ev:g} eV with an area ratio of "
            f"{known.branching_ratio:.3g} (states) to {known.scofield_area_ratio:.3g} "
            f"(cross sections), not as here: {'; '.join(wrong)}"
        )
    return passed(f"splitting and ratio of {region} are those of the peak library")


def _departs(split: DoubletSplit, known: peaklib.Doublet) -> bool:
    allowed = max(0.1, 0.1 * known.splitting_ev)
    low, high = sorted((known.branching_ratio, known.scofield_area_ratio))
    return (
        abs(split.splitting_ev - known.splitting_ev) > allowed
        or not 0.9 * low <= split.ratio <= 1.1 * high
    )


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
    wrong += _apart([c for c in lines if c.species in ORGANICS], ORGANIC_SPREAD)
    wrong += _metal_wider(lines)
    if wrong:
        return warned(
            f"{'; '.join(wrong)}: several species under one name, a wrong background, "
            "or noise fitted as a line"
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
    return [
        f"{metal.name} ({metal.fwhm_ev:.2f} eV) is wider than {other.name} "
        f"({other.fwhm_ev:.2f} eV)"
    ]


def _apart(lines: Sequence[FittedComponent], factor: float) -> list[str]:
    """Return which two widths differ by more than a factor, beyond their errors."""
    if len(lines) < 2:
        return []
    low = min(lines, key=lambda c: c.fwhm_ev)
    high = max(lines, key=lambda c: c.fwhm_ev)
    error = 3.0 * ((low.fwhm_ev_stderr or 0.0) + (high.fwhm_ev_stderr or 0.0))
    if high.fwhm_ev - factor * low.fwhm_ev <= error:
        return []
    return [
        f"{low.name} ({low.fwhm_ev:.2f} eV) and {high.name} ({high.fwhm_ev:.2f} eV) "
        f"differ by {high.fwhm_ev / low.fwhm_ev - 1.0:.0%}"
    ]


def width_spread(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether the compounds of a core level have widths within 20 %."""
    lines = [
        c
        for c in present(fit)
        if c.species not in METALS | WATER | GRAPHITIC and not is_satellite(c.name)
    ]
    if len(lines) < 2:
        return not_applicable("fewer than two compounds")
    if wrong := _apart(lines, SPREAD):
        return warned(
            f"{wrong[0]}: compounds of one core level usually lie within 20 %"
        )
    return passed("the widths of the compounds lie within 20 %, or within their errors")


def satellites(level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether shake-up lines have their parent, and plasmons no species' name."""
    shakes = [c for c in present(fit) if is_shake_up(c.name)]
    plasmons = _named_plasmons(fit)
    if plasmons:
        return warned(
            f"{', '.join(plasmons)}: at the distance of the bulk plasmon from the metal, "
            "so a loss and no species"
        )
    if not shakes:
        return not_applicable("no satellite was found")
    parent = found(level, fit.region.name, GRAPHITIC)
    own = [c for c in shakes if parent is None or c is not parent]
    parents = [
        c for c in present(fit) if c.species in GRAPHITIC and not is_shake_up(c.name)
    ]
    if fit.region.name == "C 1s" and not parents:
        return warned(f"{own[0].name} was found without sp2 carbon: it is another line")
    share = sum(c.area_cps_ev for c in own) / sum(c.area_cps_ev for c in parents)
    low, high = SHAKE_UP_SHARE
    if not low <= share <= high:
        return warned(
            f"the shake-up holds {share:.0%} of sp2 carbon (1 to 10 % is usual): it "
            "holds something else, such as carbonate",
            shake_up_share=share,
        )
    return passed(f"the shake-up holds {share:.0%} of its parent", shake_up_share=share)


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
    pairs = {c.name: c for c in fit.model.components}
    wrong = [c.name for c in tailed if _leans_low(fit, c, pairs.get(c.name))]
    if wrong:
        return failed(
            f"{', '.join(wrong)}: the tail points to lower binding energy; losses only "
            "ever lower the kinetic energy"
        )
    return passed("every tail points to higher binding energy")


def _leans_low(
    fit: FitResult, line: FittedComponent, modelled: Component | None
) -> bool:
    """Return whether a line reaches further down than up at a fifth of its height."""
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
    split = modelled.doublet.splitting_ev if modelled and modelled.doublet else 0.0
    step = float(np.max(np.diff(energy)))
    return bool(down > TAIL_RATIO * (up - split) + step)


def endless_areas(_level: LevelResult, fit: FitResult) -> Verdict:
    """State the window of areas that grow with it."""
    endless = [c.name for c in fit.components if c.line_shape in ENDLESS]
    if not endless:
        return not_applicable("every line has an area of its own")
    return warned(
        f"{', '.join(endless)}: the area of a Doniach-Sunjic line grows with the window; "
        f"it holds for {fit.low_ev:.1f} to {fit.high_ev:.1f} eV (measured scale) only, "
        "state this beside every share and at%",
        low_ev=fit.low_ev,
        high_ev=fit.high_ev,
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
            f"{', '.join(symmetric)}: sp2 carbon has a tail to high binding energy, and a "
            "symmetric line leaves that to C-O and C=O"
        )
    if not any(is_shake_up(c.name) for c in fit.components):
        return warned(
            "sp2 carbon without its shake-up (pi-pi*, some 6.5 eV above): that intensity "
            "is counted as something else"
        )
    return passed("sp2 carbon has its tail and its shake-up")


def _graphite_by_another_name(fit: FitResult) -> Verdict:
    main = max(present(fit), key=lambda c: c.area_cps_ev)
    share = main.area_cps_ev / sum(c.area_cps_ev for c in present(fit))
    error = 2.0 * (main.fwhm_ev_stderr or 0.0)
    narrow = main.fwhm_ev + error < HYDROCARBON_FWHM_EV
    if main.species in HYDROCARBON and share > MAIN_SHARE and narrow:
        return warned(
            f"{main.name}, {main.fwhm_ev:.2f} eV wide, is narrower than hydrocarbon (1.0 "
            "eV and more) and looks like sp2 carbon (284.4 eV): then it is no reference "
            "at 284.8 eV, and its tail and shake-up are counted as oxidized carbon",
            fwhm_ev=main.fwhm_ev,
        )
    return not_applicable("no sp2 carbon in the model of C 1s")


_MAJOR = "Major et al., J. Vac. Sci. Technol. A 38 (2020) 061204"
CHECKS = (
    Check(
        "P7",
        "Al 2p is split by 0.40 to 0.45 eV with a ratio of 0.47 to 0.53.",
        "error",
        "NIST SRD 20 (0.42 and 0.45 eV), CasaXPS library (0.40 eV); Scofield (1976)",
        per_fit(aluminum_doublet),
    ),
    Check(
        "P8",
        "Widths are at least 0.9 of the narrowest known and at most 2.2 eV (shake-up "
        "3.5, water 2.5); organics lie within 15 %; a compound is as wide as its metal.",
        "warn",
        "ranges of the peak library (pass energy 50 eV); xpslibrary.com: metals 0.3 to "
        "1.3, compounds 1.0 to 1.8 eV",
        per_fit(width_limits),
    ),
    Check(
        "P11",
        "A shake-up has sp2 carbon and 1 to 10 % of it; no species at a plasmon.",
        "warn",
        "hard-carbon fit of gkerherve/KherveFitting; plasmon of Al 15.3 eV",
        per_fit(satellites),
    ),
    Check(
        "R17",
        "Doublets have both lines, and splitting and ratio of the peak library.",
        "error",
        f"{_MAJOR}; NIST SRD 20; Scofield (1976)",
        per_fit(doublets),
    ),
    Check(
        "R18",
        "Al 2p is fitted as a doublet even where it is not resolved.",
        "warn",
        "NIST SRD 20; size of the effect computed for 0.7 to 1.4 eV wide lines",
        per_fit(close_doublet),
    ),
    Check(
        "R19",
        "Compounds of one core level have widths within 20 %.",
        "info",
        f"{_MAJOR}; Turner, AVS (1998)",
        per_fit(width_spread),
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
