"""The regions of a sample position fitted in one minimisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import FitError
from xpsfit.fit.joint import fit_jointly
from xpsfit.fit.joint_parts import Member
from xpsfit.fit.joint_scrutiny import Asked
from xpsfit.model.links import has_ties
from xpsfit.quantify.divisor import divisor_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit import FitResult
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.model.types import PeakModel
    from xpsfit.quantify import TransmissionPlan
    from xpsfit.settings import Settings


def fitted_together(
    fits: Sequence[FitResult],
    model: PeakModel,
    shifts_ev: tuple[float, float],
    plan: TransmissionPlan,
    settings: Settings,
) -> JointFit | None:
    """Return the joint fit of one level, None where nothing ties its regions.

    Parameters
    ----------
    fits : sequence of FitResult
        Of each region alone.
    model : PeakModel
        With its links and species.
    shifts_ev : tuple of two float
        Calibrated minus measured energy, on the scale on which the model states its
        positions and on that of the result.
    plan : TransmissionPlan
    settings : Settings
        The same sensitivities that make the composition.

    Raises
    ------
    QuantificationError
        If species need a sensitivity factor that is unknown.
    FitError
        If no minimum was reached.
    """
    if not fits or not has_ties(model):
        return None
    place_ev, shift_ev = shifts_ev
    members = [
        Member(fit, place_ev, divisor_for(fit, model, shift_ev, plan, settings))
        for fit in fits
    ]
    (joint,) = fit_jointly(members, model, asked=asked_of(settings))
    return converged(joint)


def divisor_for(
    fit: FitResult,
    model: PeakModel,
    shift_ev: float,
    plan: TransmissionPlan,
    settings: Settings,
) -> float | None:
    """Return what makes atoms of the area of a region; None if no species needs it.

    Raises
    ------
    QuantificationError
        If the sensitivity factor is unknown.
    """
    if not any(fit.region.name in species.components for species in model.species):
        return None
    return divisor_of(fit, shift_ev, plan, settings).value


def asked_of(settings: Settings) -> Asked:
    """Return what the settings ask of a joint fit beyond its minimum."""
    return Asked(settings.restarts, settings.errors, settings.replicates, settings.seed)


def converged(joint: JointFit) -> JointFit:
    """Return a joint fit that found its minimum.

    Raises
    ------
    FitError
        If it did not.
    """
    if not joint.converged:
        raise FitError(
            f"the regions fitted together found no minimum ({joint.message}), so each "
            "was fitted alone; look at the species and links of the model"
        )
    return joint
