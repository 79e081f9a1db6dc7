"""Background, and the ends of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.backgrounds.net_area import net_area
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_fit,
    warned,
)
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult

STRETCH_EV, LEAST_POINTS = 1.0, 5
SLOPE_SIGMAS, PART_OF_STEP, PART_OF_PEAK = 4.0, 0.05, 0.02
CROSSING_SIGMAS, CROSSING_POINTS = 3.0, 5
STEP_PART = 0.10
ACTIVE = frozenset({"active_shirley", "active_linear", "active_tougaard"})
STRAIGHT = frozenset({"linear", "active_linear"})
SAID = ("the window begins", "the window ends")
"""How the fit itself begins what it says about an end."""


def flat_ends(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether what lies above the background is flat at both ends."""
    said = [w for w in fit.warnings if w.startswith(SAID)]
    if said:
        return warned("; ".join(said))
    energy, sigma = fit.region.binding_energy_ev, fit.region.sigma_cps
    above = fit.region.counts_per_s - fit.background_cps
    count = max(LEAST_POINTS, int(np.sum(energy <= energy[0] + STRETCH_EV)))
    if energy.size < 4 * count or not np.isfinite(above).all():
        return not_applicable("too few points to judge the ends by")
    height = float((fit.envelope_cps - fit.background_cps).max())
    step = abs(float(fit.background_cps[-1] - fit.background_cps[0]))
    least = max(PART_OF_STEP * step, PART_OF_PEAK * height)
    wrong = []
    for part, verb in ((slice(None, count), "begins"), (slice(-count, None), "ends")):
        slope, error = _slope(energy[part], above[part], sigma[part])
        rise = slope * float(np.ptp(energy[part]))
        if abs(slope) > SLOPE_SIGMAS * error and abs(rise) > least:
            at = float(energy[0 if verb == "begins" else -1])
            wrong.append(
                f"the window {verb} at {at:.1f} eV (measured scale) on a slope of "
                f"{slope:+.3g} ± {error:.2g} counts/s per eV above the background"
            )
    if wrong:
        return warned(f"{'; '.join(wrong)}: widen it, or end it in a valley")
    return passed(
        f"{fit.low_ev:.1f} to {fit.high_ev:.1f} eV (measured scale): both ends are flat"
    )


def _slope(
    energy: FloatArray, above: FloatArray, sigma: FloatArray
) -> tuple[float, float]:
    """Return the slope of a weighted straight line and its standard error."""
    weight = 1.0 / np.maximum(sigma, 1e-300) ** 2
    distance = energy - np.average(energy, weights=weight)
    information = float(np.sum(weight * distance**2))
    slope = float(np.sum(weight * distance * above)) / information
    return slope, float(information**-0.5)


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
            "points "
            f"in a row (by {part:.1%} of the peak at most)"
        )
        if fit.model.background.kind in ACTIVE:
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
)
