"""What the figures of a page are drawn from: packed curves, and a profile."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from xpsfit.account.words import name_of
from xpsfit.depth import depth_profile
from xpsfit.depth.scale import scale_of
from xpsfit.fit.result import FitResult
from xpsfit.formula import parts_of
from xpsfit.plot.colors import element_colors, species_colors, state_colors
from xpsfit.rounding import below
from xpsfit.statements import evaluated
from xpsfit.writers.tables_profile import LIMIT, profile_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.results import LevelResult, SampleResult


def sample_data(result: SampleResult) -> dict[str, Any]:
    """Return regions, levels with their curves, and the profile of one sample.

    Energies are calibrated. Curves keep seven digits, which a screen does not show;
    tables hold the numbers at full precision.
    """
    regions = regions_of(result)
    palette = species_colors([result])
    return {
        "name": name_of(result.sample),
        "regions": [name_of(region) for region in regions],
        "levels": [
            {
                "label": level_label(level, result),
                "curves": [_curves(level, region, palette) for region in regions],
            }
            for level in result.levels
        ],
        "profile": _profile(result, palette) if has_profile(result) else None,
    }


def regions_of(result: SampleResult) -> tuple[str, ...]:
    """Return every region that was evaluated, in the order of first appearance."""
    return tuple(
        dict.fromkeys(
            one.region.name for level in result.levels for one in evaluated(level)
        )
    )


def has_profile(result: SampleResult) -> bool:
    """Return whether there are levels to draw amounts against."""
    return result.rate_nm_per_s is not None and len(result.levels) > 1


def level_label(level: LevelResult, result: SampleResult) -> str:
    """Return etch time and depth of a level in words."""
    if level.etch_time_s is None:
        return "surface"
    depth = "" if level.depth_nm is None else f", {level.depth_nm:.1f} nm"
    scale = scale_of(result)
    kind = f" ({scale.material}-equivalent)" if scale and not scale.layers else ""
    return f"{level.etch_time_s:g} s{depth}{kind if depth else ''}"


def _curves(
    level: LevelResult, region: str, palette: Mapping[str, str]
) -> dict[str, Any] | None:
    found = next((x for x in evaluated(level) if x.region.name == region), None)
    if found is None:
        return None
    data = found.region
    curves: dict[str, Any] = {
        "e": _packed(data.binding_energy_ev + level.charge.shift_ev),
        "y": _packed(data.counts_per_s),
        "b": _packed(found.background_cps),
        "f": None,
        "r": None,
        "parts": [],
    }
    if not isinstance(found, FitResult):
        return {**curves, "words": f"{_words(found.background)} background, no fit"}
    return {
        **curves,
        "f": _packed(found.envelope_cps),
        "r": _packed(found.residual_cps / data.sigma_cps),
        "words": _quality(found),
        "parts": [
            {
                "name": name_of(component.name),
                "color": palette[component.species],
                "index": index,
                "y": _packed(component.curve_cps),
                "absent": component.presence == "below_limit",
            }
            for index, component in enumerate(found.components)
        ],
    }


def _quality(fit: FitResult) -> str:
    quality = fit.quality
    chi = quality.reduced_chi_square
    judged = (
        "noise estimated from the data"
        if chi is None
        else f"reduced chi-square {chi:.2f}"
    )
    return (
        f"{_words(fit.model.background.kind)} background, {judged}, "
        f"Abbe {quality.abbe:.2f}"
    )


def _words(kind: str) -> str:
    return kind.replace("_", " ").capitalize().replace("shirley", "Shirley")


def _packed(values: FloatArray) -> str:
    single = np.ascontiguousarray(values, dtype="<f4")
    return base64.b64encode(single.tobytes()).decode("ascii")


def _profile(result: SampleResult, palette: Mapping[str, str]) -> dict[str, Any]:
    profile = depth_profile(result)
    table = profile_table(profile)
    columns = dict(zip(table.columns, zip(*table.rows, strict=True), strict=True))
    elements, states = element_colors(profile.elements), state_colors(result, palette)
    groups = (
        [(element, elements[element]) for element in profile.elements],
        [(state, states[state]) for state in profile.states],
    )
    scale = scale_of(result)
    equivalent = scale is not None and not scale.layers
    return {
        "time": columns["etch_time_s"],
        "depth": columns["depth_nm"],
        "depthName": (
            f"{scale.material}-equivalent depth"
            if scale is not None and equivalent
            else "Estimated depth"
        )
        + (" (rate assumed)" if scale is not None and scale.assumed else ""),
        "labels": [level_label(level, result) for level in result.levels],
        "charts": [
            [_line(columns, name, color) for name, color in group]
            for group in groups
            if group
        ],
    }


def _line(
    columns: Mapping[str, Sequence[Any]], name: str, color: str
) -> dict[str, Any]:
    """Return an element or state; where it is below detection, its limit and words."""
    limits = columns[f"{name}_at_percent{LIMIT}"]
    return {
        "name": name_of(name),
        "color": color,
        "values": columns[f"{name}_at_percent"],
        "errors": columns[f"{name}_at_percent_stderr"],
        "limits": limits,
        "words": [None if limit is None else below(limit) for limit in limits],
    }


def formulas_of(names: Iterable[str]) -> dict[str, list[tuple[str, bool]]]:
    """Return the names that hold formulas, in parts."""
    parts = {name: parts_of(name) for name in names}
    return {name: own for name, own in parts.items() if any(low for _, low in own)}


def names_in(result: SampleResult) -> set[str]:
    """Return the names of components and species, alone and behind their regions."""
    names = set()
    for level in result.levels:
        for fit in level.fits:
            for component in fit.components:
                names |= {component.name, component.species}
                names.add(f"{fit.region.name} {component.name}")
    return names
