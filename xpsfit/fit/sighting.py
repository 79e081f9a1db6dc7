"""What the data of one fit say about positions, with the prior taken out again.

A fit with a prior mixes data and library. To compare levels the data must stand alone,
or the library would be counted once per level. For Gaussians that is a subtraction:
information (inverse covariance) of the fit less that of its prior, and at the minimum
the pull of the data is equal and opposite to that of the prior.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.model.types import Parameter

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult, FittedParameter
    from xpsfit.model.types import RegionModel

MEASURED = frozenset({"free", "bounded"})


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """The data's own word on the positions of a region.

    Attributes
    ----------
    information : FloatArray, shape (n, n)
        Inverse covariance, 1/eV^2, one row per component of `anchors`; zero rows for
        what the data do not determine.
    pull : FloatArray, shape (n,)
        `information` times the displacements from the model's positions, 1/eV.
    """

    information: FloatArray
    pull: FloatArray


def anchors(model: RegionModel) -> dict[str, Parameter]:
    """Return the positions of a region that are free and tied to no other, by name."""
    return {
        component.name: component.center_ev
        for component in model.components
        if isinstance(component.center_ev, Parameter) and component.center_ev.vary
    }


def sighting(fit: FitResult, shift_ev: float) -> Sighting:
    """Return what the data of `fit` say about positions, without its prior.

    Parameters
    ----------
    fit : FitResult
        Of a model with or without prior knowledge.
    shift_ev : float
        Calibrated minus measured energy at which it ran. Displacements are those of
        the measured position plus this from the position of the model.

    Returns
    -------
    Sighting
    """
    expected = anchors(fit.model)
    by_name = {p.name: p for p in fit.parameters}
    found = [by_name[f"{name}.center_ev"] for name in expected]
    information, pull = np.zeros((len(found), len(found))), np.zeros(len(found))
    free = [i for i, p in enumerate(found) if p.state in MEASURED and p.stderr]
    if not free:
        return Sighting(information, pull)
    displaced = np.array(
        [
            p.value + shift_ev - e.value
            for p, e in zip(found, expected.values(), strict=True)
        ]
    )
    prior = _prior_information(fit.model, found)
    total = np.linalg.inv(_covariance(fit, [found[i] for i in free]))
    values, vectors = np.linalg.eigh(total - prior[np.ix_(free, free)])
    # What rounding left below zero is nothing.
    data = (vectors * np.maximum(values, 0.0)) @ vectors.T
    information[np.ix_(free, free)] = data
    pull[free] = data @ displaced[free] + (prior @ displaced)[free]
    return Sighting(information, pull)


def _prior_information(model: RegionModel, found: list[FittedParameter]) -> FloatArray:
    """Return the inverse of the prior's covariance, zero where there was no prior."""
    result = np.zeros((len(found), len(found)))
    known = [i for i, p in enumerate(found) if math.isfinite(p.spread)]
    if known:
        common = model.shift_spread_ev**2
        own = [found[i].spread ** 2 - common for i in known]
        result[np.ix_(known, known)] = np.linalg.inv(np.diag(own) + common)
    return result


def _covariance(fit: FitResult, found: list[FittedParameter]) -> FloatArray:
    result = np.eye(len(found))
    for i, first in enumerate(found):
        for j, second in enumerate(found[:i]):
            pair = (second.name, first.name)
            value = fit.correlations.get(pair, fit.correlations.get(pair[::-1], 0.0))
            result[i, j] = result[j, i] = value
    errors = np.array([p.stderr or 0.0 for p in found])
    return np.asarray(result * np.outer(errors, errors))
