"""How far numbers move under other choices, a row per choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.rounding import decimals_of
from xpsfit.sample_name import spoken
from xpsfit.whatif.systematic import systematic_percent
from xpsfit.whatif.unvaried import WHY, axes_not_varied, unvaried
from xpsfit.writers.table import Table
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.whatif import Move, WhatIf
    from xpsfit.whatif.records import Kind

IMPOSSIBLE_COLUMNS = ("sample", "axis", "variation", "region", "reason")
# A surface shows every choice; a series with more levels shows what they amount to.
MOST_LEVELS = 1
HEADINGS: dict[Kind, tuple[str, str]] = {
    "element": ("Amounts", "\n/ at%"),
    "ratio": ("Ratios of amounts", ""),
    "state": ("Chemical states", "\n/ at%"),
}
MEANING = (
    "standard uncertainty: half the range along each axis over the square root of 3, "
    "added in quadrature"
)


def what_if_grids(results: Sequence[WhatIf], *, states: bool) -> list[Grid]:
    """Return the moves of every sample, and which choices its data do not allow."""
    kinds: list[Kind] = ["element", "ratio", *(("state",) if states else ())]
    grids: list[Grid] = []
    for result in results:
        heading = f"{spoken(result.sample)}: model {result.base.model.name}"
        lines = [*_unvaried_lines(result), *_impossible_lines(result, wordy=states)]
        grids.append(Grid(heading, below=tuple(lines)))
        series = len(result.base.levels) > MOST_LEVELS
        for kind in kinds:
            grids += _level_rows(result, kind) if series else _choice_rows(result, kind)
    return grids


def impossible_table(results: Sequence[WhatIf]) -> Table:
    """Return the choices that could not be made, a row each."""
    rows = [
        (result.sample, item.axis, item.variation, item.region, item.reason)
        for result in results
        for item in result.impossible
    ]
    rows += [
        (result.sample, axis, "every", item.region, WHY)
        for result in results
        for axis in axes_not_varied(result)
        for item in unvaried(result)
    ]
    return Table("impossible", IMPOSSIBLE_COLUMNS, tuple(rows))


def _unvaried_lines(result: WhatIf) -> list[str]:
    """Return what the standard uncertainty leaves out, and how large that is."""
    regions = unvaried(result)
    if not regions:
        return []
    names = ", ".join(item.region for item in regions)
    sizes = ", ".join(
        f"{item.region} {100.0 * item.left_open:.2g} %"
        for item in regions
        if item.left_open is not None
    )
    whole = "" if len(result.base.levels) == 1 else "up to "
    size = f" ({whole}{sizes} of the area)" if sizes else ""
    axes = " and ".join(axes_not_varied(result))
    line = (
        f"! {axes}: not varied for {names}, which have no peak model, so the standard "
        "uncertainty here leaves out what they may do there; the standard errors of "
        f"'xpsfit fit' hold an estimate of it{size}"
    )
    return [line]


def _impossible_lines(result: WhatIf, *, wordy: bool) -> list[str]:
    lines = []
    for item in result.impossible:
        place = f"{item.axis}: {item.variation}"
        what = (
            f"{item.region} cannot have it and kept its own"
            if item.region
            else "gives no result"
        )
        lines.append(f"! {place}: {what}" + (f" ({item.reason})" if wordy else ""))
    return lines


def _choice_rows(result: WhatIf, kind: Kind) -> list[Grid]:
    """Return one grid with a row per choice."""
    moves = [move for move in result.moves if move.kind == kind]
    if not moves:
        return []
    quantities = list(dict.fromkeys(move.quantity for move in moves))
    first = {q: next(m for m in moves if m.quantity == q) for q in quantities}
    level = moves[0].etch_time_s
    spread = {
        q: systematic_percent(result, q, level, kind=kind, without=())
        for q in quantities
    }
    places = {q: _places(spread[q], first[q]) for q in quantities}
    changed: dict[tuple[str, str], dict[str, float]] = {}
    for move in moves:
        changed.setdefault((move.axis, move.variation), {})[move.quantity] = move.change
    rows = [("as fitted", "", *(f"{first[q].base:.{places[q]}f}" for q in quantities))]
    rows += [
        (
            axis,
            variation,
            *(_signed(own[q], places[q]) if q in own else "" for q in quantities),
        )
        for (axis, variation), own in changed.items()
    ]
    rows.append(
        (
            "standard uncertainty",
            "",
            *(f"± {spread[q]:.{places[q]}f}" for q in quantities),
        )
    )
    title, unit = HEADINGS[kind]
    columns = ("choice", "made otherwise", *(f"{q}{unit}" for q in quantities))
    return [Grid(title, columns, rows, above=(MEANING,), words=2)]


def _signed(change: float, places: int) -> str:
    """Return a change with its sign, which what rounds to zero does not have."""
    text = f"{change:+.{places}f}"
    return text if float(text) else text[1:]


def _level_rows(result: WhatIf, kind: Kind) -> list[Grid]:
    """Return one grid with a row per level: value and standard uncertainty."""
    moves = [move for move in result.moves if move.kind == kind]
    quantities = list(dict.fromkeys(move.quantity for move in moves))
    if not moves:
        return []
    base = {(m.etch_time_s, m.quantity): m for m in moves}
    rows = []
    for level in result.base.levels:
        cells = []
        for q in quantities:
            move = base.get((level.etch_time_s, q))
            cells.append("" if move is None else _with_spread(result, move))
        rows.append((f"{level.etch_time_s or 0.0:g}", *cells))
    title, unit = HEADINGS[kind]
    columns = ("etch time\n/ s", *(f"{q}{unit}" for q in quantities))
    return [
        Grid(
            f"{title}, ± {MEANING.partition(':')[0]}", columns, rows, (MEANING,), (), 0
        )
    ]


def _with_spread(result: WhatIf, move: Move) -> str:
    spread = systematic_percent(
        result, move.quantity, move.etch_time_s, kind=move.kind, without=()
    )
    places = _places(spread, move)
    return f"{move.base:.{places}f} ± {spread:.{places}f}"


def _places(spread: float, move: Move) -> int:
    """Return the decimals that show two digits of what the choices amount to."""
    scale = spread if spread > 0.0 else move.base_stderr or 0.01
    return min(max(decimals_of(scale), 0), 4)
