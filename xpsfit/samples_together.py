"""Several samples fitted in one minimisation, with quantities in common."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xpsfit.charge import model_shift, read_again, reference_line
from xpsfit.errors import FitError, ModelError
from xpsfit.evaluate import with_warnings
from xpsfit.fit.joint import fit_jointly
from xpsfit.fit.joint_parts import Member
from xpsfit.quantify import compose, plan_transmission
from xpsfit.quantify.between import calibrated, with_amounts
from xpsfit.sample_name import spoken
from xpsfit.together import asked_of, converged, divisor_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit.joint_result import JointFit
    from xpsfit.model.types import PeakModel, SampleLink
    from xpsfit.quantify import TransmissionPlan
    from xpsfit.results import Composition, SampleResult
    from xpsfit.settings import Settings

ALONE = (
    "the [[shared]] tables of the model tie samples, and only one was fitted, so they "
    "have no effect"
)
MOST_LISTED = 12


def share_quantities(
    results: Sequence[SampleResult], settings: Settings
) -> list[SampleResult]:
    """Return samples refitted in one minimisation, with quantities in common.

    Parameters
    ----------
    results : sequence of SampleResult
        Surfaces, each analyzed by itself.
    settings : Settings
        Its `share` names what is common to the same core level of all samples, the
        `shared` links of its model tie what they name.

    Returns
    -------
    list of SampleResult
        A single sample as it is, with a warning, where only a model asks for links.

    Raises
    ------
    ModelError
        If the samples were fitted with different models, or links between samples name
        one that is not there or contradict each other.
    FitError
        If there are fewer than two surfaces, or no minimum was reached.
    """
    if len(results) == 1 and not settings.share and len(results[0].levels) == 1:
        return [replace(results[0], warnings=(*results[0].warnings, ALONE))]
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
    keys = _distinct([spoken(result.sample) for result in results])
    samples = dict(zip(keys, results, strict=True))
    tied = replace(model, shared=_named(model, samples))
    plans = {key: _plan(result, settings) for key, result in samples.items()}
    members = [
        member
        for key, result in samples.items()
        for member in _members(key, result, tied, plans[key], settings)
    ]
    joints = {
        joint.sample: converged(joint)
        for joint in fit_jointly(members, tied, settings.share, asked_of(settings))
    }
    refitted = {
        key: _refitted(result, joints[key], plans[key], settings)
        if key in joints
        else result
        for key, result in samples.items()
    }
    return _compared(refitted)


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names, those that come twice with their number behind."""
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        key = name
        while key in found or names.count(key) > (key == name):
            key = f"{key} ({number})"
        found.append(key)
    return found


def _named(
    model: PeakModel, samples: Mapping[str, SampleResult]
) -> tuple[SampleLink, ...]:
    """Return the links between samples with every sample by its key.

    Raises
    ------
    ModelError
        If a name is that of no sample, or one where one is needed is that of several.
    """
    found: list[SampleLink] = []
    for link in model.shared:
        to = _keys(link.to_sample, samples) if link.to_sample else []
        if len(to) > 1:
            raise ModelError(
                f"to_sample {link.to_sample!r} of the model is the name of "
                f"{len(to)} samples ({', '.join(to[:MOST_LISTED])}); write one of these"
            )
        own = [key for name in link.samples for key in _keys(name, samples)]
        if to and to[0] in own:
            raise ModelError(
                f"the model ties sample {to[0]!r} to itself; name others in samples"
            )
        found.append(
            replace(link, samples=tuple(dict.fromkeys(own)), to_sample="".join(to))
        )
    return tuple(found)


def _keys(name: str, samples: Mapping[str, SampleResult]) -> list[str]:
    """Return the samples that a name of the model means."""
    if name in samples:
        return [name]
    found = [key for key, result in samples.items() if name in _names(result)]
    if not found:
        listed = ", ".join([*samples][:MOST_LISTED])
        raise ModelError(
            f"the model ties sample {name!r}, which is not among those fitted here "
            f"({listed}); correct its name, fit it with them, or take it out of the "
            "[[shared]] tables"
        )
    return found


def _names(result: SampleResult) -> set[str]:
    """Return by what a sample may be called: its name, its files, their folders."""
    (level,) = result.levels
    regions = [
        *(fit.region for fit in level.fits),
        *(area.region for area in level.integrated),
    ]
    names = {result.sample}
    for path in {Path(region.spectrum.file) for region in regions}:
        names |= {path.name, path.stem, path.parent.name}
    return names - {""}


def _members(
    key: str,
    result: SampleResult,
    model: PeakModel,
    plan: TransmissionPlan,
    settings: Settings,
) -> list[Member]:
    (level,) = result.levels
    place_ev, shift_ev = model_shift(level.charge, model), level.charge.shift_ev
    line = reference_line(level.charge, model)
    return [
        Member(
            fit,
            place_ev,
            divisor_for(fit, model, shift_ev, plan, settings),
            key,
            line,
        )
        for fit in level.fits
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
    # What is tied lies the same distance from this line as fitted with the others.
    charge = read_again(level.charge, joint.fits, result.model)
    composition: Composition | None = None
    if level.composition is not None:
        composition = with_warnings(
            compose(
                joint.fits,
                level.integrated,
                charge.shift_ev,
                plan,
                settings,
                joint,
            ),
            joint.fits,
            [f for f in level.failures if f.region != "composition"],
        )
    level = replace(
        level, charge=charge, fits=joint.fits, joint=joint, composition=composition
    )
    return replace(result, levels=(level,))


def _compared(samples: Mapping[str, SampleResult]) -> list[SampleResult]:
    """Return the samples with how their numbers vary together, amounts included."""
    levels = {key: result.levels[0] for key, result in samples.items()}
    between = with_amounts(
        {key: level.joint for key, level in levels.items() if level.joint is not None},
        {
            key: level.composition
            for key, level in levels.items()
            if level.composition is not None
        },
    )
    moved_ev = {
        key: level.charge.shift_ev - model_shift(level.charge, samples[key].model)
        for key, level in levels.items()
    }
    found = dict(samples)
    for key, one in between.items():
        joint = levels[key].joint
        assert joint is not None
        joint = replace(joint, between=calibrated(one, moved_ev))
        found[key] = replace(samples[key], levels=(replace(levels[key], joint=joint),))
    return [*found.values()]
