"""The data of a series: one sheet per core level and energy grid, levels in rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.spectrum import Region

    IntArray = npt.NDArray[np.intp]

# Energies that agree to this are one grid.
SAME_EV = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The levels of one core level that were measured at the same energies.

    Attributes
    ----------
    region : int
        Which region of the layout.
    levels : array of int, shape (N,)
        Increasing.
    energy_ev : FloatArray, shape (n,)
        Measured scale.
    target_cps : FloatArray, shape (N, n)
        Data less a static background where there is one.
    weight : FloatArray, shape (N, n)
        1 / sigma; 0 outside the window.
    time_s : FloatArray, shape (N,)
        By which rates become counts; NaN where the noise is not that of counts.
    static_cps : FloatArray or None, shape (N, n)
        What was taken off.
    """

    region: int
    levels: IntArray
    energy_ev: FloatArray
    target_cps: FloatArray
    weight: FloatArray
    time_s: FloatArray
    static_cps: FloatArray | None = None

    def of(self, chosen: IntArray) -> Sheet:
        """Return the rows of some levels; these must increase."""
        rows = np.flatnonzero(np.isin(self.levels, chosen))
        return replace(
            self,
            levels=self.levels[rows],
            target_cps=self.target_cps[rows],
            weight=self.weight[rows],
            time_s=self.time_s[rows],
            static_cps=None if self.static_cps is None else self.static_cps[rows],
        )

    def place(self, row: int) -> slice:
        """Return the points of a level that lie inside its window."""
        inside = np.flatnonzero(self.weight[row])
        return slice(int(inside[0]), int(inside[-1]) + 1)


def sheets_of(
    region: int,
    cuts: Mapping[int, Region],
    static_cps: Mapping[int, FloatArray] | None = None,
) -> list[Sheet]:
    """Return the data of one core level as sheets.

    Parameters
    ----------
    region : int
    cuts : mapping of int to Region
        By level, the points inside the window.
    static_cps : mapping of int to FloatArray, optional
        Backgrounds that were drawn first.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for level, cut in cuts.items():
        energy = cut.spectrum.binding_energy_ev
        key = (energy.size, round(float(energy[0]) / (10.0 * SAME_EV)))
        groups.setdefault(key, []).append(level)
    return [
        _sheet(region, same, cuts, static_cps or {})
        for levels in groups.values()
        for same in _alike(levels, cuts)
    ]


def _alike(levels: Sequence[int], cuts: Mapping[int, Region]) -> list[list[int]]:
    """Return the levels by the whole of their energies."""
    found: list[list[int]] = []
    for level in levels:
        energy = cuts[level].spectrum.binding_energy_ev
        for group in found:
            other = cuts[group[0]].spectrum.binding_energy_ev
            if energy is other or np.abs(energy - other).max() < SAME_EV:
                group.append(level)
                break
        else:
            found.append([level])
    return found


def _sheet(
    region: int,
    levels: Sequence[int],
    cuts: Mapping[int, Region],
    static_cps: Mapping[int, FloatArray],
) -> Sheet:
    ordered = sorted(levels)
    whole = cuts[ordered[0]].spectrum.binding_energy_ev
    starts = [
        int(np.argmin(np.abs(whole - cuts[level].binding_energy_ev[0])))
        for level in ordered
    ]
    sizes = [cuts[level].binding_energy_ev.size for level in ordered]
    first = min(starts)
    last = max(start + size for start, size in zip(starts, sizes, strict=True))
    target = np.zeros((len(ordered), last - first))
    weight = np.zeros_like(target)
    drawn = np.zeros_like(target) if static_cps else None
    for row, (level, start, size) in enumerate(
        zip(ordered, starts, sizes, strict=True)
    ):
        place = slice(start - first, start - first + size)
        target[row, place] = cuts[level].counts_per_s
        if drawn is not None:
            drawn[row, place] = static_cps[level]
            target[row, place] -= static_cps[level]
        weight[row, place] = 1.0 / cuts[level].sigma_cps
    return Sheet(
        region,
        np.array(ordered, dtype=np.intp),
        whole[first:last],
        target,
        weight,
        np.array([_time_s(cuts[level]) for level in ordered]),
        drawn,
    )


def _time_s(cut: Region) -> float:
    if cut.noise == "residual":
        return math.nan
    return cut.spectrum.count_time_s or math.nan
