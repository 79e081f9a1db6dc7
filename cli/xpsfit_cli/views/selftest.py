"""A self-test as tables: one per core level, then amounts, then what it takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit.simulate.selftest import Row, SelfTest
    from xpsfit.simulate.tally import Tally

COLUMNS = (
    "quantity",
    "truth",
    "bias\n/ σ",
    "scatter",
    "stated\nerror",
    "scatter\n/ bound",
    "68 % holds\n/ %",
    "95 % holds\n/ %",
    "detected\n/ %",
)
NEEDED = (
    "component",
    "region",
    "amount\n/ at%",
    "seen in 50 %\nfrom / at%",
    "seen in 95 %\nfrom / at%",
    "scans\nnow",
    "scans\nfor 5 %",
)
KINDS = {
    "area_cps_ev": "area",
    "center_ev": "center",
    "fwhm_ev": "FWHM",
    "offset_cps": "offset",
    "slope_cps_per_ev": "slope",
    "step_per_ev": "step",
}
BACKGROUND = "background."


def selftest_grids(test: SelfTest, *, every: bool = False) -> list[Grid]:
    """Return what a reader needs to see of a test.

    Parameters
    ----------
    test : SelfTest
    every : bool
        Whether parameters of the background are shown.
    """
    parameters = [
        row
        for row in test.rows
        if row.tally.quantity.kind in {"parameter", "area"}
        and (every or not row.tally.quantity.name.startswith(BACKGROUND))
    ]
    amounts = [
        row for row in test.rows if row.tally.quantity.kind in {"element", "state"}
    ]
    grids = [_heading(test)]
    for region in test.truth.regions:
        own = [r for r in parameters if r.tally.quantity.region == region.name]
        grids.append(Grid(region.name, COLUMNS, [_figures(r.tally) for r in own]))
    grids.append(Grid("Amounts", COLUMNS, [_figures(r.tally) for r in amounts]))
    return [*grids, _needed(test)]


def _heading(test: SelfTest) -> Grid:
    truth = (
        "positions and widths drawn from the ranges of the model"
        if test.drawn
        else "the same truth in every spectrum"
    )
    return Grid(
        f"{test.truth.sample}: model {test.truth.model.name}",
        above=(
            f"{test.spectra} spectra of each core level, seed {test.seed}, {truth}",
            "bound: the least scatter that these counts allow (Cramer-Rao)",
        ),
        below=tuple(
            f"! {count} of {test.spectra}: {reason}"
            for reason, count in test.failures.items()
        ),
    )


def _figures(tally: Tally) -> tuple[str, ...]:
    return (
        _label(tally),
        _plain(tally.truth),
        f"{tally.pull:+.2f} ± {tally.pull_stderr:.2f}",
        _short(tally.scatter),
        _short(tally.stated_stderr),
        _ratio(tally.scatter_over_bound),
        _share(tally.covered_68, tally.covered_68_stderr),
        _share(tally.covered_95, tally.covered_95_stderr),
        "" if tally.present is None else f"{100.0 * tally.present:.0f}",
    )


def _label(tally: Tally) -> str:
    quantity = tally.quantity
    if quantity.kind == "element":
        return f"{quantity.name} / at%"
    if quantity.kind == "state":
        return f"{quantity.region} {quantity.name} / at%"
    if quantity.kind == "area":
        return "all components: area / (counts/s eV)"
    owner, _, kind = quantity.name.rpartition(".")
    unit = quantity.unit
    unit = f"({unit})" if " " in unit or "/" in unit else unit
    return f"{owner}: {KINDS.get(kind, kind)}" + (f" / {unit}" if unit else "")


def _needed(test: SelfTest) -> Grid:
    limits = {
        (row.tally.quantity.region, row.tally.quantity.name): row.detectable
        for row in test.rows
        if row.detectable is not None
    }
    rows = []
    for row in test.rows:
        quantity = row.tally.quantity
        if quantity.kind not in {"element", "state"}:
            continue
        limit = limits.get((quantity.region, f"{quantity.name}.area_cps_ev"))
        rows.append(
            (
                quantity.name,
                quantity.region,
                _plain(row.tally.truth),
                "" if limit is None else _short(limit.percent_50),
                "" if limit is None else _short(limit.percent_95),
                str(test.truth.region(quantity.region).scans),
                _scans(row),
            )
        )
    return Grid(
        "What it takes",
        NEEDED,
        rows,
        below=(
            "seen: 3.29 standard errors above zero",
            "5 %: relative error, if the scans of all core levels change alike",
        ),
        words=2,
    )


def _scans(row: Row) -> str:
    scans = row.scans_for_5_percent
    if not math.isfinite(scans):
        return "-"
    return f"{math.ceil(scans):d}" if scans < 1e6 else f"{scans:.1e}"


def _plain(value: float) -> str:
    return f"{value:.2f}" if 1.0 <= abs(value) < 1000.0 else f"{value:.4g}"


def _short(value: float) -> str:
    if not math.isfinite(value):
        return "-"
    return f"{value:.2g}" if abs(value) < 100.0 else f"{value:.0f}"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else "-"


def _share(value: float, stderr: float) -> str:
    if not math.isfinite(value):
        return "-"
    return f"{100.0 * value:.1f} ± {100.0 * stderr:.1f}"
