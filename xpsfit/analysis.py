"""From spectra to results: surfaces, and sputter series level by level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.candidates import check_keep
from xpsfit.depth.conflicts import series_levels
from xpsfit.depth.place import with_depth
from xpsfit.errors import FitError, ModelError
from xpsfit.grouping import (
    Surface,
    choose_model,
    core_levels,
    foreign_names,
    positions_of,
    samples_of,
    surveys_of,
)
from xpsfit.linked import LinkedSeries
from xpsfit.reference import taken_over, unfounded
from xpsfit.sample_failures import SampleFailures
from xpsfit.settings import Settings
from xpsfit.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.depth.series import EtchLevel
    from xpsfit.model.types import PeakModel
    from xpsfit.reference import Reference
    from xpsfit.results import (
        Failure,
        SampleResult,
    )
    from xpsfit.spectrum import Spectrum


def analyze(
    spectra: Sequence[Spectrum],
    settings: Settings | None = None,
    *,
    on_failure: Callable[[Failure], None] | None = None,
) -> list[SampleResult]:
    """Return fits and composition of every sample among `spectra`.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Any number of samples. Positions and angles of a sample are results of their
        own, ``"name (30 deg)"``; so are repeated measurements of one core level,
        ``"name #2"`` and so on. Different etch times become levels of one sample.
    settings : Settings, optional
        The house's defaults if omitted.
    on_failure : callable, optional
        Called with each sample that has no result, while others have one. Without it
        such a sample is an error.

    Returns
    -------
    list of SampleResult
        In the order of the file. Regions that fail are listed in the result.

    Raises
    ------
    CalibrationError
        If no sample can carry the charge reference that was asked for.
    QuantificationError
        If no spectrum is that of a core level.
    SeriesError
        If some spectra of a sample have etch times and others not.
    """
    settings = settings or Settings()
    samples = SampleFailures(on_failure)
    model = _model(spectra, settings)
    for sample, own in samples_of(spectra).items():
        core: list[Spectrum] = []
        with samples.one(sample):
            core, notes = core_levels(sample, own)
            notes += _unasked(core, model, settings)
        for name, position in positions_of(sample, core):
            with samples.one(name):
                levels = _levels_or_surface(name, position)
                walk = Walk(name, position, settings, model)
                result = walk.run(levels, None, None, notes)
                samples.results.append(replace(result, surveys=surveys_of(own)))
    return samples.finished()


def _model(spectra: Sequence[Spectrum], settings: Settings) -> PeakModel:
    """Return the chosen model, with the chosen background."""
    model = settings.model or choose_model(spectra)
    if settings.background is None:
        return model
    return model.with_background(settings.background)


def _unasked(
    core: Sequence[Spectrum], model: PeakModel, settings: Settings
) -> list[str]:
    """Return what there is to say of a model that nobody chose."""
    return foreign_names(core, model) if settings.model is None else []


def _with_reference(
    model: PeakModel, reference: Reference, settings: Settings
) -> tuple[SampleResult, PeakModel, list[str]]:
    """Return the reference sample, the model with what it shows, and notes."""
    alone = replace(settings, model=model)
    results = analyze(reference.spectra, alone)
    if len(results) > 1:
        names = ", ".join(result.sample for result in results)
        raise ModelError(
            f"the reference file holds {len(results)} samples ({names}); give one that "
            "holds a single surface"
        )
    (known,) = results
    changed, states = taken_over(model, known, reference.states, held=reference.held)
    note = (
        f"positions and shapes of {', '.join(states)} are those of the reference "
        f"sample {known.sample}"
    )
    doubts = [
        reason
        for full, reason in unfounded(model, known).items()
        if not reference.states
        or any(f" {full}".endswith(f" {name}") for name in reference.states)
    ]
    return known, changed, [note, *doubts]


def _without_effect(model: PeakModel) -> list[str]:
    return [NOT_IN_SERIES] if model.shared else []


def _levels_or_surface(
    name: str, position: Sequence[Spectrum]
) -> Sequence[EtchLevel | Surface]:
    times = {s.etch_time_s for s in position}
    if len(times) == 1:
        return (Surface(position[0].etch_time_s, tuple(position)),)
    return series_levels(name, position)


def analyze_series(
    spectra: Sequence[Spectrum],
    settings: Settings | None = None,
    *,
    reference: Reference | None = None,
    on_level: Callable[[int, int], None] | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> list[SampleResult]:
    """Return the analysis of every sputter series among `spectra`.

    The first level fixes the charge shift. Then all levels are one fit
    (`xpsfit.fit.series`): lines and background steps are common to them, areas are
    those of each level, and the scale moves by what its regions agree on. With
    ``link="carried"`` each level is a fit of its own that starts where the one before
    ended, while prior knowledge stays that of the model.

    Parameters
    ----------
    spectra : sequence of Spectrum
        All levels of all core levels; several samples, positions or angles make
        several results.
    settings : Settings, optional
        The house's defaults if omitted.
    reference : Reference, optional
        A sample whose positions and shapes are taken over (`xpsfit.reference`).
    on_level : callable, optional
        Called with (levels done, levels in all) after each level.
    on_failure : callable, optional
        As in `analyze`.

    Returns
    -------
    list of SampleResult
        With depths. A region missing or failing at a level leaves that level without
        it.

    Raises
    ------
    SeriesError
        If the spectra are not a sputter series.
    CalibrationError
        If the first level cannot carry the charge reference that was asked for.
    QuantificationError
        If intensities must not be combined.
    ModelError
        If the reference sample does not show what is asked of it.
    """
    settings = settings or Settings()
    samples = SampleFailures(on_failure)
    model = _model(spectra, settings)
    known: SampleResult | None = None
    taken = _without_effect(model)
    if reference is not None:
        known, model, notes = _with_reference(model, reference, settings)
        taken += notes
    plans = []
    for sample, own in samples_of(spectra).items():
        with samples.one(sample):
            core, notes = core_levels(sample, own)
            levels = series_levels(sample, core)
            plans.append((sample, core, notes, levels, surveys_of(own)))
    in_all = sum(len(levels) for *_, levels, _ in plans)
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if on_level is not None:
            on_level(done, in_all)

    for sample, core, notes, levels, surveys in plans:
        with samples.one(sample, levels):
            check_keep(settings.keep or (), model)
            result: SampleResult | None = None
            remarks = [*notes, *taken, *_unasked(core, model, settings)]
            rate = settings.depth_rate_nm_per_s
            joint = settings.link == "joint" and len(levels) > 1
            if joint and settings.charge_method != "carry":
                remarks.append(f"{READ_ALONE}; {LEVEL_BY_LEVEL}")
            elif joint:
                try:
                    whole = LinkedSeries(sample, core, levels, settings, model)
                    result = whole.run(rate, count, remarks)
                except FitError as error:
                    remarks.append(f"{error}; {LEVEL_BY_LEVEL}")
            if result is None:
                walk = Walk(sample, core, settings, model)
                result = walk.run(levels, rate, count, remarks)
            result = replace(result, surveys=surveys, reference=known)
            samples.results.append(with_depth(result, settings))
    return samples.finished()


NOT_IN_SERIES = (
    "the [[shared]] tables of the model tie surfaces; they have no effect on the "
    "levels of a series"
)
READ_ALONE = (
    "the charge shift of every level is read from fits that know nothing of the others"
)
LEVEL_BY_LEVEL = "so each level was fitted by itself, starting from the one before"
