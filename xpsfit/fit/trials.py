"""Fits of one region with some candidates held at zero, each done once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.build import problem_of
from xpsfit.fit.carry import starts_of
from xpsfit.fit.errors import errors_of
from xpsfit.fit.explore import explored
from xpsfit.fit.settle import settle
from xpsfit.fit.slots import slots_of
from xpsfit.fit.start import best_start

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.slots import Slots

# An area this many times its error is there whichever minimum the others find.
CLEAR = 10.0
NO_EVIDENCE = "no evidence for it: held at 0"


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """The minimum with some candidates present.

    Attributes
    ----------
    slots : Slots
        Every quantity there; areas of absent candidates are held at 0.
    chi_square : float
        Prior rows included.
    effective_parameters : float
        What the data determine.
    stderr : dict of str to float
        Of the areas, by component.
    """

    slots: Slots
    chi_square: float
    effective_parameters: float
    stderr: dict[str, float]

    def value(self, component: str, quantity: str) -> float:
        """Return one value of one component."""
        return float(self.slots.values()[self.slots.index(component, quantity)])


class Trials:
    """All fits that a search over the candidates of a region asks for.

    Parameters
    ----------
    fit : FitResult
        With all candidates in it. Its noise is that of all trials, so that their
        chi-squares can be compared also where the variance comes from the curve.
    shift_ev : float
        At which it ran.
    """

    def __init__(self, fit: FitResult, shift_ev: float) -> None:
        self.model = fit.model
        self.names = tuple(component.name for component in fit.model.components)
        self.points = fit.region.binding_energy_ev.size
        self.known_noise = fit.region.noise != "residual"
        self._slots = slots_of(fit.model, shift_ev)
        self._problem = problem_of(fit.region, fit.model, self._slots)
        self._starts = starts_of(fit)
        self._done: dict[frozenset[str], Trial] = {}
        self._explored: set[frozenset[str]] = set()
        self._misfit = max(1.0, fit.quality.reduced_chi_square or 1.0)

    def of(self, present: frozenset[str]) -> Trial:
        """Return the fit in which only the areas of `present` are free."""
        if present not in self._done:
            start = best_start(self._problem, self._held(present), self._starts)
            self._done[present] = self._record(settle(self._problem, start).slots)
        return self._done[present]

    def gain(self, present: frozenset[str], name: str) -> tuple[float, float]:
        """Return what `name` among `present` explains, and what it costs.

        Returns
        -------
        gain : float
            Chi-square that its leaving adds, in units of the misfit of all candidates;
            n ln of the ratio of chi-squares where the noise is unknown.
        added : float
            Effective parameters that it adds, its area being one at least.
        """
        whole, rest = self.of(present), self._without(present, name)
        added = whole.effective_parameters - rest.effective_parameters
        if self.known_noise:
            gain = (rest.chi_square - whole.chi_square) / self._misfit
        else:
            gain = self.points * math.log(rest.chi_square / whole.chi_square)
        return max(gain, 0.0), max(added, 1.0)

    def _without(self, present: frozenset[str], name: str) -> Trial:
        """Return the fit without `name`, from several starts where it matters.

        The first minimum may be too high, which would speak for `name`. That does not
        matter where nothing speaks for it, or where its area is many times its error.
        """
        rest = present - {name}
        whole, first = self.of(present), self.of(rest)
        clear = whole.value(name, "area_cps_ev") > CLEAR * whole.stderr[name]
        if clear or rest in self._explored or first.chi_square <= whole.chi_square:
            return first
        self._explored.add(rest)
        outcome = settle(self._problem, first.slots)
        found = explored(self._problem, self._held(rest), outcome)
        self._done[rest] = self._record(found.slots)
        return self._done[rest]

    def _held(self, present: frozenset[str]) -> Slots:
        slots = self._slots
        for name in self.names:
            if name not in present:
                index = slots.index(name, "area_cps_ev")
                slots = slots.changed(index, value=0.0, free=False, note=NO_EVIDENCE)
        return slots

    def _record(self, slots: Slots) -> Trial:
        rows, jacobian = self._problem.evaluate(slots.values())
        errors = errors_of(slots, jacobian, self.points)
        areas = {name: slots.index(name, "area_cps_ev") for name in self.names}
        stderr = {
            name: errors.clipped_stderr.get(
                i, math.sqrt(max(float(errors.covariance[i, i]), 0.0))
            )
            for name, i in areas.items()
        }
        chi_square = float(np.sum(rows**2))
        return Trial(slots, chi_square, errors.effective_parameters, stderr)
