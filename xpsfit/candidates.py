"""Which candidates of all core levels of one position enter, weighed together.

A species that one core level shows beyond doubt is no free candidate in another:
lithium oxide in O 1s has its lithium in Li 1s, where others may hide its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import UnknownNameError
from xpsfit.fit.absent import fit_without
from xpsfit.fit.evidence import weigh
from xpsfit.fit.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit import FitResult
    from xpsfit.fit.evidence import Verdict
    from xpsfit.model.types import PeakModel

ALL = "all"
ASKED_FOR = "asked for"
REFERENCE = "the reference line of the energy scale"


def check_keep(keep: Sequence[str], model: PeakModel) -> None:
    """Refuse names of components that a model does not hold.

    Parameters
    ----------
    keep : sequence of str
        ``"all"``, components (``"C-O"``), or those of one region (``"O 1s C-O"``).
    model : PeakModel

    Raises
    ------
    UnknownNameError
        If there is no such component.
    """
    known = [
        name
        for region in model.regions
        for component in region.components
        for name in _names(region.region, component.name)
    ]
    for name in keep:
        if name not in {ALL, *known}:
            raise UnknownNameError("component", name, (ALL, *dict.fromkeys(known)))


def weighed(
    fits: Sequence[FitResult],
    model: PeakModel,
    shift_ev: float,
    keep: Sequence[str] = (),
) -> list[FitResult]:
    """Return the fits of one position without the candidates that lack evidence.

    Parameters
    ----------
    fits : sequence of FitResult
        One per core level, all candidates in them.
    model : PeakModel
        Its reference line stays.
    shift_ev : float
        At which the fits ran.
    keep : sequence of str
        Components that stay whatever the data say, as in `check_keep`.

    Returns
    -------
    list of FitResult
        In the same order; with ``"all"`` in `keep` the fits themselves.
    """
    if ALL in keep:
        return list(fits)
    trials = [Trials(fit, shift_ev) for fit in fits]
    stay = [_asked_for(fit, model, keep) for fit in fits]
    verdicts = [weigh(t, s) for t, s in zip(trials, stay, strict=True)]
    shown = _shown(fits, verdicts)
    for i, fit in enumerate(fits):
        elsewhere = _shown_elsewhere(fit, shown)
        if verdicts[i].absent & elsewhere.keys():
            verdicts[i] = weigh(trials[i], {**elsewhere, **stay[i]})
    return [
        fit_without(fit, shift_ev, verdict)
        for fit, verdict in zip(fits, verdicts, strict=True)
    ]


def _names(region: str, component: str) -> tuple[str, str]:
    return component, f"{region} {component}"


def _asked_for(fit: FitResult, model: PeakModel, keep: Sequence[str]) -> dict[str, str]:
    region = fit.region.name
    found = {
        component.name: ASKED_FOR
        for component in fit.model.components
        if set(keep) & set(_names(region, component.name))
    }
    line = model.reference
    if line is not None and line.region == region:
        found[line.component] = REFERENCE
    return found


def _parts(species: str) -> set[str]:
    """Return the species of a component: ``"R-Li/Al-C"`` stands for either."""
    return set(species.split("/"))


def _shown(
    fits: Sequence[FitResult], verdicts: Sequence[Verdict]
) -> dict[str, list[str]]:
    """Return the species beyond doubt, with the regions that show them."""
    shown: dict[str, list[str]] = {}
    for fit, verdict in zip(fits, verdicts, strict=True):
        species = {c.name: c.species for c in fit.model.components}
        for candidate in verdict.candidates:
            if candidate.irreplaceable:
                for part in _parts(species[candidate.name]):
                    shown.setdefault(part, []).append(fit.region.name)
    return shown


def _shown_elsewhere(
    fit: FitResult, shown: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for component in fit.model.components:
        regions = {
            region
            for part in _parts(component.species)
            for region in shown.get(part, ())
            if region != fit.region.name
        }
        if regions:
            found[component.name] = f"its species is shown by {_listed(regions)}"
    return found


def _listed(regions: set[str]) -> str:
    return " and ".join(sorted(regions))
