"""Background, and the ends of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.backgrounds import end_warnings, net_area
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
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult

LEAST_POINTS = 20
CROSSING_SIGMAS, CROSSING_POINTS = 3.0, 5
STEP_PART = 0.10
# In the names of the backgrounds that follow losses of energy.
LOSSES = "tougaard"
STRAIGHT = frozenset({"linear", "active_linear"})


def flat_ends(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether what lies above the background is flat at both ends."""
    region = fit.region
    if region.binding_energy_ev.size < LEAST_POINTS:
        return not_applicable("too few points to judge the ends by")
    found = end_warnings(
        region.binding_energy_ev,
        region.counts_per_s,
        region.sigma_cps,
        fit.background_cps,
    )
    if found:
        return warned("; ".join(found))
    return passed(
        f"{fit.low_ev:.1f} to {fit.high_ev:.1f} eV (measured scale): both ends are flat"
    )


def below_data(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether the background stays below the data."""
    excess = fit.background_cps - fit.region.counts_per_s
    crossing = excess > CROSSING_SIGMAS * fit.region.sigma_cps
    longest = _longest_run(crossing)
    height = float((fit.envelope_cps - fit.background_cps).max())
    if longest >= CROSSING_POINTS:
        part = float(excess.max()) / height if height > 0.0 else 0.0
        sentence = (
            f"the background lies above the data by more than 3 sigma at {longest} "
            f"points in a row (by {part:.1%} of the peak at most)"
        )
        if fit.model.background.is_active:
            return warned(f"{sentence}: the model does not describe them")
        return failed(f"{sentence}: choose other ends or another background")
    return passed("the background stays below the data")


def _longest_run(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    longest = run = 0
    for flag in flags.tolist():
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def straight_line(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether a straight background stands under a step, and what that costs."""
    if fit.model.background.kind not in STRAIGHT:
        return not_applicable("the background is no straight line")
    region = fit.region
    rate = region.counts_per_s
    step = float(rate[-5:].mean() - rate[:5].mean())
    error = float(np.hypot(region.sigma_cps[-5:].max(), region.sigma_cps[:5].max()))
    height = float((fit.envelope_cps - fit.background_cps).max())
    if step <= max(STEP_PART * height, 5.0 * error / 5**0.5):
        return passed("there is no step under the peaks")
    sentence = (
        f"a straight background under peaks with a step of {step:.3g} counts/s "
        f"({step / height:.0%} of the peak)"
    )
    try:
        areas = [
            net_area(region.binding_energy_ev, rate, region.sigma_cps, kind=kind)
            for kind in ("shirley", "linear")
        ]
    except BackgroundError:
        return warned(f"{sentence}; a Shirley background cannot be drawn here")
    shirley, line = (area.area_cps_ev for area in areas)
    if shirley <= 0.0:
        return warned(sentence)
    return warned(
        f"{sentence}: the whole area is {line / shirley - 1.0:+.0%} of that above a "
        "Shirley background",
        linear_over_shirley=line / shirley,
    )


def one_kind_of_area(level: LevelResult) -> Verdict:
    """Ask whether the areas of a composition all hold the same losses.

    A Tougaard background leaves in the peak what a Shirley takes off as its step, so a
    set of sensitivity factors is right for one of them only.
    """
    if level.composition is None or len(level.composition.elements) < 2:
        return not_applicable("there is no composition of several elements")
    kinds = {fit.region.name: fit.model.background.kind for fit in level.fits}
    kinds |= {area.region.name: area.background for area in level.integrated}
    with_losses = [name for name, kind in kinds.items() if LOSSES in kind]
    if not with_losses or len(with_losses) == len(kinds):
        return passed("all areas stand above the same kind of background")
    others = [f"{name} ({kinds[name]})" for name in kinds if name not in with_losses]
    return warned(
        f"{', '.join(with_losses)} above a Tougaard background beside "
        f"{', '.join(others)}: no set of sensitivity factors suits both, as only one "
        "leaves the losses near the peak in its area; use one kind for all"
    )


CHECKS = (
    Check(
        "R8",
        "The window ends on flat ground, beyond the peaks, on both sides.",
        "warn",
        "ISO 19830, clauses 5.2 and 5.3",
        per_fit(flat_ends),
    ),
    Check(
        "R11",
        "The background stays below the data.",
        "error",
        "Proctor and Sherwood, Anal. Chem. 54 (1982) 13; KherveFitting issue 9",
        per_fit(below_data),
    ),
    Check(
        "R15",
        "No straight background stands under a step.",
        "warn",
        "xpsfitting.com, page on backgrounds",
        per_fit(straight_line),
    ),
    Check(
        "R16",
        "All areas of a composition stand above the same kind of background.",
        "warn",
        "NPL, note on average matrix relative sensitivity factors",
        per_level(one_kind_of_area),
    ),
)
