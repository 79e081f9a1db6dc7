"""A watch on the strongest lines of a series, in case the energy scale jumps.

Between two levels of a sputter series the energy scale should hardly move. A movement
above 0.2 eV is charging, another chemistry, or another assignment, and a reader of the
profile must know of it whatever was done about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult, FittedComponent

LARGEST_MOVE_EV = 0.2
# A position known to no better than this cannot show such a movement.
WELL_DETERMINED_EV = 0.05


def watch(
    before: Sequence[FitResult], now: Sequence[FitResult], between: str
) -> list[str]:
    """Return a sentence for every watch line that moved by more than 0.2 eV.

    Parameters
    ----------
    before, now : sequence of FitResult
        Of two successive levels.
    between : str
        Which, in words, e.g. ``"from 30 s to 60 s"``.

    Returns
    -------
    list of str
        On the measured scale. The watch line of a region is its largest component
        whose position both levels determine to 0.05 eV.
    """
    old = {fit.region.name: fit for fit in before}
    found: list[str] = []
    for fit in now:
        if fit.region.name not in old:
            continue
        first, second = _pair(old[fit.region.name], fit)
        if first is None or second is None:
            continue
        moved = second.center_ev - first.center_ev
        if abs(moved) > LARGEST_MOVE_EV:
            found.append(
                f"{fit.region.name} {second.name} moved by {moved:+.2f} eV {between} "
                "(as measured): check for charging, and for another species under "
                "this name"
            )
    return found


def _pair(
    before: FitResult, now: FitResult
) -> tuple[FittedComponent | None, FittedComponent | None]:
    first = {c.name: c for c in before.components if _well_determined(c)}
    both = [c for c in now.components if _well_determined(c) and c.name in first]
    if not both:
        return None, None
    second = max(both, key=lambda c: c.area_cps_ev)
    return first[second.name], second


def _well_determined(component: FittedComponent) -> bool:
    error = component.center_ev_stderr
    return (
        component.presence == "present"
        and error is not None
        and error <= WELL_DETERMINED_EV
    )
