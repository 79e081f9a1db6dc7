"""Fits of a sample: one grid per core level, then its composition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.rounding import area_or_limit, below, rounded
from xpsfit.sample_name import spoken
from xpsfit_cli.render import Grid
from xpsfit_cli.views.backgrounds import (
    background_words,
    conditions_words,
    one_point_words,
)
from xpsfit_cli.views.candidates import candidates_grid
from xpsfit_cli.views.charge import charge_sentence
from xpsfit_cli.views.levels import level_grids, reader_warnings
from xpsfit_cli.views.parameters import parameters_grid
from xpsfit_cli.views.species import joint_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.fit.result import FitResult, FittedComponent, FittedParameter
    from xpsfit.results import (
        Composition,
        ElementAmount,
        LevelResult,
        SampleResult,
        StateAmount,
    )

MARKS = {"fixed": "f", "linked": "l", "at_bound": "b"}
PRIOR = "p"
LEGEND = {
    "p": "p rests on prior knowledge more than on these data",
    "f": "f fixed by the model",
    "l": "l linked to another component",
    "b": "b ended on a bound, so no error",
}
COMPONENT_COLUMNS = (
    "component",
    "center\n/ eV",
    "FWHM\n/ eV",
    "area\n/ (counts/s eV)",
    "share\n/ %",
    "amount\n/ at%",
)
COMPOSITION_COLUMNS = (
    "element",
    "region",
    "area\n/ (counts/s eV)",
    "sensitivity",
    "T",
    "amount\n/ at%",
    "systematic\n/ at%",
)
NOISE_WORDS = {
    "poisson": "counting noise",
    "poisson_model": "counting noise of the fitted curve (few counts)",
    "residual": "noise estimated from the data",
}


def fit_grids(result: SampleResult, *, parameters: bool = False) -> list[Grid]:
    """Return what a reader needs to see of the fits of one sample.

    Parameters
    ----------
    result : SampleResult
    parameters : bool
        Whether every fit parameter is listed with its bounds, and every level of a
        series is shown in full.
    """
    heading = Grid(
        f"{spoken(result.sample)}: model {result.model.name}",
        below=(*result.warnings, *reader_warnings(result)),
    )
    if len(result.levels) > 1 and not parameters:
        return [heading, *level_grids(result)]
    grids = [heading]
    for level in result.levels:
        grids += _level(level, parameters)
    return grids


def _level(level: LevelResult, parameters: bool) -> Iterator[Grid]:
    etched = level.etch_time_s is not None
    yield Grid(
        f"etch time {level.etch_time_s:g} s" if etched else "",
        above=(
            _capital(charge_sentence(level.charge)),
            *(f"! {w}" for w in level.charge.warnings),
        ),
    )
    for fit in level.fits:
        yield _fit(level, fit)
        if parameters:
            yield parameters_grid(fit)
    candidates = candidates_grid(level)
    if candidates is not None:
        yield candidates
    if level.integrated:
        yield _integrated(level)
    if level.joint is not None:
        yield joint_grid(level.joint, level.composition)
    if level.composition is not None:
        yield _composition(level.composition)


def _fit(level: LevelResult, fit: FitResult) -> Grid:
    states = _states(fit)
    amounts = {
        s.component: s
        for s in (() if level.composition is None else level.composition.states)
        if s.region == fit.region.name
    }
    rows = [
        _component(c, level.charge.shift_ev, states, amounts.get(c.name))
        for c in fit.components
    ]
    used = {cell[-1] for row in rows for cell in row[1:3] if cell[-1] in LEGEND}
    legend = "; ".join(text for mark, text in LEGEND.items() if mark in used)
    return Grid(
        fit.region.name,
        COMPONENT_COLUMNS,
        rows,
        above=(
            _conditions(level, fit),
            *one_point_words(fit.drawn),
            _quality(fit),
            *_restarts(fit),
        ),
        below=(*([legend] if legend else []), *(f"! {w}" for w in fit.warnings)),
    )


def _states(fit: FitResult) -> dict[str, str]:
    return {p.name: _mark(p) for p in fit.parameters}


def _mark(parameter: FittedParameter) -> str:
    """Return the mark of a value that the data alone did not find.

    A variance above half that of the prior means that the prior weighs more.
    """
    if (
        parameter.stderr is not None
        and parameter.state in {"free", "bounded"}
        and parameter.stderr**2 > parameter.spread**2 / 2.0
    ):
        return PRIOR
    return MARKS.get(parameter.state, "")


def _component(
    component: FittedComponent,
    shift_ev: float,
    states: dict[str, str],
    amount: StateAmount | None,
) -> tuple[str, ...]:
    name = component.name
    center = rounded(component.center_ev + shift_ev, component.center_ev_stderr)
    fwhm = rounded(component.fwhm_ev, component.fwhm_ev_stderr)
    area = rounded(component.area_cps_ev, component.area_cps_ev_stderr, decimals=1)
    share = atomic = "-"
    if amount is not None:
        share = rounded(
            100.0 * amount.region_fraction,
            100.0 * amount.region_fraction_stderr,
            decimals=1,
        )
        atomic = rounded(amount.atomic_percent, amount.atomic_percent_stderr)
    if component.presence == "below_limit":
        area, share = below(component.area_upper_95_cps_ev), "-"
        atomic = "-" if amount is None else below(amount.atomic_percent_upper_95)
    return (
        name,
        f"{center} {states.get(f'{name}.center_ev', '')}".strip(),
        f"{fwhm} {states.get(f'{name}.fwhm_ev', '')}".strip(),
        area,
        share,
        atomic,
    )


def _conditions(level: LevelResult, fit: FitResult) -> str:
    shift = level.charge.shift_ev
    noise = NOISE_WORDS[fit.region.noise]
    return (
        f"{conditions_words(fit)}, {fit.low_ev + shift:.2f} to "
        f"{fit.high_ev + shift:.2f} eV, {fit.quality.points} points, {noise}"
    )


def _quality(fit: FitResult) -> str:
    quality = fit.quality
    prior = quality.free_parameters - quality.effective_parameters > 0.05
    determined = (
        f", of which the data determine {quality.effective_parameters:.1f}"
        if prior
        else ""
    )
    reduced = quality.reduced_chi_square
    chi_square = (
        "no chi-square without counts"
        if reduced is None
        else f"reduced chi-square {reduced:.2f} (1 is counting noise alone)"
    )
    return (
        f"{'' if fit.converged else 'NOT CONVERGED; '}{chi_square}, "
        f"Abbe {quality.abbe:.2f} (1 is no structure left), "
        f"{quality.free_parameters} free parameters{determined}"
    )


def _restarts(fit: FitResult) -> tuple[str, ...]:
    found = fit.uniqueness
    if found is None:
        return ()
    drawn = f"{found.restarts} random starts (seed {found.seed})"
    if not found.unique:
        return (f"{drawn}: {found.minima} different minima as good as the best",)
    return (f"{drawn}: no other minimum as good as this one",)


def _integrated(level: LevelResult) -> Grid:
    shift = level.charge.shift_ev
    rows = [
        (
            i.region.name,
            background_words(i.background),
            f"{i.low_ev + shift:.2f} to {i.high_ev + shift:.2f}",
            area_or_limit(i.area_cps_ev, i.area_cps_ev_stderr, detected=i.detected),
        )
        for i in level.integrated
    ]
    warnings = [f"! {i.region.name}: {w}" for i in level.integrated for w in i.warnings]
    return Grid(
        "Regions without a peak model, integrated",
        ("region", "background", "window\n/ eV", "area\n/ (counts/s eV)"),
        rows,
        below=tuple(warnings),
        words=2,
    )


def _composition(composition: Composition) -> Grid:
    conditions = (
        f"{composition.library} factors, KE^{composition.energy_exponent:g}, "
        f"transmission: {composition.transmission}; a homogeneous sample is assumed, "
        "H and He are not counted"
    )
    return Grid(
        "Composition",
        COMPOSITION_COLUMNS,
        [
            _element(amount, alone=len(composition.elements) == 1)
            for amount in composition.elements
        ],
        above=(conditions,),
        below=tuple(f"! {w}" for w in composition.warnings),
        words=2,
    )


def _element(amount: ElementAmount, *, alone: bool) -> tuple[str, ...]:
    other = amount.sensitivity_level != amount.region
    factor = f"{amount.sensitivity_factor:.4g}"
    return (
        amount.element,
        amount.region,
        area_or_limit(
            amount.area_cps_ev, amount.area_cps_ev_stderr, detected=amount.detected
        ),
        f"{factor} ({amount.sensitivity_level})" if other else factor,
        f"{amount.transmission:.3g}",
        *_percent(amount, alone=alone),
    )


def _percent(amount: ElementAmount, *, alone: bool) -> tuple[str, str]:
    """Return atomic percent and systematic error as they are stated."""
    if not amount.detected:
        return below(amount.atomic_percent_upper_95), "-"
    if alone:
        return "100 by definition", "-"
    return (
        rounded(amount.atomic_percent, amount.atomic_percent_stderr),
        f"± {amount.atomic_percent_systematic:.2g}",
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
