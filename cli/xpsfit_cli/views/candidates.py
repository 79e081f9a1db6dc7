"""Which components entered the fits of one level, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit.fit.result import Candidate, FitResult
    from xpsfit.results import LevelResult

COLUMNS = ("region", "component", "", "why", "BIC without\nminus with")
MEANING = (
    "A component enters where BIC falls by more than 10 for it and a peak may stand "
    "there; --keep all takes every one"
)


def candidates_grid(level: LevelResult) -> Grid | None:
    """Return the table of candidates, None where no component had to show evidence."""
    rows = [_row(fit, candidate) for fit in level.fits for candidate in fit.candidates]
    if not rows:
        return None
    return Grid("Candidates", COLUMNS, rows, above=(MEANING,), words=4)


def _row(fit: FitResult, candidate: Candidate) -> tuple[str, ...]:
    return (
        fit.region.name,
        candidate.name,
        "stays" if candidate.kept else "left",
        candidate.reason,
        _delta(candidate.delta_bic),
    )


def _delta(value: float) -> str:
    """Return a difference in BIC: what is beyond doubt needs no digits."""
    return f"{value:+.1f}" if abs(value) < 1000.0 else f"{value:+.2g}"
