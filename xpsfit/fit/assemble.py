"""From the minimum to the record: errors, states, presence, warnings."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.backgrounds import end_warnings, window_warnings
from xpsfit.fit.drawn import reported, straight_line_warnings
from xpsfit.fit.errors import SINGULAR, Errors, errors_of
from xpsfit.fit.explore import misfit_of
from xpsfit.fit.identifiable import condition_number, identifiable_warnings
from xpsfit.fit.line_warnings import line_warnings
from xpsfit.fit.quality import (
    correlation_warnings,
    misfit_warnings,
    quality_of,
    where_warnings,
)
from xpsfit.fit.result import (
    FitResult,
    FittedComponent,
    FittedParameter,
    ParameterState,
    Presence,
    Quality,
)
from xpsfit.model.review import region_remarks

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.misfit import Misfit
    from xpsfit.fit.prior import Prior
    from xpsfit.fit.problem import Outcome, Problem
    from xpsfit.fit.slots import Slot, Slots
    from xpsfit.model.types import RegionModel
    from xpsfit.spectrum import Region

# Currie, Anal. Chem. 40, 586 (1968): a signal is detected from 3.29 standard errors,
# and 1.645 of them above the value bound it from above at 95 %.
DETECTION = 3.29
ONE_SIDED_95 = 1.645
# An error this close to the prior's own says that the data added little.
PRIOR_SHARE = 0.7
# The note of what all levels of a series have together.
SHARED = "shared by all levels"
FROM_LIBRARY = "set by the model's range, not by these data"
# Further from the model's start than this many prior deviations is worth a word.
FAR = 2.5
FAR_FROM_MODEL = "far from what the model expects"


def assemble(
    region: Region,
    model: RegionModel,
    problem: Problem,
    outcome: Outcome,
    shift_ev: float = 0.0,
    errors: Errors | None = None,
) -> FitResult:
    """Return the `FitResult` of a minimum, with errors from the full covariance.

    `errors` are those of a joint fit; without them the region speaks for itself.
    """
    slots = outcome.slots
    rows, jacobian = problem.evaluate(slots.values())
    residual = -rows[: problem.target_cps.size] * problem.sigma_cps
    errors, quality = _judged(region, slots, residual, jacobian, errors)
    components = _components(model, problem, slots, errors)
    envelope = region.counts_per_s - residual
    areas = problem.curve.area
    static = problem.static
    result = FitResult(
        region=region,
        model=model,
        low_ev=float(region.binding_energy_ev[0]),
        high_ev=float(region.binding_energy_ev[-1]),
        components=components,
        parameters=_parameters(problem, slots, errors),
        background_cps=frozen(envelope - sum(c.curve_cps for c in components)),
        envelope_cps=frozen(envelope),
        residual_cps=frozen(residual),
        area_covariance=frozen(errors.covariance[areas][:, areas]),
        correlations=_correlations(slots, errors.covariance),
        quality=quality,
        converged=outcome.converged,
        message=outcome.message,
        warnings=(),
        shift_ev=shift_ev,
        drawn=None if static is None else reported(region, model.background, static),
    )
    found = _warnings(
        result,
        misfit_of(problem, slots, rows),
        lambda: condition_number(jacobian[: residual.size] @ slots.matrix()),
        singular=errors.singular,
    )
    return replace(result, warnings=tuple(found))


def _judged(
    region: Region,
    slots: Slots,
    residual_cps: FloatArray,
    jacobian: FloatArray,
    errors: Errors | None,
) -> tuple[Errors, Quality]:
    """Return the errors, the region's own unless they are given, and the quality."""
    found = errors_of(slots, jacobian, residual_cps.size) if errors is None else errors
    quality = quality_of(
        residual_cps,
        region.sigma_cps,
        region.noise,
        len(slots.free()),
        found.effective_parameters,
    )
    if errors is None and region.noise == "residual":
        # Unknown noise: the scatter of the residuals stands in for it.
        scale = quality.residual_sd_cps / float(region.sigma_cps[0])
        found = _scaled(found, scale)
    return found, quality


def _warnings(
    fit: FitResult,
    misfit: Misfit,
    condition: Callable[[], float],
    *,
    singular: bool,
) -> list[str]:
    region = fit.region
    return [
        *([] if fit.converged else [f"not converged: {fit.message}"]),
        *([SINGULAR] if singular else []),
        *misfit_warnings(
            fit.quality, _model_counts(region), subtracted=_has_counting_time(region)
        ),
        *where_warnings(misfit),
        *identifiable_warnings(fit.components, fit.area_cps_ev_stderr, condition),
        *_bound_warnings(fit.parameters),
        *_far_warnings(fit.parameters, fit.components),
        *correlation_warnings(fit.correlations),
        *_background_warnings(fit),
        *line_warnings(fit),
        *region_remarks(fit.model),
    ]


def _model_counts(region: Region) -> FloatArray | None:
    """Return the variances in counts where they come from the fitted curve."""
    if region.noise != "poisson_model":
        return None
    return np.asarray((region.sigma_cps * (region.spectrum.count_time_s or 1.0)) ** 2)


def _has_counting_time(region: Region) -> bool:
    """Return whether counts could be known, had nothing been subtracted."""
    spectrum = region.spectrum
    return (
        spectrum.intensity_unit == "counts_per_s" and spectrum.count_time_s is not None
    )


def _scaled(errors: Errors, scale: float) -> Errors:
    return replace(
        errors,
        covariance=errors.covariance * scale**2,
        clipped_stderr={i: s * scale for i, s in errors.clipped_stderr.items()},
    )


def _stderr(variance: float) -> float | None:
    return math.sqrt(variance) if variance > 0 else None


