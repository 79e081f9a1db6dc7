"""Which candidates of a core level enter its fit: those that the data ask for.

A peak is added when the Bayesian information criterion falls by more than 10, very
strong evidence (Kass and Raftery, J. Am. Stat. Assoc. 90, 773, 1995; Schwarz, Ann.
Stat. 6, 461, 1978), and it stands where a peak may stand. With known noise

    BIC = chi2 + k ln n

with chi2 the minimum of the fit, prior rows included, and k the parameters that the
data determine: where the library fixes a position, the component adds less than one
parameter for it. Where the noise was estimated from the data, BIC = n ln chi2 + k ln n.
Where even all candidates leave chi2 per degree of freedom above 1, its differences are
divided by that, so that no candidate enters to mend a line shape.

The search goes backward from all candidates, the weakest first, then forward again; no
step depends on the order of the components.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.fit.admissible import place_of_none
from xpsfit.fit.result import Candidate
from xpsfit.model.types import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.fit.trials import Trials
    from xpsfit.model.types import RegionModel

DECISIVE = 10.0
# Currie's detection limit, 3.29 standard errors, as a gain in chi-square.
DETECTED = 3.29**2
# Two candidates closer in BIC than this are equally weak; their names decide.
EQUAL = 0.01
MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the search came to.

    Attributes
    ----------
    candidates : tuple of Candidate
        One per component, in the order of the model.
    trials : Trials
        The fits that were done on the way.
    """

    candidates: tuple[Candidate, ...]
    trials: Trials

    @property
    def absent(self) -> frozenset[str]:
        """Return the names of those that left."""
        return frozenset(c.name for c in self.candidates if not c.kept)


def needed_by_model(model: RegionModel) -> dict[str, str]:
    """Return the components whose presence the model itself states, with the reason.

    Parameters
    ----------
    model : RegionModel

    Returns
    -------
    dict of str to str
        Components with a fixed area, those tied to another by their area, and those
        to which a quantity of another is tied.
    """
    found: dict[str, str] = {}
    for component in model.components:
        area = component.area_cps_ev
        if isinstance(area, Link):
            found[component.name] = f"its area is linked to {area.component}"
        elif not area.vary:
            found[component.name] = "its area is fixed by the model"
    for component in model.components:
        for quantity in ("area_cps_ev", "center_ev", "fwhm_ev"):
            link = getattr(component, quantity)
            if isinstance(link, Link):
                found.setdefault(link.component, f"{component.name} is linked to it")
    return found


def weigh(trials: Trials, stay: Mapping[str, str]) -> Verdict:
    """Return which components of a fit the data ask for.

    Parameters
    ----------
    trials : Trials
        Of the fit with all candidates in it.
    stay : mapping of str to str
        Components that stay whatever the data say, with the reason. Those of
        `needed_by_model` stay anyway.

    Returns
    -------
    Verdict
    """
    search = _Search(trials, {**needed_by_model(trials.model), **stay})
    present = search.settled()
    return Verdict(tuple(search.candidate(n, present) for n in trials.names), trials)


class _Search:
    """The search through the candidates of one region."""

    def __init__(self, trials: Trials, stay: Mapping[str, str]) -> None:
        self.trials = trials
        self.stay = stay
        self.all = frozenset(trials.names)

    def settled(self) -> frozenset[str]:
        """Return the names of the components that enter."""
        present, seen = self.all, {self.all}
        for _ in range(MOST_STEPS):
            weakest = self._weakest(present)
            if weakest is not None:
                present = present - {weakest}
                seen.add(present)
                continue
            added = self._strongest_absent(present)
            if added is None or present | {added} in seen:
                return present
            present = present | {added}
            seen.add(present)
        return present

    def candidate(self, name: str, present: frozenset[str]) -> Candidate:
        """Return the record of one component at the end of the search."""
        with_it = present | {name}
        gain, added = self.trials.gain(with_it, name)
        delta = self._delta(with_it, name)
        kept = name in present
        return Candidate(
            name=name,
            kept=kept,
            delta_bic=delta,
            delta_chi_square=gain,
            added_parameters=added,
            irreplaceable=kept and self._delta(self.all, name) > DECISIVE,
            reason=self._reason(name, with_it, delta, kept=kept),
        )

    def _delta(self, present: frozenset[str], name: str) -> float:
        """Return by how much BIC rises when `name` leaves `present`."""
        gain, added = self.trials.gain(present, name)
        return gain - added * math.log(self.trials.points)

    def _weakest(self, present: frozenset[str]) -> str | None:
        free = present - self.stay.keys()
        delta = {name: self._delta(present, name) for name in free}
        out = {
            name: value
            for name, value in delta.items()
            if not self._enters(present, name, value)
        }
        return _first(out) if out else None

    def _strongest_absent(self, present: frozenset[str]) -> str | None:
        delta = {
            name: self._delta(present | {name}, name) for name in self.all - present
        }
        entering = {
            name: -value
            for name, value in delta.items()
            if self._enters(present | {name}, name, value)
        }
        return _first(entering) if entering else None

    def _enters(self, present: frozenset[str], name: str, delta: float) -> bool:
        if present == {name}:
            # A region with a signal is not left without a component.
            return self.trials.gain(present, name)[0] >= DETECTED
        trial = self.trials.of(present)
        return delta > DECISIVE and not place_of_none(self.trials, trial, name)

    def _reason(
        self, name: str, with_it: frozenset[str], delta: float, *, kept: bool
    ) -> str:
        misplaced = place_of_none(self.trials, self.trials.of(with_it), name)
        if kept and delta > DECISIVE and not misplaced:
            return "the data ask for it"
        if name in self.stay:
            return self.stay[name]
        if kept:
            return "the only candidate of a region that holds a signal"
        return misplaced or "no evidence"


def _first(scores: Mapping[str, float]) -> str:
    """Return the name with the lowest score; the alphabet decides between equals."""
    lowest = min(scores.values())
    return min(name for name, score in scores.items() if score <= lowest + EQUAL)
