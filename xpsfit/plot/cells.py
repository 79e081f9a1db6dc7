"""What a figure finds at one level: fits and integrated areas, by core level."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from xpsfit.fit.result import FitResult
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xpsfit.results import LevelResult

Cell: TypeAlias = FitResult | IntegratedArea

USUAL_ORDER = ("C 1s", "O 1s", "Al 2p", "Li 1s")


def cells(level: LevelResult) -> tuple[Cell, ...]:
    """Return everything that was evaluated at a level."""
    return (*level.fits, *level.integrated)


def cell(level: LevelResult, region: str) -> Cell | None:
    """Return what is known of a core level at one level, or None."""
    return next((c for c in cells(level) if c.region.name == region), None)


def region_order(levels: Iterable[LevelResult]) -> list[str]:
    """Return the core levels found: C 1s, O 1s, Al 2p, Li 1s, then by energy."""
    top_ev: dict[str, float] = {}
    for level in levels:
        for found in cells(level):
            top_ev.setdefault(
                found.region.name, float(found.region.binding_energy_ev[-1])
            )
    usual = [name for name in USUAL_ORDER if name in top_ev]
    others = sorted(set(top_ev) - set(usual), key=lambda name: (-top_ev[name], name))
    return usual + others
