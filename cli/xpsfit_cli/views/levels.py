"""Levels of a series: composition against etch time and depth, a row per level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.depth.scale import scale_of, scale_sentences
from xpsfit.gaps import WHOLE_LEVELS, gaps
from xpsfit.rounding import below, rounded
from xpsfit.sample_name import spoken
from xpsfit_cli.render import Grid
from xpsfit_cli.views.charge import charge_sentence
from xpsfit_cli.views.drift import drift_grid
from xpsfit_cli.views.interfaces import interface_grids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.results import IntegratedArea, LevelResult, SampleResult


def reader_warnings(result: SampleResult) -> list[str]:
    """Return once what the reader had to tolerate in the spectra of a sample."""
    found = dict.fromkeys(
        f"! {evaluated.region.name}: {warning}"
        for level in result.levels
        for evaluated in _evaluated(level)
        for warning in evaluated.region.spectrum.warnings
    )
    return list(found)


def _evaluated(level: LevelResult) -> list[FitResult | IntegratedArea]:
    return [*level.fits, *level.integrated]


def series_grids(result: SampleResult, *, states: bool) -> list[Grid]:
    """Return what a reader needs to see of a sputter series."""
    heading = Grid(
        f"{spoken(result.sample)}: {len(result.levels)} levels, "
        f"model {result.model.name}",
        below=(*result.warnings, *reader_warnings(result)),
    )
    return [
        heading,
        *level_grids(result, states=states),
        *interface_grids(result),
        drift_grid(result),
    ]


def level_grids(result: SampleResult, *, states: bool = False) -> list[Grid]:
    """Return the composition of every level, and the states where they are wanted.

    An empty cell is a region that was not measured or failed; ``< x`` is below the
    detection limit.
    """
    rows = [
        (
            *_position(level),
            *(_element(level, element) for element in _elements(result)),
        )
        for level in result.levels
    ]
    grid = Grid(
        "Composition against depth" if result.rate_nm_per_s else "Composition",
        (*_position_columns(result), *(f"{e}\n/ at%" for e in _elements(result))),
        rows,
        above=_conditions(result),
        below=_warnings(result),
        words=0,
    )
    return [grid, *(_states(result) if states else ())]


def _elements(result: SampleResult) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            amount.element
            for level in result.levels
            if level.composition is not None
            for amount in level.composition.elements
        )
    )


def _position_columns(result: SampleResult) -> tuple[str, ...]:
    etch = "etch time\n/ s"
    return (etch, "depth\n/ nm") if result.rate_nm_per_s else (etch,)


def _position(level: LevelResult) -> tuple[str, ...]:
    etch = "" if level.etch_time_s is None else f"{level.etch_time_s:g}"
    if level.depth_nm is None:
        return (etch,)
    depth = rounded(level.depth_nm, level.depth_nm_stderr)
    if level.depth_low_nm is not None and level.depth_high_nm is not None:
        depth += f" ({level.depth_low_nm:.0f}-{level.depth_high_nm:.0f})"
    return (etch, depth)


def linked_sentence(series: SeriesFit) -> str:
    """Return what the levels share and what each has of its own."""
    free = sum(p.state == "shared" for p in series.parameters)
    described = (
        ""
        if series.reduced_chi_square is None
        else f"; reduced chi-square {series.reduced_chi_square:.3f}"
    )
    return (
        f"all levels in one fit: {', '.join(series.shared)} shared ({free} "
        f"parameters); each level has {', '.join(series.per_level)}{described}"
    )


def _element(level: LevelResult, element: str) -> str:
    amounts = () if level.composition is None else level.composition.elements
    for amount in amounts:
        if amount.element == element:
            if not amount.detected:
                return below(amount.atomic_percent_upper_95)
            if len(amounts) == 1:
                return "100 by definition"
            return rounded(amount.atomic_percent, amount.atomic_percent_stderr)
    return ""


def _conditions(result: SampleResult) -> tuple[str, ...]:
    first = result.levels[0]
    lines = [charge_sentence(first.charge)]
    shifts = [level.charge.shift_ev for level in result.levels]
    if min(shifts) < max(shifts):
        lines.append(
            f"{_followed(result)}, {min(shifts):+.2f} to {max(shifts):+.2f} eV; "
            "drift.csv holds that of each level"
        )
    if result.series is not None:
        lines.append(linked_sentence(result.series))
    if (scale := scale_of(result)) is not None:
        lines += scale_sentences(scale)
    composition = next((v.composition for v in result.levels if v.composition), None)
    if composition is not None:
        lines.append(
            f"{composition.library} factors, KE^{composition.energy_exponent:g}, "
            f"transmission: {composition.transmission}; H and He are not counted"
        )
    lines.append(
        "errors are statistical; the one of the sensitivity factors, common to all "
        "levels, stands in composition.csv"
    )
    return tuple(line[:1].upper() + line[1:] for line in lines)


def _followed(result: SampleResult) -> str:
    """Return how the shift of a series moves from level to level."""
    own = [v for v in result.levels if v.charge.method not in ("carried", "none")]
    if len(own) > 1:
        return f"{len(own)} of {len(result.levels)} levels set their own shift"
    return "the shift follows what the regions agree on"


def _warnings(result: SampleResult) -> tuple[str, ...]:
    """Return every composition warning once, with the number of levels it is for."""
    counted: dict[str, int] = {}
    for level in result.levels:
        for warning in () if level.composition is None else level.composition.warnings:
            counted[warning] = counted.get(warning, 0) + 1
    warnings = [
        f"! {warning} ({number} of {len(result.levels)} levels)"
        for warning, number in counted.items()
    ]
    charge = dict.fromkeys(w for v in result.levels for w in v.charge.warnings)
    return (
        *(f"! {w}" for w in charge),
        *warnings,
        *_empty_cells(result),
        *_doubtful_fits(result),
    )


def _empty_cells(result: SampleResult) -> list[str]:
    """Return a line for each core level and reason that leaves cells empty."""
    grouped: dict[tuple[str, str], list[float]] = {}
    for gap in gaps(result):
        if gap.region in WHOLE_LEVELS:
            continue
        reason = gap.reason.removeprefix(f"{gap.region}: ")
        grouped.setdefault((gap.region, reason), []).append(gap.etch_time_s or 0.0)
    return [
        f"! no {region} at {_times(times)} s: {reason}"
        for (region, reason), times in grouped.items()
    ]


def _times(times: Sequence[float]) -> str:
    more = f" and {len(times) - 6} more" if len(times) > 6 else ""
    return ", ".join(f"{time:g}" for time in times[:6]) + more


def _doubtful_fits(result: SampleResult) -> list[str]:
    """Return for each region how many of its fits carry warnings."""
    counted: dict[str, list[bool]] = {}
    for level in result.levels:
        for evaluated in _evaluated(level):
            warned = bool(evaluated.warnings)
            counted.setdefault(evaluated.region.name, []).append(warned)
    return [
        f"! {region}: {sum(warned)} of {len(warned)} levels carry warnings, listed in "
        "fits.csv"
        for region, warned in counted.items()
        if any(warned)
    ]


def _states(result: SampleResult) -> list[Grid]:
    """Return one grid per region: its states in atomic percent, a row per level."""
    found: dict[str, dict[str, None]] = {}
    for level in result.levels:
        for state in () if level.composition is None else level.composition.states:
            found.setdefault(state.region, {})[state.component] = None
    return [
        Grid(
            f"{region} states",
            (*_position_columns(result), *(f"{name}\n/ at%" for name in names)),
            [
                (*_position(level), *(_state(level, region, name) for name in names))
                for level in result.levels
            ],
            words=0,
        )
        for region, names in found.items()
    ]


def _state(level: LevelResult, region: str, component: str) -> str:
    fitted = {
        (fit.region.name, c.name): c.presence
        for fit in level.fits
        for c in fit.components
    }
    for state in () if level.composition is None else level.composition.states:
        if (state.region, state.component) == (region, component):
            if fitted.get((region, component)) == "below_limit":
                return below(state.atomic_percent_upper_95)
            return rounded(state.atomic_percent, state.atomic_percent_stderr)
    return ""
