"""What absent candidates may still take from the others, as errors of those.

A component that leaves for lack of evidence is not thereby shown to be absent, and an
error of the fit without it is too small by what it could still take. BIC gives both
models a probability, here exp(delta / 2) against 1, and the mean square error of what
is reported, over the two, is

    C = C_without + p (C_with - C_without + d d^T)

with d what the values move by when it enters (Raftery, Sociol. Methodol. 25, 111, 1995;
Hoeting et al., Stat. Sci. 14, 382, 1999). Where it is plainly absent p is near 0.07.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult, FittedComponent, FittedParameter

QUANTITIES = ("center_ev", "fwhm_ev")


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """What an absent candidate did when it was tried beside those that were kept.

    Attributes
    ----------
    area_cps_ev : float
        Its own area.
    delta_bic : float
        Evidence for it.
    moved : FloatArray, shape (slots,)
        By how much it moved all values, in the order of the parameters.
    """

    area_cps_ev: float
    delta_bic: float
    moved: FloatArray

    @property
    def probability(self) -> float:
        """Return the probability that BIC gives it, of two models equally likely."""
        return 1.0 / (1.0 + math.exp(-max(min(self.delta_bic, 100.0), -100.0) / 2.0))


def doubt(tried: Mapping[str, Tried], freed: Mapping[str, FloatArray]) -> FloatArray:
    """Return what the absent add to the covariance of all values.

    Parameters
    ----------
    tried : mapping of str to Tried
        The absent, by name.
    freed : mapping of str to FloatArray, shape (slots,)
        By how much each moves all values when its area rises by one standard error of
        itself: what letting it free adds to the covariance is the square of that.

    Returns
    -------
    FloatArray, shape (slots, slots)
    """
    added = [
        one.probability
        * (np.outer(freed[name], freed[name]) + np.outer(one.moved, one.moved))
        for name, one in tried.items()
    ]
    return np.asarray(np.sum(added, axis=0))


def with_doubt(
    fit: FitResult,
    added: FloatArray,
    area: npt.NDArray[np.intp],
    absent: Collection[str],
) -> FitResult:
    """Return the fit with larger errors of what was kept.

    Parameters
    ----------
    fit : FitResult
        Without the absent.
    added : FloatArray, shape (slots, slots)
        Of `doubt`.
    area : array of int, shape (components,)
        Which of the slots are areas.
    absent : collection of str
        Their own errors stay.
    """
    variance = dict(
        zip((p.name for p in fit.parameters), np.diag(added).tolist(), strict=True)
    )
    return replace(
        fit,
        area_covariance=frozen(fit.area_covariance + added[np.ix_(area, area)]),
        components=tuple(
            c if c.name in absent else _component(c, variance) for c in fit.components
        ),
        parameters=tuple(
            p
            if p.name.rpartition(".")[0] in absent
            else _parameter(p, variance[p.name])
            for p in fit.parameters
        ),
    )


def _component(
    component: FittedComponent, variance: Mapping[str, float]
) -> FittedComponent:
    center, fwhm = (variance[f"{component.name}.{q}"] for q in QUANTITIES)
    area = variance[f"{component.name}.area_cps_ev"]
    stderr = math.sqrt(component.area_cps_ev_stderr**2 + area)
    beyond = component.area_upper_95_cps_ev - component.area_cps_ev
    wider = stderr / component.area_cps_ev_stderr if area > 0.0 else 1.0
    return replace(
        component,
        center_ev_stderr=_wider(component.center_ev_stderr, center),
        fwhm_ev_stderr=_wider(component.fwhm_ev_stderr, fwhm),
        area_cps_ev_stderr=stderr,
        area_upper_95_cps_ev=component.area_cps_ev + wider * beyond,
    )


def _parameter(parameter: FittedParameter, variance: float) -> FittedParameter:
    return replace(parameter, stderr=_wider(parameter.stderr, variance))


def _wider(stderr: float | None, variance: float) -> float | None:
    return None if stderr is None else math.sqrt(stderr**2 + variance)
