"""NXfit: fits of one region, all levels of a series together.

Names of components are labels; the groups are numbered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.writers.hdf5 import (
    ArrayStore,
    Group,
    set_attributes,
    write_array,
    write_fixed_text,
)
from xpsfit.writers.nexus_data import (
    Rows,
    nexus_group,
    nothing_where_unknown,
    write_axes,
    write_choice,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.writers.nexus_stack import Stack

FUNCTIONS = {
    "gaussian": "Gaussian",
    "lorentzian": "Lorentzian",
    "voigt": "Voigt",
    "gl_sum": "Gaussian-Lorentzian Sum",
    "gl_product": "Gaussian-Lorentzian Product",
    "la": "Asymmetric Lorentzian",
    "doniach_sunjic": "Doniach-Sunjic",
}
"""What NXxps calls our line shapes; the others have names of our own."""

AREA_UNIT = "counts*eV/s"
BACKGROUNDS = {"linear": "Linear", "shirley": "Shirley", "tougaard": "Tougaard"}
"""What NXxps calls our backgrounds, by a word of their names."""


def kind_of_fit(fit: FitResult) -> tuple[object, ...]:
    """Return what fits of one stack have in common."""
    shapes = tuple((one.name, one.line_shape) for one in fit.components)
    return fit.region.name, fit.model.background.kind, shapes


def energies_of_fit(fit: FitResult) -> FloatArray:
    """Return the measured binding energies of a fit in eV."""
    return fit.region.binding_energy_ev


def write_fit(group: Group, stack: Stack[FitResult], arrays: ArrayStore) -> None:
    """Write the fits of a stack: data, fit, residuals, components and background."""
    first = stack.members[0]
    write_fixed_text(group, "label", first.region.name)
    group.attrs["default"] = "data"
    data = nexus_group(group, "data", "NXdata")
    axes = write_axes(data, stack.levels, stack.energy_ev, "input_independent")
    curves: dict[str, tuple[str, Callable[[FitResult], FloatArray]]] = {
        "input_dependent": ("Data", lambda fit: fit.region.counts_per_s),
        "fit_sum": ("Fit", lambda fit: fit.envelope_cps),
        "background": ("Background", lambda fit: fit.background_cps),
        "residual": ("Data minus fit", lambda fit: fit.residual_cps),
        "input_dependent_errors": ("1 sigma", lambda fit: fit.region.sigma_cps),
    }
    rows = Rows(arrays, stack, energies_of_fit)
    for name, (label, values_of) in curves.items():
        rows.write(data, name, values_of, "counts/s", label)
    write_fixed_text(data, "title", first.region.name)
    # One level is drawn on the scale that the tables use.
    drawn = ("energy_calibrated",) if len(axes) == 1 else axes
    set_attributes(
        data,
        {
            "signal": "input_dependent",
            "auxiliary_signals": ("fit_sum", "background", "residual"),
            "axes": drawn,
        },
    )
    for place in range(len(first.components)):
        _write_peak(nexus_group(group, f"peak_{place:02d}", "NXpeak"), rows, place)
    _write_background(nexus_group(group, "background_00", "NXpeak"), stack, data)
    _write_merit(group, stack)


def _write_peak(group: Group, rows: Rows[FitResult], place: int) -> None:
    stack = rows.stack
    first = stack.members[0].components[place]
    write_fixed_text(group, "label", first.name)
    data = nexus_group(group, "data", "NXdata")
    position = group.parent["data/input_independent"]
    data["position"] = position
    rows.write(
        data,
        "intensity",
        lambda fit: fit.components[place].curve_cps,
        "counts/s",
        first.name,
    )
    set_attributes(data, {"signal": "intensity", "axes": _axes(data, stack)})
    parts = [fit.components[place] for fit in stack.members]
    areas = nothing_where_unknown([part.area_cps_ev for part in parts])
    write_array(group, "total_area", areas, AREA_UNIT)
    percents = _percents(stack, first.name)
    write_array(group, "relative_atomic_concentration", percents, "%")
    function = nexus_group(group, "function", "NXfit_function")
    kind = FUNCTIONS.get(first.line_shape, first.line_shape)
    write_choice(function, "function_type", kind, FUNCTIONS.values())
    write_fixed_text(function, "description", first.line_shape)
    _write_parameters(nexus_group(function, "fit_parameters", "NXparameters"), parts)


def _axes(data: Group, stack: Stack[FitResult]) -> tuple[str, ...]:
    if len(stack.levels) == 1:
        return ("position",)
    data["etch_time"] = data.parent.parent["data/etch_time"]
    return "etch_time", "position"


def _percents(stack: Stack[FitResult], name: str) -> FloatArray:
    """Return the atomic percent of a component by level, NaN where there is none."""
    percents = np.full(len(stack.levels), np.nan)
    for index, (level, fit) in enumerate(zip(stack.levels, stack.members, strict=True)):
        for state in level.composition.states if level.composition else ():
            if (state.region, state.component) == (fit.region.name, name):
                percents[index] = state.atomic_percent
    return percents


def _write_parameters(group: Group, parts: list[FittedComponent]) -> None:
    """Write area, width and position by level; errors of one sigma beside them."""
    quantities = {
        "area": (AREA_UNIT, "area_cps_ev", "whole component, both lines"),
        "width": ("eV", "fwhm_ev", "full width at half maximum of one line"),
        "position": ("eV", "center_ev", "measured scale, major line of a doublet"),
    }
    for name, (unit, field, description) in quantities.items():
        values = nothing_where_unknown([getattr(part, field) for part in parts])
        errors = nothing_where_unknown(
            [getattr(part, f"{field}_stderr") for part in parts]
        )
        write_array(group, name, values, unit)
        set_attributes(group[name], {"description": description})
        write_array(group, f"{name}_errors", errors, unit)


def _write_background(group: Group, stack: Stack[FitResult], drawn: Group) -> None:
    kind = stack.members[0].model.background.kind
    write_fixed_text(group, "label", kind)
    data = nexus_group(group, "data", "NXdata")
    data["position"] = drawn["input_independent"]
    data["intensity"] = drawn["background"]
    set_attributes(data, {"signal": "intensity", "axes": _axes(data, stack)})
    function = nexus_group(group, "function", "NXfit_function")
    named = (name for word, name in BACKGROUNDS.items() if word in kind)
    write_choice(function, "function_type", next(named, kind), BACKGROUNDS.values())
    write_fixed_text(function, "description", kind)


def _write_merit(group: Group, stack: Stack[FitResult]) -> None:
    merits = {
        "reduced_chi_square": "reduced chi-square",
        "abbe": "Abbe value of the residuals, 1 where they are white",
    }
    for name, metric in merits.items():
        values = [getattr(fit.quality, name) for fit in stack.members]
        target = f"figure_of_merit_{name}"
        # A number without a unit: the validator takes even "1" for one.
        group.create_dataset(target, data=nothing_where_unknown(values))
        set_attributes(group[target], {"metric": metric})
