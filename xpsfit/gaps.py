"""Which cells of a series are empty, and why.

A core level that was not measured at a level, or failed there, has no value at that
level: nothing is interpolated, and no level is left out for it. This is the list of
all such cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.results import Failure

if TYPE_CHECKING:
    from xpsfit.results import LevelResult, SampleResult

NOT_MEASURED = "not measured at this level"
WHOLE_LEVELS = frozenset({"composition", "joint fit"})
"""Failures of a level as a whole; they say why it has no amounts."""


def gaps(result: SampleResult) -> tuple[Failure, ...]:
    """Return every core level that a level of a series has no value of.

    Parameters
    ----------
    result : SampleResult

    Returns
    -------
    tuple of Failure
        By etch time, then in the order in which core levels appear; with the reason.
        Levels without atomic percent follow as ``"composition"``. Empty for a surface,
        which has no other level to be compared with.
    """
    if len(result.levels) < 2:
        return ()
    evaluated = [_evaluated(level) for level in result.levels]
    failed = [{f.region: f.reason for f in level.failures} for level in result.levels]
    every = dict.fromkeys(
        region
        for own, lost in zip(evaluated, failed, strict=True)
        for region in (*own, *lost)
        if region not in WHOLE_LEVELS
    )
    found = []
    for level, own, lost in zip(result.levels, evaluated, failed, strict=True):
        reasons = {r: lost.get(r, NOT_MEASURED) for r in every if r not in own}
        reasons |= {r: why for r, why in lost.items() if r in WHOLE_LEVELS}
        found += [
            Failure(level.sample, region, level.etch_time_s, reason)
            for region, reason in reasons.items()
        ]
    return tuple(found)


def _evaluated(level: LevelResult) -> list[str]:
    fitted = [fit.region.name for fit in level.fits]
    return fitted + [area.region.name for area in level.integrated]
