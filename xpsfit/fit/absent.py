"""The fit that remains when candidates have left, with upper limits for those."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.assemble import ONE_SIDED_95
from xpsfit.fit.build import problem_of
from xpsfit.fit.carry import starts_of
from xpsfit.fit.doubt import Tried, doubt, with_doubt
from xpsfit.fit.errors import HELD_BY_NOISE
from xpsfit.fit.problem import covariance
from xpsfit.fit.region import fit_region
from xpsfit.fit.slots import slots_of
from xpsfit.fit.trials import NO_EVIDENCE
from xpsfit.model.types import Parameter
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.evidence import Verdict
    from xpsfit.fit.result import FitResult, FittedComponent, FittedParameter
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel

NOTHING = Parameter(0.0, 0.0, 0.0, vary=False)
ALL_STAY = "all candidates stay, as the fit of those the data ask for did not converge:"
FREE = frozenset({"free", "bounded"})


def fit_without(fit: FitResult, shift_ev: float, verdict: Verdict) -> FitResult:
    """Return the fit with the candidates that left held at zero.

    Parameters
    ----------
    fit : FitResult
        With all candidates in it.
    shift_ev : float
        At which it ran.
    verdict : Verdict
        Which stay.

    Returns
    -------
    FitResult
        Of the same components and parameters. An absent one has area 0; its error is
        the one its area would have if it alone were let free, and its upper limit is
        that above the area it had when it was tried (Currie, Anal. Chem. 40, 586,
        1968). The parameter says why it is held. The errors of the others hold what
        the absent may still take (`xpsfit.fit.doubt`).
    """
    absent = verdict.absent
    if not absent:
        return replace(fit, candidates=verdict.candidates)
    less = fit_region(
        cut_region(fit.region.spectrum),
        reduced_model(fit.model, absent),
        shift_ev=shift_ev,
        starts=starts_of(fit),
    )
    if not less.converged:
        return replace(fit, warnings=(*fit.warnings, f"{ALL_STAY} {less.message}"))
    present = frozenset(c.name for c in verdict.candidates if c.kept)
    kept = verdict.trials.of(present).slots.values()
    delta = {c.name: c.delta_bic for c in verdict.candidates}
    tried = {
        name: Tried(
            trial.value(name, "area_cps_ev"), delta[name], trial.slots.values() - kept
        )
        for name in absent
        for trial in (verdict.trials.of(present | {name}),)
    }
    return replace(
        with_limits(less, shift_ev, tried),
        model=fit.model,
        candidates=verdict.candidates,
    )


def absent_of(fit: FitResult) -> frozenset[str]:
    """Return the components of a fit that left it for lack of evidence."""
    return frozenset(c.name for c in fit.candidates if not c.kept)


def reduced_model(model: RegionModel, absent: Collection[str]) -> RegionModel:
    """Return the model with the areas of `absent` held at 0."""
    components = tuple(
        replace(c, area_cps_ev=NOTHING) if c.name in absent else c
        for c in model.components
    )
    return replace(model, components=components)


def with_limits(
    less: FitResult, shift_ev: float, tried: Mapping[str, Tried]
) -> FitResult:
    """Return a fit whose absent components carry their errors and limits.

    Parameters
    ----------
    less : FitResult
        Of a `reduced_model`.
    shift_ev : float
        At which it ran.
    tried : mapping of str to Tried
        What each absent component did when it was tried.
    """
    if not tried:
        return less
    start = slots_of(less.model, shift_ev)
    slots = start.with_theta(
        list(range(len(start.all))), np.array([p.value for p in less.parameters])
    )
    free = [i for i, p in enumerate(less.parameters) if _counts_as_free(p)]
    _, jacobian = problem_of(less.region, less.model, start).evaluate(slots.values())
    area = {name: slots.index(name, "area_cps_ev") for name in tried}
    scale = _scale(less)
    freed = {
        name: scale * _moved_by_one_error(slots, jacobian, free, index)
        for name, index in area.items()
    }
    if len(tried) < len(less.components):
        areas = np.flatnonzero([s.quantity == "area_cps_ev" for s in slots.all])
        less = with_doubt(less, doubt(tried, freed), areas, tried)
    return replace(
        less,
        components=tuple(
            _absent(c, float(freed[c.name][area[c.name]]), tried[c.name].area_cps_ev)
            if c.name in tried
            else c
            for c in less.components
        ),
        parameters=tuple(
            _held(p) if p.name in {slots.all[i].name for i in area.values()} else p
            for p in less.parameters
        ),
    )


def _counts_as_free(parameter: FittedParameter) -> bool:
    """Return whether the data, not the model, set a parameter.

    Noise holds a step at zero as often as not where there is none.
    """
    quantity = parameter.name.rpartition(".")[2]
    held = parameter.state == "at_bound" and quantity in HELD_BY_NOISE
    return parameter.state in FREE or held


def _scale(fit: FitResult) -> float:
    """Return what an error is to be multiplied with where the noise is unknown."""
    if fit.region.noise != "residual":
        return 1.0
    return fit.quality.residual_sd_cps / float(fit.region.sigma_cps[0])


def _moved_by_one_error(
    slots: Slots, jacobian: FloatArray, free: list[int], index: int
) -> FloatArray:
    """Return what one standard error of a held area, let free, moves all values by."""
    matrix = slots.matrix([*free, index])
    wider = covariance(jacobian @ matrix)
    if wider is None:
        return np.full(len(slots.all), math.nan)
    return np.asarray(matrix @ wider[:, -1] / math.sqrt(float(wider[-1, -1])))


def _absent(
    component: FittedComponent, stderr: float, tried_area: float
) -> FittedComponent:
    return replace(
        component,
        area_cps_ev_stderr=stderr,
        presence="below_limit",
        area_upper_95_cps_ev=max(tried_area, 0.0) + ONE_SIDED_95 * stderr,
    )


def _held(parameter: FittedParameter) -> FittedParameter:
    return replace(
        parameter,
        stderr=None,
        maximum=math.inf,
        state="at_bound",
        note=NO_EVIDENCE,
    )
