"""Levels of a series on one energy axis: what NeXus wants as one array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.results import LevelResult

Measured = TypeVar("Measured")

# Windows of one grid differ by a few points at their ends; other grids share no point.
_LARGEST_UNION = 1.25


@dataclass(frozen=True, slots=True)
class Stack(Generic[Measured]):
    """What was measured at several levels, on one energy axis.

    Attributes
    ----------
    levels : tuple of LevelResult
    members : tuple
        One for each level.
    energy_ev : FloatArray, shape (points,)
        The energies of all members, measured scale, increasing.
    """

    levels: tuple[LevelResult, ...]
    members: tuple[Measured, ...]
    energy_ev: FloatArray

    def rows(
        self,
        energy_of: Callable[[Measured], FloatArray],
        values_of: Callable[[Measured], FloatArray],
    ) -> FloatArray:
        """Return values, shape (levels, points); NaN where a level has no point."""
        table = np.full((len(self.members), self.energy_ev.size), np.nan)
        for row, one in zip(table, self.members, strict=True):
            row[np.searchsorted(self.energy_ev, energy_of(one))] = values_of(one)
        return table


def stacked(
    found: Sequence[tuple[LevelResult, Measured]],
    energy_of: Callable[[Measured], FloatArray],
    kind_of: Callable[[Measured], Hashable],
) -> list[Stack[Measured]]:
    """Return what was found as stacks of one kind and one grid, in order.

    Parameters
    ----------
    found : sequence of (LevelResult, member)
    energy_of : callable
        Measured binding energies of a member in eV, increasing.
    kind_of : callable
        What members of one stack have in common.
    """
    kinds: dict[Hashable, list[tuple[LevelResult, Measured]]] = {}
    for pair in found:
        kinds.setdefault(kind_of(pair[1]), []).append(pair)
    stacks: list[Stack[Measured]] = []
    for pairs in kinds.values():
        axes = [energy_of(member) for _, member in pairs]
        union = np.unique(np.concatenate(axes))
        if union.size <= _LARGEST_UNION * max(axis.size for axis in axes):
            stacks.append(_stack(pairs, union))
            continue
        grids: dict[bytes, list[tuple[LevelResult, Measured]]] = {}
        for pair, axis in zip(pairs, axes, strict=True):
            grids.setdefault(axis.tobytes(), []).append(pair)
        stacks += [_stack(own, energy_of(own[0][1])) for own in grids.values()]
    return stacks


def _stack(
    pairs: Sequence[tuple[LevelResult, Measured]], energy_ev: FloatArray
) -> Stack[Measured]:
    levels, members = zip(*pairs, strict=True)
    return Stack(levels, members, energy_ev)
