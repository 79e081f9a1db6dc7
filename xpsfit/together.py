"""The regions of a sample position, or of several, fitted in one minimisation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.charge import model_shift
from xpsfit.errors import FitError, ModelError
from xpsfit.evaluate import with_warnings
from xpsfit.fit.joint import fit_jointly
from xpsfit.fit.joint_parts import Member
from xpsfit.fit.joint_scrutiny import Asked
from xpsfit.model.links import has_ties
from xpsfit.quantify import compose, plan_transmission
from xpsfit.quantify.divisor import divisor_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit import FitResult
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.model.types import PeakModel
    from xpsfit.quantify import TransmissionPlan
    from xpsfit.results import Composition, SampleResult
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
        Member(fit, place_ev, _divisor(fit, model, shift_ev, plan, settings))
        for fit in fits
    ]
    (joint,) = fit_jointly(members, model, asked=_asked(settings))
    return _converged(joint)


def _divisor(
    fit: FitResult,
    model: PeakModel,
    shift_ev: float,
    plan: TransmissionPlan,
    settings: Settings,
) -> float | None:
    """Return what makes atoms of areas where species need it."""
    if not any(fit.region.name in species.components for species in model.species):
        return None
    return divisor_of(fit, shift_ev, plan, settings).value


def _asked(settings: Settings) -> Asked:
    return Asked(settings.restarts, settings.errors, settings.replicates, settings.seed)


def _converged(joint: JointFit) -> JointFit:
    if not joint.converged:
        raise FitError(
            f"the regions fitted together found no minimum ({joint.message}), so each "
            "was fitted alone; look at the species and links of the model"
        )
    return joint


def share_quantities(
    results: Sequence[SampleResult], settings: Settings
) -> list[SampleResult]:
    """Return samples refitted in one minimisation, with quantities in common.

    Parameters
    ----------
    results : sequence of SampleResult
        Surfaces, each analyzed by itself.
    settings : Settings
        Its `share` names what is common to the same core level of all samples.

    Raises
    ------
    ModelError
        If the samples were fitted with different models.
    FitError
        If there are fewer than two surfaces, or no minimum was reached.
    """
    if len(results) < 2 or any(len(result.levels) != 1 for result in results):
        raise FitError(
            "sharing needs two or more samples, each measured at one surface; give "
            "several files"
        )
    model = results[0].model
    if any(result.model != model for result in results):
        raise ModelError(
            "the samples were fitted with different models; choose one for all with "
            "--model"
        )
    keys = _distinct([result.sample for result in results])
    plans = [_plan(result, settings) for result in results]
    members = [
        Member(
            fit,
            model_shift(result.levels[0].charge, model),
            _divisor(fit, model, result.levels[0].charge.shift_ev, plan, settings),
            key,
        )
        for key, result, plan in zip(keys, results, plans, strict=True)
        for fit in result.levels[0].fits
    ]
    joints = {
        joint.sample: _converged(joint)
        for joint in fit_jointly(members, model, settings.share, _asked(settings))
    }
    return [
        _refitted(result, joints[key], plan, settings) if key in joints else result
        for key, result, plan in zip(keys, results, plans, strict=True)
    ]


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names, those that come twice with their number behind."""
    return [
        name if names.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(names, start=1)
    ]


def _plan(result: SampleResult, settings: Settings) -> TransmissionPlan:
    level = result.levels[0]
    spectra = [
        *(fit.region.spectrum for fit in level.fits),
        *(area.region.spectrum for area in level.integrated),
    ]
    return plan_transmission(spectra, settings.transmission)


def _refitted(
    result: SampleResult, joint: JointFit, plan: TransmissionPlan, settings: Settings
) -> SampleResult:
    level = result.levels[0]
    composition: Composition | None = None
    if level.composition is not None:
        composition = with_warnings(
            compose(
                joint.fits,
                level.integrated,
                level.charge.shift_ev,
                plan,
                settings,
                joint,
            ),
            joint.fits,
            [f for f in level.failures if f.region != "composition"],
        )
    level = replace(level, fits=joint.fits, joint=joint, composition=composition)
    return replace(result, levels=(level,))
