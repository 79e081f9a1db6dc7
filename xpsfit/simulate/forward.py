"""The curve of a model at known values, and what its data can say about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.backgrounds import BACKGROUNDS
from xpsfit.errors import ModelError
from xpsfit.fit.curve import Curve
from xpsfit.fit.prior import prior_of
from xpsfit.fit.slots import slots_of
from xpsfit.model.types import ACTIVE_SHIRLEY, BackgroundModel, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel

# What a background that is drawn under the data looks like where there is no noise.
WITHOUT_STEP, WITH_STEP = "linear", "shirley"


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """A curve and its derivatives at known values.

    Attributes
    ----------
    slots : Slots
        At these values.
    curve_cps : FloatArray, shape (n,)
        Background included.
    background_cps : FloatArray, shape (n,)
    jacobian : FloatArray, shape (n, slots)
    """

    slots: Slots
    curve_cps: FloatArray
    background_cps: FloatArray
    jacobian: FloatArray


def generating_model(model: RegionModel) -> RegionModel:
    """Return `model` with a background that can be calculated from its parameters.

    A Shirley background that is drawn under the data has, without noise, the form of
    the active one, and a straight line is that without its step.

    Raises
    ------
    ModelError
        If the background has no such form.
    """
    background = model.background
    if background.kind not in BACKGROUNDS:
        return model
    if background.kind not in {WITHOUT_STEP, WITH_STEP}:
        raise ModelError(
            f"{model.region}: a {background.kind} background that is drawn under the "
            "data has no parameters to simulate it from; choose active_shirley"
        )
    step = background.step_per_ev
    if background.kind == WITHOUT_STEP:
        step = Parameter(0.0, 0.0, vary=False)
    return replace(
        model, background=BackgroundModel(ACTIVE_SHIRLEY, step_per_ev=step, slope=True)
    )


def forward(
    energy_ev: FloatArray,
    model: RegionModel,
    values: Mapping[str, float],
    shift_ev: float,
) -> Forward:
    """Return the curve of a model at known values of its parameters.

    Parameters
    ----------
    energy_ev : FloatArray, shape (n,)
        Increasing, measured scale.
    model : RegionModel
        As `generating_model` returns it.
    values : mapping of str to float
        By parameter name as in a fit (``"C-C.area_cps_ev"``), positions on the measured
        scale; others stay where the model starts. Linked parameters follow their links.
    shift_ev : float
        Calibrated minus measured energy.
    """
    slots = slots_of(model, shift_ev)
    for i, slot in enumerate(slots.all):
        if slot.tie is None and slot.name in values:
            slots = slots.changed(i, value=float(values[slot.name]))
    at = slots.values()
    curve = Curve(energy_ev, model)
    total, jacobian = curve.evaluate(at)
    peak, _ = curve.profiles(at)
    peaks = at[curve.area] @ peak.value
    return Forward(slots, frozen(total), frozen(total - peaks), np.asarray(jacobian))


def information(
    here: Forward, model: RegionModel, time_s: float, shift_ev: float
) -> tuple[list[int], FloatArray, FloatArray]:
    """Return the Fisher information of the data, and that of prior knowledge.

    Counts N of Poisson's law with expectation m have the information
    sum (dm/da)(dm/db)/m for parameters a, b; a Gaussian prior adds its inverse
    covariance (van Trees, Detection, Estimation, and Modulation Theory, part I, 1968,
    section 2.4).

    Parameters
    ----------
    here : Forward
    model : RegionModel
    time_s : float
        Counting time per point.
    shift_ev : float
        For where the model's knowledge of positions is centered.

    Returns
    -------
    free : list of int
        Slots that a fit of this model would find.
    data, prior : FloatArray, shape (free, free)
    """
    free = here.slots.free()
    matrix = here.slots.matrix(free)
    expected = np.maximum(here.curve_cps * time_s, 1e-12)
    by_counts = here.jacobian @ matrix * time_s
    data = by_counts.T @ (by_counts / expected[:, None])
    rows = prior_of(slots_of(model, shift_ev), model).jacobian(len(here.slots.all))
    known = rows @ matrix
    return free, np.asarray(data), np.asarray(known.T @ known)


def bound(data: FloatArray, prior: FloatArray) -> FloatArray:
    """Return the smallest covariance that an estimate can have, shape (free, free).

    Parameters without any effect on the data and without a prior, such as the width of
    an absent component, are left out: their rows are NaN, and the others count as if
    these were held. All is NaN where parameters cannot be told apart.
    """
    whole = data + prior
    size = np.sqrt(np.diag(whole))
    used = size > 0.0
    result = np.full(whole.shape, np.nan)
    if not used.any():
        return result
    unit = whole[np.ix_(used, used)] / np.outer(size[used], size[used])
    eigenvalues, vectors = np.linalg.eigh(unit)
    if not eigenvalues[0] > 1e-11 * eigenvalues[-1]:
        return result
    inverse = (vectors / eigenvalues) @ vectors.T
    result[np.ix_(used, used)] = inverse / np.outer(size[used], size[used])
    return result
