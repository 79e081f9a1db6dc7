"""The charge reference of every level, from what a method reads and refuses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.errors import SeriesError
from xpsfit.results import ChargeReference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.referencing.reading import (
        LevelEvidence,
        Reading,
        ReferencingMethod,
        SeriesContext,
    )

# What the movement leaves open where the first level states no error.
STEP_STDERR_EV = 0.05


def read_levels(
    sample: str,
    levels: Sequence[LevelEvidence],
    method: ReferencingMethod,
    series: SeriesContext,
) -> tuple[tuple[ChargeReference, ...], list[str]]:
    """Return the charge reference of every level by a method, and warnings.

    A level that the method refuses takes the shift of the last one that it accepted,
    or of the first one where none came before, moved on by what the regions agree on.

    Parameters
    ----------
    sample : str
        For messages.
    levels : sequence of LevelEvidence
    method : ReferencingMethod
    series : SeriesContext

    Returns
    -------
    references : tuple of ChargeReference
        Of each level; those that were refused say why.
    warnings : list of str

    Raises
    ------
    SeriesError
        If the method accepts no level.
    """
    if method.read is None:
        return tuple(level.carried for level in levels), []
    readings = [method.read(level, series) for level in levels]
    accepted = [i for i, reading in enumerate(readings) if not reading.refusal]
    if not accepted:
        raise SeriesError(
            f"{sample}: charge method {method.name} accepts none of {len(levels)} "
            f"levels ({_reasons(levels, readings)}); choose another --charge-method, "
            "or --shift EV"
        )
    references = tuple(
        _accepted(reading, method)
        if not reading.refusal
        else _from_another(levels, readings, i, _nearest(accepted, i))
        for i, reading in enumerate(readings)
    )
    return references, _refusals(levels, readings, method)


def _accepted(reading: Reading, method: ReferencingMethod) -> ChargeReference:
    return ChargeReference(
        shift_ev=reading.shift_ev or 0.0,
        stderr_ev=reading.stderr_ev,
        method=method.kind,
        line=reading.line,
        assigned_ev=reading.assigned_ev,
        measured_ev=reading.measured_ev,
        note=reading.note,
        warnings=reading.warnings,
    )


def _nearest(accepted: Sequence[int], index: int) -> int:
    """Return the last accepted level before, else the first one after."""
    before = [i for i in accepted if i < index]
    return before[-1] if before else accepted[0]


def _from_another(
    levels: Sequence[LevelEvidence],
    readings: Sequence[Reading],
    index: int,
    origin: int,
) -> ChargeReference:
    """Return the shift of an accepted level, moved on to a refused one."""
    source, own = readings[origin], readings[index]
    moved = levels[index].placed_ev - levels[origin].placed_ev
    time = levels[origin].etch_time_s or 0.0
    return ChargeReference(
        shift_ev=(source.shift_ev or 0.0) + moved,
        stderr_ev=math.hypot(
            source.stderr_ev or 0.0, levels[index].carried.stderr_ev or STEP_STDERR_EV
        ),
        method="carried",
        line=source.line,
        assigned_ev=source.assigned_ev,
        measured_ev=source.measured_ev,
        note=(
            f"carried from {time:g} s and moved by {moved:+.3f} eV, as the regions "
            f"agree, because {own.refusal}"
        ),
        refusal=own.refusal,
    )


def _refusals(
    levels: Sequence[LevelEvidence],
    readings: Sequence[Reading],
    method: ReferencingMethod,
) -> list[str]:
    """Return one sentence on all refused levels, with the reasons of the first."""
    refused = [
        (level.etch_time_s or 0.0, reading.refusal)
        for level, reading in zip(levels, readings, strict=True)
        if reading.refusal
    ]
    if not refused:
        return []
    times = ", ".join(f"{time:g}" for time, _ in refused[:6])
    more = f" and {len(refused) - 6} more" if len(refused) > 6 else ""
    sentence = (
        f"charge method {method.name} refuses {len(refused)} of {len(levels)} levels "
        f"(at {times}{more} s), which carry the shift of the nearest accepted level "
        f"before them, or else after; at {refused[0][0]:g} s because "
        f"{_shortened(refused[0][1])}"
    )
    return [sentence]


def _reasons(levels: Sequence[LevelEvidence], readings: Sequence[Reading]) -> str:
    """Return why the first and the last level were refused."""
    ends = dict.fromkeys(
        (levels[i].etch_time_s or 0.0, readings[i].refusal) for i in (0, -1)
    )
    if len({refusal for _, refusal in ends}) == 1:
        return _shortened(readings[0].refusal)
    return "; ".join(f"at {time:g} s {_shortened(text)}" for time, text in ends)


def _shortened(text: str, limit: int = 400) -> str:
    return text if len(text) <= limit else f"{text[: limit - 3]}..."
