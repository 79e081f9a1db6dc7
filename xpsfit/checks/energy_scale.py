"""The energy scale of a series: drift, and lines that move against each other."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_series,
    warned,
)
from xpsfit.watch_lines import watch_lines

if TYPE_CHECKING:
    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.watch_lines import WatchLine

RANGE_EV = 0.5
APART_EV, SIGMAS = 0.2, 3.0
BROADER = 1.15
FEWEST_REGIONS = 2


def drift(result: SampleResult) -> Verdict:
    """Ask whether the energy scale stays within half an eV over the series."""
    shifts = [level.charge.shift_ev for level in result.levels]
    span = max(shifts) - min(shifts)
    if span > RANGE_EV:
        return warned(
            f"the charge shift runs from {min(shifts):+.2f} to {max(shifts):+.2f} eV "
            "over the series: an insulator settles slowly; look at the drift against "
            "etch time",
            span_ev=span,
        )
    return passed(f"the charge shift stays within {span:.2f} eV", span_ev=span)


class _Movement(NamedTuple):
    """How far one line moves against another between two levels."""

    moved_ev: float
    stderr_ev: float
    line: str
    other: str
    from_s: float
    to_s: float

    @property
    def beyond(self) -> float:
        """Return by how much it is more than what may be, in eV."""
        return abs(self.moved_ev) - APART_EV - SIGMAS * self.stderr_ev


def lines_keep_together(result: SampleResult) -> Verdict:
    """Ask whether lines of different core levels keep their distances."""
    times = [level.etch_time_s or 0.0 for level in result.levels]
    # The first step takes off the overlayer of any sample, and its species with it.
    etched = [i for i, time in enumerate(times) if time > 0.0]
    pairs = [
        (one, other)
        for one, other in combinations(watch_lines(result), 2)
        if one.region != other.region
    ]
    found = [m for pair in pairs if (m := _largest(*pair, times, etched)) is not None]
    if not found:
        return not_applicable("no two core levels have lines at two etched levels")
    wrong = sorted((m for m in found if m.beyond > 0.0), key=lambda m: -m.beyond)
    if wrong:
        worst = wrong[0]
        more = f" (and {len(wrong) - 1} more pairs)" if len(wrong) > 1 else ""
        return warned(
            f"{worst.line} moves by {worst.moved_ev:+.2f} +- {worst.stderr_ev:.2f} eV "
            f"against {worst.other} from {worst.from_s:g} to {worst.to_s:g} s{more}: "
            "differential charging, or a change of chemistry in one of them; one "
            "charge shift does not serve both",
            from_s=worst.from_s,
            to_s=worst.to_s,
            moved_ev=worst.moved_ev,
        )
    largest = max(abs(m.moved_ev) for m in found)
    return passed(
        f"lines of different core levels keep their distances to {largest:.2f} eV",
        moved_ev=largest,
    )


def _largest(
    one: WatchLine, other: WatchLine, times: list[float], etched: list[int]
) -> _Movement | None:
    """Return the largest change of a distance between two etched levels."""
    distance = one.measured_ev - other.measured_ev
    error = np.hypot(one.stderr_ev, other.stderr_ev)
    known = [i for i in etched if math.isfinite(distance[i])]
    if len(known) < 2:
        return None
    moves = [
        _Movement(
            moved_ev=float(distance[j] - distance[i]),
            stderr_ev=float(math.hypot(error[i], error[j])),
            line=one.name,
            other=other.name,
            from_s=times[i],
            to_s=times[j],
        )
        for i, j in ((known[0], known[-1]), _ends(distance, known))
    ]
    return max(moves, key=lambda move: move.beyond)


def _ends(distance: np.ndarray, known: list[int]) -> tuple[int, int]:
    """Return the levels of the smallest and the largest distance, in their order."""
    low = min(known, key=lambda i: distance[i])
    high = max(known, key=lambda i: distance[i])
    return min(low, high), max(low, high)


def widths_keep(result: SampleResult) -> Verdict:
    """Ask whether the main lines of all core levels broaden together."""
    etched = [level for level in result.levels if level.etch_time_s]
    if len(etched) < 2:
        return not_applicable("fewer than two etched levels")
    if result.series is not None and "widths" in result.series.shared:
        return not_applicable(
            "all levels share their widths; --link carried, or --drift widths, sees "
            "them change"
        )
    compared = False
    for level in etched[1:]:
        ratios = _broadening(etched[0], level)
        if len(ratios) < FEWEST_REGIONS:
            continue
        compared = True
        if all(ratio > BROADER + SIGMAS * error for ratio, error in ratios.values()):
            listed = ", ".join(f"{r} x {x:.2f}" for r, (x, _) in ratios.items())
            return warned(
                f"the main lines of all core levels are broader at "
                f"{level.etch_time_s:g} s than at {etched[0].etch_time_s:g} s "
                f"({listed}): differential charging over the area that is measured",
                from_s=etched[0].etch_time_s or 0.0,
                to_s=level.etch_time_s or 0.0,
            )
    if not compared:
        return not_applicable("no two core levels have the same main line twice")
    return passed("the main lines of the core levels do not broaden together")


def _broadening(first: LevelResult, now: LevelResult) -> dict[str, tuple[float, float]]:
    """Return width over width before, with error, where the main line is the same."""
    before = {fit.region.name: fit for fit in first.fits}
    found: dict[str, tuple[float, float]] = {}
    for fit in now.fits:
        old = before.get(fit.region.name)
        if old is None or not fit.components or not old.components:
            continue
        main = max(fit.components, key=lambda c: c.area_cps_ev)
        was = max(old.components, key=lambda c: c.area_cps_ev)
        if main.name != was.name or main.presence != "present":
            continue
        if main.fwhm_ev_stderr is None or was.fwhm_ev_stderr is None:
            continue
        ratio = main.fwhm_ev / was.fwhm_ev
        error = math.hypot(
            main.fwhm_ev_stderr / main.fwhm_ev, was.fwhm_ev_stderr / was.fwhm_ev
        )
        found[fit.region.name] = (ratio, ratio * error)
    return found


CHECKS = (
    Check(
        "R55",
        "The charge shift stays within 0.5 eV over the series.",
        "warn",
        "Thermo Scientific page on depth profiling",
        per_series(drift),
    ),
    Check(
        "S4",
        "Lines of different core levels keep their distances below the surface "
        "(0.2 eV).",
        "warn",
        "Baer, Surf. Interface Anal. 37 (2005) 524; Greczynski and Hultman, Prog. "
        "Mater. Sci. 107 (2020) 100591",
        per_series(lines_keep_together),
    ),
    Check(
        "S5",
        "The main lines of all core levels do not broaden together (15 %).",
        "warn",
        "ISO 19318; Baer, Surf. Interface Anal. 37 (2005) 524",
        per_series(widths_keep),
    ),
)
