"""How the numbers of two results differ, in standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.below_limit import limits_of_states
from xpsfit.difference.records import Differing, Kind, Moved, ProfileMove

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.results import (
        ElementAmount,
        LevelResult,
        SampleResult,
        SpeciesAmount,
        StateAmount,
    )

    Key = tuple[Kind, str, str]


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    stderr: float | None = None
    upper_95: float | None = None


def moves_of(
    first: SampleResult, second: SampleResult, *, same_data: bool, relative: float
) -> tuple[list[Moved], list[Differing]]:
    """Return every number of a sample that differs, and what only one result has.

    Parameters
    ----------
    first, second : SampleResult
    same_data : bool
        Whether both rest on the same counts. Their errors are then those of one noise,
        and a change is counted in the larger of the two; else in both together, the
        root of the sum of their squares.
    relative : float
        Numbers that differ by no more than this share are the same.
    """
    moves: list[Moved] = []
    missing: list[Differing] = []
    for one, other, time in _levels(first, second):
        if one is None or other is None:
            missing.append(_lacking("level", _place("", time), first=other is None))
            continue
        names = set(_regions(one)), set(_regions(other))
        absent = names[0] ^ names[1]
        missing += [
            _lacking("region", _place(region, time), first=region in names[0])
            for region in sorted(absent)
        ]
        before, after = dict(_numbers(one)), dict(_numbers(other))
        moves += [
            _moved(first.sample, time, key, before.get(key), after.get(key), same_data)
            for key in dict.fromkeys([*before, *after])
            if key[1] not in absent
            and not _same(before.get(key), after.get(key), relative)
        ]
    return moves, missing


def _place(region: str, time: float | None) -> str:
    at = "" if time is None else f"{time:g} s"
    return ", ".join(part for part in (region, at) if part)


def _lacking(what: str, name: str, *, first: bool) -> Differing:
    """Return that only the first, or only the second, result has something."""
    return Differing(what, name if first else "", "" if first else name)


def _moved(
    sample: str,
    time: float | None,
    key: Key,
    was: _Number | None,
    now: _Number | None,
    same_data: bool,
) -> Moved:
    kind, region, quantity = key
    return Moved(
        kind,
        sample,
        time,
        region,
        quantity,
        was.value if was else None,
        now.value if now else None,
        was.stderr if was else None,
        now.stderr if now else None,
        _sigmas(was, now, same_data=same_data),
        was.upper_95 if was else None,
        now.upper_95 if now else None,
    )


def profile_moves(
    moves: Sequence[Moved], first: SampleResult, second: SampleResult
) -> list[ProfileMove]:
    """Return how far the profile of each element moves, one row each.

    Parameters
    ----------
    moves : sequence of Moved
        Of this sample; amounts that are the same are not among them.
    first, second : SampleResult
    """
    if len(first.levels) < 2:
        return []
    shared = sum(
        one is not None and other is not None
        for one, other, _ in _levels(first, second)
    )
    found = []
    amounts = [m for m in moves if m.kind == "element" and m.change is not None]
    for element in dict.fromkeys(move.quantity for move in amounts):
        own = [move for move in amounts if move.quantity == element]
        changes = [move.change or 0.0 for move in own]
        largest = max(own, key=lambda move: abs(move.change or 0.0))
        sigmas = [move.sigmas for move in own if move.sigmas is not None]
        found.append(
            ProfileMove(
                first.sample,
                element,
                shared,
                math.sqrt(sum(c * c for c in changes) / shared),
                largest.change or 0.0,
                largest.etch_time_s or 0.0,
                math.sqrt(sum(s * s for s in sigmas) / shared) if sigmas else None,
            )
        )
    return found


def _levels(
    first: SampleResult, second: SampleResult
) -> Iterator[tuple[LevelResult | None, LevelResult | None, float | None]]:
    """Yield the levels of two results in pairs, by etch time."""
    one, other = ({x.etch_time_s: x for x in r.levels} for r in (first, second))
    if len(one) == len(other) == 1:
        ((time, only),) = one.items()
        yield only, next(iter(other.values())), time
        return
    for time in sorted({*one, *other}, key=lambda t: -1.0 if t is None else t):
        yield one.get(time), other.get(time), time


def _regions(level: LevelResult) -> list[str]:
    fitted = [fit.region.name for fit in level.fits]
    return fitted + [area.region.name for area in level.integrated]


def _numbers(level: LevelResult) -> Iterator[tuple[Key, _Number]]:
    """Yield every number of a level that is compared."""
    charge = level.charge
    shift = _Number(charge.shift_ev, charge.stderr_ev)
    yield ("charge", "", "charge_shift_ev"), shift
    for fit in level.fits:
        yield from _fit_numbers(fit, charge.shift_ev)
    for area in level.integrated:
        number = _Number(area.area_cps_ev, area.area_cps_ev_stderr)
        yield ("area", area.region.name, "area_cps_ev"), number
    yield from _amounts(level)


def _fit_numbers(fit: FitResult, shift_ev: float) -> Iterator[tuple[Key, _Number]]:
    """Yield the numbers of a fit, its positions on the calibrated scale."""
    region = fit.region.name
    if fit.quality.reduced_chi_square is not None:
        chi = _Number(fit.quality.reduced_chi_square)
        yield ("quality", region, "reduced chi-square"), chi
    for parameter in fit.parameters:
        moved_ev = shift_ev if parameter.name.endswith(".center_ev") else 0.0
        number = _Number(parameter.value + moved_ev, parameter.stderr)
        yield ("parameter", region, parameter.name), number
    total = _Number(fit.area_cps_ev, fit.area_cps_ev_stderr)
    yield ("area", region, "area_cps_ev"), total


def _amounts(level: LevelResult) -> Iterator[tuple[Key, _Number]]:
    """Yield amounts, with the limits of those that are below detection."""
    if (composition := level.composition) is None:
        return
    for element in composition.elements:
        limit = None if element.detected else element.atomic_percent_upper_95
        yield ("element", "", element.element), _amount(element, limit)
    below = limits_of_states(level)
    for state in composition.states:
        place = state.region, state.component
        limit = below[place].atomic_percent if place in below else None
        yield ("state", *place), _amount(state, limit)
    for species in composition.species:
        present = species.presence == "present"
        limit = None if present else species.atomic_percent_upper_95
        yield ("species", "", species.species), _amount(species, limit)


def _amount(
    row: ElementAmount | StateAmount | SpeciesAmount, limit: float | None
) -> _Number:
    return _Number(row.atomic_percent, row.atomic_percent_stderr, limit)


def _same(one: _Number | None, other: _Number | None, relative: float) -> bool:
    if one is None or other is None:
        return one is other
    return _close(one.value, other.value, relative) and (
        one.stderr is other.stderr is None
        or (
            one.stderr is not None
            and other.stderr is not None
            and _close(one.stderr, other.stderr, relative)
        )
    )


def _close(one: float, other: float, relative: float) -> bool:
    if math.isnan(one) and math.isnan(other):
        return True
    return math.isclose(one, other, rel_tol=relative, abs_tol=0.0)


def _sigmas(
    one: _Number | None, other: _Number | None, *, same_data: bool
) -> float | None:
    """Return second minus first in standard errors, None where that means nothing."""
    if one is None or other is None:
        return None
    errors = [n.stderr for n in (one, other) if n.stderr is not None]
    scale = max(errors, default=0.0) if same_data else math.hypot(*errors)
    if not (math.isfinite(scale) and scale > 0.0):
        return None
    return (other.value - one.value) / scale
