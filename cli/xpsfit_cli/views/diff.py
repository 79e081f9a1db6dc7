"""In what two results differ: choices first, then the numbers that moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.rounding import below, rounded
from xpsfit.sample_name import spoken
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xpsfit.difference import Difference, Differing, Moved

SHOWN = 12
"""Rows of a table without -v."""
MOST_CHARACTERS = 48
"""Of a choice, without -v."""
CALIBRATED = "positions (center_ev) are those after the charge shift"
AMOUNTS = {"element", "state", "species"}


def diff_grids(
    found: Difference, first: str, second: str, *, every: bool
) -> list[Grid]:
    """Return a table for each way in which the results differ.

    Parameters
    ----------
    found : Difference
    first, second : str
        What the two are called.
    every : bool
        Show every number that moved, not those that moved most.
    """
    amounts = [m for m in found.moves if m.kind in AMOUNTS]
    shifts = [m for m in found.moves if m.kind == "charge"]
    others = [m for m in found.moves if m.kind not in {*AMOUNTS, "charge"}]
    if found.empty:
        return [Grid(f"{first} and {second}", above=("No difference",))]
    grids = [
        Grid(f"A is {first}, B is {second}"),
        _choices("Inputs", found.inputs, every=every),
        _choices("Versions", found.versions, every=every),
        _choices("Settings", found.settings, every=every),
        _choices("Statements", found.statements, every=every),
        _choices("Peak model", found.model, every=every),
        _choices("Only in one of them", found.missing, every=every),
        _moves("Charge shift", shifts, "", every=every),
        _moves("Parameters", others, "", every=every, note=CALIBRATED),
        _moves("Amounts", amounts, "\n/ at%", every=every),
        _profile(found, every=every),
    ]
    return [grid for grid in grids if grid.rows or grid is grids[0]]


def _choices(title: str, found: Sequence[Differing], *, every: bool) -> Grid:
    texts = [(entry.name, entry.first or "-", entry.second or "-") for entry in found]
    rows = texts if every else [_shortened(*row) for row in texts]
    cut = rows != texts
    below_it = ("shortened; -v shows all",) if cut else ()
    return Grid(title, ("", "A", "B"), rows, below=below_it, words=3)


def _shortened(name: str, first: str, second: str) -> tuple[str, str, str]:
    """Return a row that fits a line, unless that hides what differs."""
    one, other = _short(first), _short(second)
    return (name, first, second) if one == other else (name, one, other)


def _short(text: str) -> str:
    """Return a text without its middle where three of its kind fill a line."""
    if len(text) <= MOST_CHARACTERS:
        return text
    half = MOST_CHARACTERS // 2
    return f"{text[: half - 1]}…{text[-half:]}"


def _names(samples: Iterable[str], *, every: bool) -> dict[str, str]:
    """Return what samples are called, shortened unless that makes two of them one."""
    full = {sample: spoken(sample) for sample in samples}
    short = {sample: _short(name) for sample, name in full.items()}
    return full if every or len(set(short.values())) < len(short) else short


def _moves(
    title: str, moves: Sequence[Moved], unit: str, *, every: bool, note: str = ""
) -> Grid:
    ordered = sorted(moves, key=_size, reverse=True)
    shown = ordered if every else ordered[:SHOWN]
    hidden = len(ordered) - len(shown)
    names = _names((move.sample for move in moves), every=every)
    return Grid(
        title,
        ("", f"A{unit}", f"B{unit}", f"B - A{unit}", "standard\nerrors"),
        [_row(move, names) for move in shown],
        below=(
            *((f"{hidden} more that moved less; -v shows all",) if hidden else ()),
            *((note,) if note and any(_is_position(move) for move in shown) else ()),
        ),
    )


def _is_position(move: Moved) -> bool:
    return move.quantity.endswith(".center_ev")


def _size(move: Moved) -> float:
    """Return what a move is sorted by: what only one result has comes first."""
    if move.change is None:
        return float("inf")
    return abs(move.sigmas or 0.0)


def _row(move: Moved, names: Mapping[str, str]) -> tuple[str, ...]:
    place = [names[move.sample]] if move.sample else []
    place += [] if move.etch_time_s is None else [f"{move.etch_time_s:g} s"]
    place += [move.region] if move.region else []
    change = move.change
    return (
        ", ".join([*place, move.quantity]),
        _value(move.first, move.first_stderr, move.first_upper_95),
        _value(move.second, move.second_stderr, move.second_upper_95),
        "-" if change is None else f"{change:+.3g}",
        "-" if move.sigmas is None else f"{move.sigmas:+.2g}",
    )


def _value(value: float | None, stderr: float | None, limit: float | None) -> str:
    if limit is not None:
        return below(limit)
    return "-" if value is None else rounded(value, stderr, decimals=4)


def _profile(found: Difference, *, every: bool) -> Grid:
    names = _names((move.sample for move in found.profile), every=every)
    rows = [
        (
            f"{names[move.sample]}, {move.element}",
            str(move.levels),
            f"{move.rms_at_percent:.2g}",
            "-" if move.rms_sigmas is None else f"{move.rms_sigmas:.2g}",
            f"{move.largest_at_percent:+.3g}",
            f"{move.etch_time_s:g}",
        )
        for move in found.profile
    ]
    columns = (
        "",
        "levels",
        "rms change\n/ at%",
        "rms change\n/ standard errors",
        "largest\n/ at%",
        "at\n/ s",
    )
    return Grid("Profile, B - A", columns, rows)
