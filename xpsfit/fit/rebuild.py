"""From a finished fit back to the problem it solved, at its minimum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.fit.absent import absent_of, reduced_model
from xpsfit.fit.build import problem_of
from xpsfit.fit.slots import Slots, slots_of

if TYPE_CHECKING:
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.slots import Slot


def rebuilt(fit: FitResult) -> tuple[Problem, Slots]:
    """Return the problem of a fit, and its slots at the minimum.

    Parameters
    ----------
    fit : FitResult
        Its region, model, shift and values are all that is used. Components that
        did not enter it stay away.

    Returns
    -------
    problem : Problem
        With the noise of the fit, and its prior around the model's start values.
    slots : Slots
        What sits on a bound is marked and held; everything else is as free as the
        model has it, also the position of a component that is absent.

    Raises
    ------
    BackgroundError
        If a static background cannot be drawn.
    """
    model = reduced_model(fit.model, absent_of(fit))
    slots = slots_of(model, fit.shift_ev)
    problem = problem_of(fit.region, model, slots)
    found = {parameter.name: parameter for parameter in fit.parameters}

    def reached(slot: Slot) -> Slot:
        if not slot.free:
            return slot
        parameter = found[slot.name]
        if parameter.state == "at_bound":
            return replace(
                slot,
                value=parameter.value,
                free=False,
                at_bound=True,
                note=parameter.note,
            )
        return replace(slot, value=parameter.value)

    return problem, Slots(tuple(reached(slot) for slot in slots.all))
