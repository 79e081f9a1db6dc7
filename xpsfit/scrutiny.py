"""What a user may ask of a finished fit: other starts, and intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.fit.intervals import with_monte_carlo_errors
from xpsfit.fit.profile_errors import with_profile_errors
from xpsfit.fit.restarts import restarted

if TYPE_CHECKING:
    from xpsfit.fit import FitResult
    from xpsfit.settings import Settings


def scrutinized(fit: FitResult, shift_ev: float, settings: Settings) -> FitResult:
    """Return a fit with the random starts and the intervals that were asked for.

    Parameters
    ----------
    fit : FitResult
    shift_ev : float
        At which it ran.
    settings : Settings
        `restarts`, `errors`, `replicates` and `seed`.

    Returns
    -------
    FitResult
        The fit itself where nothing was asked for.
    """
    if settings.restarts > 0:
        fit = restarted(fit, shift_ev, settings.restarts, settings.seed)
    if settings.errors == "profile":
        return with_profile_errors(fit, shift_ev)
    if settings.errors == "monte-carlo":
        return with_monte_carlo_errors(fit, settings.replicates, settings.seed)
    return fit
