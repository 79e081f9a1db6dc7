"""What `selftest` takes for the truth: a model, or what was fitted to data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xpsfit.analysis import analyze
from xpsfit.errors import InputError, SeriesError
from xpsfit.gather import gather
from xpsfit.model import builtin_models, find_model
from xpsfit.readers import read_many
from xpsfit.sample_name import spoken
from xpsfit.simulate import Specimen, true_sample, truth_of_level
from xpsfit.simulate.truth import AL_KA_EV
from xpsfit_cli.prepare import chosen_spectra, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import SampleResult
    from xpsfit.settings import Settings
    from xpsfit.simulate import Truth
    from xpsfit.spectrum import Spectrum
    from xpsfit_cli.options import Choices, Selected
    from xpsfit_cli.simulated import Measuring


@dataclass(frozen=True, slots=True)
class Trial:
    """What is true, how it is fitted, and whether the truth is that of a model."""

    truth: Truth
    settings: Settings
    of_model: bool


def trial_of(
    target: str,
    measured: Measuring,
    choices: Choices,
    selected: Selected,
    etch_time_s: float | None,
) -> Trial:
    """Return the trial that the words of the command line mean.

    Raises
    ------
    click.UsageError
        If options do not go together.
    XpsFitError
        If the model, the file or its analysis cannot be used.
    """
    if target in builtin_models() or target.casefold().endswith(".toml"):
        if choices.count_time is not None:
            raise click.UsageError(
                "--count-time goes with measured data; give --dwell and --scans"
            )
        if etch_time_s is not None or selected.sample:
            raise click.UsageError("--etch-time and --sample go with measured data")
        return _of_model(target, measured, choices, selected)
    if given := measured.given():
        raise click.UsageError(
            f"{given[0]} goes with a model; {target} brings its own amounts and counts"
        )
    return _of_data(Path(target), choices, selected, etch_time_s)


def _of_model(
    target: str, measured: Measuring, choices: Choices, selected: Selected
) -> Trial:
    model = find_model(target)
    if selected.region:
        kept = tuple(r for r in model.regions if r.region in selected.region)
        model = replace(model, regions=kept)
    settings = settings_of(choices)
    specimen = Specimen(
        composition=measured.composition,
        areas=measured.areas,
        peak_cps=measured.peak_rate or Specimen().peak_cps,
        shift_ev=choices.shift or 0.0,
    )
    truth = true_sample(
        model,
        specimen,
        by_region=measured.plans([region.region for region in model.regions]),
        settings=settings,
        photon_energy_ev=choices.photon_energy or AL_KA_EV,
    )
    if settings.model is None:
        settings = replace(settings, model=model)
    return Trial(truth, settings, of_model=True)


def _of_data(
    path: Path, choices: Choices, selected: Selected, etch_time_s: float | None
) -> Trial:
    if not path.exists():
        raise InputError(
            f"{str(path)!r} is neither a shipped model ({', '.join(builtin_models())}) "
            "nor a file; give a model, a .toml file or measured spectra"
        )
    settings = settings_of(choices)
    found, unread = read_many([path])
    if unread and not found:
        raise InputError(unread[0].reason)
    spectra = chosen_spectra(choices, gather(found, purpose="surface"), selected)
    result = _one_sample(analyze(_one_level(spectra, etch_time_s), settings))
    truth = truth_of_level(result.levels[0], result.model, settings)
    settings = replace(settings, model=result.model)
    return Trial(truth, settings, of_model=False)


def _one_sample(results: Sequence[SampleResult]) -> SampleResult:
    if len(results) > 1:
        names = ", ".join(spoken(result.sample) for result in results)
        raise InputError(
            f"there are {len(results)} samples; choose with --sample: {names}"
        )
    return results[0]


def _one_level(
    spectra: Sequence[Spectrum], etch_time_s: float | None
) -> list[Spectrum]:
    """Return the spectra of one etch level, or all where there is only one."""
    times = sorted({s.etch_time_s for s in spectra if s.etch_time_s is not None})
    if etch_time_s is None and len(times) < 2:
        return list(spectra)
    chosen = [s for s in spectra if s.etch_time_s == etch_time_s]
    if chosen and etch_time_s is not None:
        return chosen
    listed = ", ".join(f"{time:g}" for time in times) or "none"
    raise SeriesError(f"choose one level with --etch-time; etch times in s: {listed}")
