"""Weights, errors, intervals and random starts, in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.account.words import by_region, listed, sentence, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from xpsfit.fit.result import FitResult
    from xpsfit.results import SampleResult

NOISE = {
    "poisson": "counting statistics of the recorded counts",
    "poisson_model": "counting statistics, with the fitted curve where counts are few",
    "residual": "a constant noise estimated from the scatter of the data, so that no "
    "chi-square is claimed",
}


def weight_sentences(fits: Sequence[FitResult]) -> list[str]:
    """Return prior knowledge, weights and residuals of the fits."""
    if not fits:
        return []
    known = any(math.isfinite(p.spread) for fit in fits for p in fit.parameters) or any(
        fit.model.shift_spread_ev or fit.model.width_spread for fit in fits
    )
    prior = (
        "Reference data enter as Gaussian priors of positions and widths where the "
        "model holds them; the table of parameters has every bound and prior."
    )
    noise = by_region((fit.region.name, NOISE[fit.region.noise]) for fit in fits)
    squares = [q for f in fits if (q := f.quality.reduced_chi_square) is not None]
    residuals = [f.quality.largest_residual_sigma for f in fits]
    chi = f"the reduced chi-square is {span(squares, '.2f')}; " if squares else ""
    return [
        *([prior] if known else []),
        f"Fits are weighted by {noise}.",
        sentence(
            f"{chi}residuals over sigma are shown below every fit and reach "
            f"{span(residuals, '.1f')}"
        ),
    ]


def error_sentences(
    result: SampleResult, fits: Sequence[FitResult], settings: Mapping[str, Any]
) -> list[str]:
    """Return what the errors are, of fitted and of integrated areas."""
    sentences = []
    if fits:
        together = any(level.joint is not None for level in result.levels)
        whole = " of all that was fitted together" if together else " of the fit"
        drawn = any(not fit.model.background.is_active for fit in fits)
        apart = ", without that of the background drawn before" if drawn else ""
        sentences.append(
            "Errors of fitted quantities are one standard error from the full "
            f"covariance{whole}{apart}."
        )
        sentences += [*_intervals(fits, settings), *_starts(fits)]
    areas = [area for level in result.levels for area in level.integrated]
    if areas:
        guessed = all(area.region.noise == "residual" for area in areas)
        noise = "the scatter of the data" if guessed else "counting noise"
        sentences.append(
            "Errors of integrated areas are one standard error: "
            f"{noise}, that of the averaged ends, and by how much other ends and "
            "another background would change the area."
        )
    return sentences


def _intervals(fits: Sequence[FitResult], settings: Mapping[str, Any]) -> list[str]:
    having = [f for f in fits if any(p.low_68 is not None for p in f.parameters)]
    if not having:
        return []
    kinds = {
        "profile": "by profile likelihood",
        "monte-carlo": f"from fits of {settings.get('replicates')} spectra simulated "
        f"from each fit (seed {settings.get('seed')})",
    }
    how = kinds.get(settings.get("errors", ""), "by a method that was not recorded")
    regions = dict.fromkeys(fit.region.name for fit in having)
    where = "" if len(having) == len(fits) else f" of {listed(regions)}"
    return [
        f"Free parameters{where} also have intervals of 68 and 95 % confidence, {how}."
    ]


def _starts(fits: Sequence[FitResult]) -> list[str]:
    """Return what fits from random starts came to."""
    done = [(f.region.name, f.uniqueness) for f in fits if f.uniqueness is not None]
    if not done:
        return []
    numbers = span([float(found.restarts) for _, found in done])
    seeds = listed(dict.fromkeys(str(found.seed) for _, found in done))
    several = [
        f"{name} has {found.minima} minima as good as the best"
        for name, found in done
        if not found.unique
    ]
    verdict = listed(several) if several else "no second minimum as good was found"
    regions = dict.fromkeys(name for name, _ in done)
    where = "All fits" if len(done) == len(fits) else f"Fits of {listed(regions)}"
    return [
        (
            f"{where} were done again from {numbers} random starts each "
            f"(seed {seeds}): {verdict}."
        )
    ]