def _state(slot: Slot) -> ParameterState:
    if slot.tie is not None:
        return "linked"
    if slot.note == SHARED:
        return "shared"
    if slot.at_bound:
        return "at_bound"
    if not slot.free:
        return "fixed"
    if math.isfinite(slot.minimum) or math.isfinite(slot.maximum):
        return "bounded"
    return "free"


def _parameters(
    problem: Problem, slots: Slots, errors: Errors
) -> tuple[FittedParameter, ...]:
    values = slots.values().tolist()
    variances = errors.covariance.diagonal().tolist()
    known = set(problem.prior.slots)
    found: list[FittedParameter] = []
    for i, (slot, value) in enumerate(zip(slots.all, values, strict=True)):
        # A bound's value has no error of its own.
        stderr = None if slot.at_bound else _stderr(variances[i])
        found.append(
            FittedParameter(
                # Thousands of fits have the same few names.
                name=sys.intern(slot.name),
                value=value,
                stderr=stderr,
                minimum=slot.minimum,
                maximum=slot.maximum,
                state=_state(slot),
                note=_prior_note(problem.prior, i, value, stderr)
                if slot.free and i in known
                else slot.note,
                spread=_prior_spread(problem.prior, i) if i in known else math.inf,
            )
        )
    return tuple(found)


def _prior_spread(prior: Prior, slot: int) -> float:
    return float(prior.standard_deviation[prior.slots.index(slot)])


def _prior_note(prior: Prior, slot: int, value: float, stderr: float | None) -> str:
    spread = _prior_spread(prior, slot)
    if stderr is not None and stderr > PRIOR_SHARE * spread:
        return FROM_LIBRARY
    if abs(value - prior.mean[prior.slots.index(slot)]) > FAR * spread:
        return FAR_FROM_MODEL
    return ""


def _components(
    model: RegionModel, problem: Problem, slots: Slots, errors: Errors
) -> tuple[FittedComponent, ...]:
    at = slots.values()
    unit, _ = problem.curve.profiles(at)
    curves = at[problem.curve.area][:, None] * unit.value
    heights = curves.max(axis=1).tolist()
    values, variances = at.tolist(), errors.covariance.diagonal().tolist()
    found: list[FittedComponent] = []
    for j, (component, i) in enumerate(
        zip(model.components, problem.curve.area.tolist(), strict=True)
    ):
        area = values[i]
        stderr = errors.clipped_stderr.get(i, math.sqrt(variances[i]))
        found.append(
            FittedComponent(
                name=component.name,
                species=component.species,
                line_shape=component.line_shape,
                center_ev=values[i + 1],
                center_ev_stderr=_stderr(variances[i + 1]),
                fwhm_ev=values[i + 2],
                fwhm_ev_stderr=_stderr(variances[i + 2]),
                area_cps_ev=area,
                area_cps_ev_stderr=stderr,
                height_cps=heights[j],
                presence=_presence(slots.all[i], area, stderr),
                area_upper_95_cps_ev=max(area, 0.0) + ONE_SIDED_95 * stderr,
                curve_cps=frozen(curves[j]),
            )
        )
    return tuple(found)


def _presence(slot: Slot, area: float, stderr: float) -> Presence:
    if not slot.free and slot.tie is None and not slot.at_bound:
        return "fixed"
    return "present" if area > 0 and area >= DETECTION * stderr else "below_limit"


def _correlations(slots: Slots, covariance: FloatArray) -> dict[tuple[str, str], float]:
    variances = covariance.diagonal()
    known = [i for i in slots.free() if variances[i] > 0]
    spread = np.sqrt(variances[known])
    table = covariance[known][:, known] / (spread[:, None] * spread)
    above = table[_above(len(known))].tolist()
    names = [slots.all[i].name for i in known]
    return dict(zip(combinations(names, 2), above, strict=True))


@lru_cache(maxsize=16)
def _above(size: int) -> tuple[npt.NDArray[np.intp], ...]:
    """Return the places above the diagonal, row by row."""
    return np.triu_indices(size, 1)


def _bound_warnings(parameters: tuple[FittedParameter, ...]) -> list[str]:
    return [
        f"{p.name} {p.note}: its value is the bound's, not the data's"
        for p in parameters
        if p.state == "at_bound" and not p.name.endswith(".area_cps_ev")
    ]


def _far_warnings(
    parameters: tuple[FittedParameter, ...], components: tuple[FittedComponent, ...]
) -> list[str]:
    present = {c.name for c in components if c.presence == "present"}
    return [
        f"{p.name} is {p.note}: check the assignment, the charge reference and the "
        "pass energy"
        for p in parameters
        if p.note == FAR_FROM_MODEL and p.name.rpartition(".")[0] in present
    ]


def _background_warnings(fit: FitResult) -> list[str]:
    """Return what a reader must know of the background and of where it ends."""
    region, background = fit.region, fit.model.background
    found = list(
        end_warnings(
            region.binding_energy_ev,
            region.counts_per_s,
            region.sigma_cps,
            fit.background_cps,
        )
    )
    if background.kind in {"linear", "active_linear"}:
        found += straight_line_warnings(region, fit.background_cps)
    if background.kind == "active_tougaard":
        peaks = [c.center_ev for c in fit.components if c.presence != "below_limit"]
        found += window_warnings(fit.high_ev, max(peaks, default=fit.low_ev))
    if fit.drawn is not None:
        found += fit.drawn.background.warnings
        found.append(
            f"the {background.kind} background was drawn before the fit and held: area "
            "errors leave out its share, typically another 10 to 90 %"
        )
    return found
