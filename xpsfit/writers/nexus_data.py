"""NXdata groups that viewers draw by themselves: spectra and the composition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from xpsfit.writers.hdf5 import (
    ArrayStore,
    Group,
    new_group,
    set_attributes,
    write_fixed_text,
    write_plot_array,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.results import ElementAmount, LevelResult, SampleResult
    from xpsfit.spectrum import Spectrum
    from xpsfit.writers.nexus_stack import Stack

Measured = TypeVar("Measured")

ENERGY_NAME = "Binding energy as measured (eV)"
CALIBRATED_NAME = "Binding energy, calibrated (eV)"
TIME_NAME = "Etch time (s)"
UNIT_OF_INTENSITY = {"counts_per_s": "counts/s", "counts": "counts", "arbitrary": "1"}


def nexus_group(parent: Group, name: str, nx_class: str) -> Group:
    """Return a new group of a NeXus class."""
    group = new_group(parent, name)
    set_attributes(group, {"NX_class": nx_class})
    return group


def nothing_where_unknown(values: Sequence[float | None]) -> FloatArray:
    """Return numbers, NaN for None."""
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def write_choice(group: Group, name: str, value: str, known: Collection[str]) -> None:
    """Write one of the values of an open list, or one of our own, marked as such."""
    write_fixed_text(group, name, value)
    if value not in known:
        group[name].attrs["custom"] = True


def write_levels(group: Group, levels: Sequence[LevelResult]) -> None:
    """Write etch time and depth of the levels of a series, and their shifts."""
    if levels[0].etch_time_s is None:
        return
    times = nothing_where_unknown([level.etch_time_s for level in levels])
    depths = nothing_where_unknown([level.depth_nm for level in levels])
    shifts = nothing_where_unknown([level.charge.shift_ev for level in levels])
    write_plot_array(group, "etch_time", times, "s", TIME_NAME)
    write_plot_array(group, "depth", depths, "nm", "Ta2O5-equivalent depth (nm)")
    write_plot_array(group, "charge_shift", shifts, "eV", "Added to the energies (eV)")


def write_axes(
    group: Group, levels: Sequence[LevelResult], energy_ev: FloatArray, name: str
) -> tuple[str, ...]:
    """Write the axes of spectra and return the names of those that span the array.

    `name` is the axis as measured. ``energy_calibrated`` stands beside it: of one level
    as a list, of a series as one row for each level.
    """
    write_plot_array(group, name, energy_ev, "eV", ENERGY_NAME)
    shifts = np.array([level.charge.shift_ev for level in levels])
    calibrated = energy_ev + shifts[:, np.newaxis]
    if len(levels) == 1:
        calibrated = calibrated[0]
    write_plot_array(group, "energy_calibrated", calibrated, "eV", CALIBRATED_NAME)
    write_levels(group, levels)
    return (name,) if len(levels) == 1 else ("etch_time", name)


@dataclass(frozen=True, slots=True)
class Rows(Generic[Measured]):
    """Writes curves of a stack: a table of a series, a link for a single level."""

    arrays: ArrayStore
    stack: Stack[Measured]
    energy_of: Callable[[Measured], FloatArray]

    def write(
        self,
        group: Group,
        name: str,
        values_of: Callable[[Measured], FloatArray],
        unit: str,
        label: str,
    ) -> None:
        """Write what `values_of` returns for every member."""
        long_name = f"{label} ({unit})"
        if len(self.stack.members) > 1:
            table = self.stack.rows(self.energy_of, values_of)
            write_plot_array(group, name, table, unit, long_name)
            return
        self.arrays.link(group, name, values_of(self.stack.members[0]), unit)
        set_attributes(group[name], {"long_name": long_name})


def write_spectra(group: Group, stack: Stack[Spectrum], arrays: ArrayStore) -> None:
    """Write spectra as stored, a row for each level of a series."""
    first = stack.members[0]
    axes = write_axes(group, stack.levels, stack.energy_ev, "energy")
    group["energy"].attrs["type"] = "binding"
    unit = UNIT_OF_INTENSITY[first.intensity_unit]
    rows = Rows(arrays, stack, lambda one: one.binding_energy_ev)
    rows.write(group, "data", lambda one: one.intensity, unit, "Intensity")
    set_attributes(group, {"signal": "data", "axes": axes})
    group.attrs["energy_indices"] = len(axes) - 1
    if len(axes) == 2:
        group.attrs["etch_time_indices"] = 0
    write_fixed_text(group, "title", first.region)


def write_composition(group: Group, result: SampleResult) -> bool:
    """Write atomic percent by element, and return whether there is any.

    Of a series it is drawn against depth, of a surface against the elements.
    """
    amounts: dict[str, list[tuple[int, ElementAmount]]] = {}
    for index, level in enumerate(result.levels):
        for row in level.composition.elements if level.composition else ():
            amounts.setdefault(row.element, []).append((index, row))
    if not amounts:
        return False
    table = np.full((3, len(amounts), len(result.levels)), np.nan)
    for place, found in enumerate(amounts.values()):
        for index, row in found:
            limit = np.nan if row.detected else row.atomic_percent_upper_95
            table[:, place, index] = (
                row.atomic_percent,
                row.atomic_percent_stderr,
                limit,
            )
    write_levels(group, result.levels)
    names = [f"element_{place:02d}" for place in range(len(amounts))]
    for name, element, (values, errors, limits) in zip(
        names, amounts, table.transpose(1, 0, 2), strict=True
    ):
        write_plot_array(group, name, values, "%", f"{element} (at%)")
        write_plot_array(group, f"{name}_errors", errors, "%", f"{element}, 1 sigma")
        if np.isfinite(limits).any():
            words = f"{element}, upper limit at 95 % where it is below detection"
            write_plot_array(group, f"{name}_upper_limit", limits, "%", words)
    set_attributes(group, {"signal": names[0], "axes": ("depth",)})
    write_fixed_text(group, "title", "Composition")
    if result.rate_nm_per_s is None:
        set_attributes(group, {"axes": (".",)})
    if names[1:]:
        set_attributes(group, {"auxiliary_signals": tuple(names[1:])})
    return True
