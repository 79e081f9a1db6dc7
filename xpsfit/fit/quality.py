"""How well a fit describes the data, in numbers and in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.result import Quality

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.misfit import Misfit
    from xpsfit.spectrum import Noise

HIGH_CORRELATION = 0.95


def abbe_criterion(residual: FloatArray) -> float:
    """Return the Abbe criterion of a residual.

    Half the sum of squared successive differences over the sum of squares
    (von Neumann, Ann. Math. Stat. 12, 367, 1941). White residuals give 1 with a
    standard deviation of about 1/sqrt(n); smaller values mean structure is left.

    Parameters
    ----------
    residual : FloatArray, shape (n,)
        In order of energy.

    Returns
    -------
    float
        1 if all residuals are zero.

    Examples
    --------
    >>> import numpy as np
    >>> round(abbe_criterion(np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0])), 3)
    0.333
    """
    total = float(residual @ residual)
    if total == 0.0:
        return 1.0
    change = residual[1:] - residual[:-1]
    return float(change @ change) / (2.0 * total)


def quality_of(
    residual_cps: FloatArray,
    sigma_cps: FloatArray,
    noise: Noise,
    free_parameters: int,
    effective_parameters: float,
) -> Quality:
    """Return the quality figures of a fit.

    Parameters
    ----------
    residual_cps, sigma_cps : FloatArray, shape (n,)
        Data minus envelope, and its standard deviation.
    noise : {"poisson", "poisson_model", "residual"}
        With "residual" chi-square and the criteria built on it are None.
    free_parameters : int
        Only free ones count; links and fixed values do not.
    effective_parameters : float
        How many of them the data determine.

    Returns
    -------
    Quality
        AIC = chi2 + 2k and BIC = chi2 + k ln n, the forms for known sigma.
    """
    weighted = residual_cps / sigma_cps
    points = residual_cps.size
    freedom = max(points - effective_parameters, 1.0)
    chi_square = float(weighted @ weighted)
    known = noise != "residual"
    return Quality(
        points=points,
        free_parameters=free_parameters,
        effective_parameters=effective_parameters,
        degrees_of_freedom=freedom,
        chi_square=chi_square if known else None,
        reduced_chi_square=chi_square / freedom if known else None,
        aic=chi_square + 2.0 * effective_parameters if known else None,
        bic=chi_square + effective_parameters * math.log(points) if known else None,
        abbe=abbe_criterion(weighted),
        residual_sd_cps=math.sqrt(float(residual_cps @ residual_cps) / freedom),
        largest_residual_sigma=max(float(weighted.max()), -float(weighted.min())),
    )


def misfit_warnings(
    quality: Quality,
    expected_counts: FloatArray | None = None,
    *,
    subtracted: bool = False,
) -> list[str]:
    """Return sentences on what the residuals say against the model.

    Chi-square is judged against its own spread and the Abbe criterion against
    1/sqrt(n), both at three standard deviations.

    Parameters
    ----------
    quality : Quality
    expected_counts : FloatArray, optional, shape (n,)
        Variances in counts where they come from the fitted curve. The squared residual
        of m expected counts has the variance 2 + 1/m, not 2, and its largest values
        lie higher: by (25 - 1) / 6 of the skewness 1/sqrt(m) at 5 sigma (Cornish and
        Fisher).
    subtracted : bool
        Whether rates below zero are the reason that counts are unknown.
    """
    if quality.reduced_chi_square is None:
        found = [_unknown_noise(subtracted)]
    else:
        found = _chi_square_warnings(
            quality.reduced_chi_square, _spread(quality, expected_counts)
        )
    if quality.abbe < 1.0 - 3.0 / math.sqrt(quality.points):
        found.append(
            f"Abbe criterion {quality.abbe:.2f}: neighbouring residuals agree, so "
            "structure is left that the model does not hold"
        )
    limit = 5.0
    if expected_counts is not None:
        limit += 4.0 / math.sqrt(float(expected_counts.min()))
    if quality.reduced_chi_square is not None and (
        quality.largest_residual_sigma > limit
    ):
        found.append(
            f"one residual reaches {quality.largest_residual_sigma:.1f} standard "
            "deviations; look at it"
        )
    return found


def where_warnings(misfit: Misfit) -> list[str]:
    """Return a sentence on where the data leave the model, if they do."""
    if not misfit.significant:
        return []
    side = "above" if misfit.deviation > 0 else "below"
    sentence = (
        f"the fit is worst at {misfit.energy_ev:.2f} eV as measured: over the width of "
        f"a line the data lie {abs(misfit.deviation):.1f} standard deviations {side} "
        "the model; look for a species that the model lacks, or for another line shape"
    )
    return [sentence]


def _spread(quality: Quality, expected_counts: FloatArray | None) -> float:
    """Return the standard deviation of the reduced chi-square of a true model."""
    if expected_counts is None:
        return math.sqrt(2.0 / quality.degrees_of_freedom)
    skewed = float(np.sum(1.0 / expected_counts))
    return math.sqrt(2.0 * quality.degrees_of_freedom + skewed) / (
        quality.degrees_of_freedom
    )


def _unknown_noise(subtracted: bool) -> str:
    if subtracted:
        return (
            "rates below zero: something was subtracted from the counts, so the noise "
            "was estimated from the data and there is no chi-square; export the "
            "spectrum as it was measured"
        )
    return (
        "counts unknown: the noise was estimated from the data, so there is no "
        "chi-square; state the counting time with --count-time"
    )


def _chi_square_warnings(reduced: float, spread: float) -> list[str]:
    found: list[str] = []
    if reduced > 1.0 + 3.0 * spread:
        found.append(
            f"reduced chi-square {reduced:.2f}: the residuals are larger than counting "
            "noise, so the model does not describe these data fully; what it lacks is "
            "not in the errors"
        )
    elif reduced < 1.0 - 3.0 * spread:
        found.append(
            f"reduced chi-square {reduced:.2f}: the residuals are smaller than "
            "counting noise; check dwell time and scans, or whether the data were "
            "smoothed"
        )
    return found


def correlation_warnings(correlations: dict[tuple[str, str], float]) -> list[str]:
    """Return a sentence for every pair of component parameters that move together."""
    return [
        f"{first} and {second} are correlated ({value:+.2f}): they cannot be told "
        "apart well"
        for (first, second), value in correlations.items()
        if abs(value) > HIGH_CORRELATION
        and not first.startswith("background.")
        and not second.startswith("background.")
    ]
