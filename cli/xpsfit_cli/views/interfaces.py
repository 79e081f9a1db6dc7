"""Interfaces and buried layers of a series, a row for each that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.rounding import rounded
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit.depth.types import Interface
    from xpsfit.results import SampleResult

_COLUMNS = (
    "",
    "",
    "position\n/ s",
    "depth\n/ nm",
    "width\n/ s",
    "width\n/ nm",
    "asymmetry",
    "midpoint\n/ s",
    "gone\n/ s",
    "share < 5 %\n/ s",
)
_LEGEND = (
    "Step: middle, and width from 16 to 84 %; midpoint: halfway from the first to the "
    "last level. Layer: centroid and FWHM; gone: below detection."
)


def interface_grids(result: SampleResult) -> list[Grid]:
    """Return the table of interfaces; what holds none is named below it."""
    if not result.interfaces:
        return []
    found = [one for one in result.interfaces if one.kind != "none"]
    others = [one.quantity for one in result.interfaces if one.kind == "none"]
    below = [f"! {one.quantity}: {one.note}" for one in found if one.note]
    if others:
        below.append(f"neither step nor layer: {', '.join(others)} (interfaces.csv)")
    return [
        Grid(
            "Interfaces",
            _COLUMNS,
            [_row(one) for one in found],
            above=(_LEGEND,) if found else (),
            below=tuple(below),
            words=2,
        )
    ]


def _row(one: Interface) -> tuple[str, ...]:
    return (
        one.quantity,
        one.kind,
        _number(one.position_s, one.position_s_stderr),
        _number(one.depth_nm, one.depth_nm_stderr),
        _number(one.width_s, one.width_s_stderr),
        _number(one.width_nm, one.width_nm_stderr),
        _number(one.asymmetry, one.asymmetry_stderr),
        _number(one.midpoint_s, one.midpoint_s_stderr),
        _number(one.gone_s, one.gone_s_stderr),
        _number(one.below_5_percent_s, one.below_5_percent_s_stderr),
    )


def _number(value: float | None, stderr: float | None) -> str:
    return "" if value is None else rounded(value, stderr)
