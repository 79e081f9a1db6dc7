"""A systematic error from what other defensible choices would have given."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit import analysis
from xpsfit.whatif.compare import what_if
from xpsfit.whatif.variations import AXES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.results import Failure, LevelResult, SampleResult
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum
    from xpsfit.whatif.records import Kind, WhatIf

# The judged error of the sensitivity factors stands for this axis already.
JUDGED_AXIS = "sensitivity"


def systematic_percent(
    result: WhatIf,
    quantity: str,
    etch_time_s: float | None,
    *,
    kind: Kind = "element",
    without: Sequence[str] = (JUDGED_AXIS,),
) -> float:
    """Return one standard uncertainty that the choices leave in a quantity.

    Parameters
    ----------
    result : WhatIf
    quantity : str
        E.g. ``"Al"`` or ``"Li/Al"``.
    etch_time_s : float or None
        The level.
    kind : {"element", "ratio", "state"}
    without : sequence of str
        Axes that are left out.

    Returns
    -------
    float
        In the unit of the quantity: at% for elements and states.

    Notes
    -----
    Along each axis all values between the smallest and the largest one count as equally
    likely, which gives half the range over the square root of 3; axes add in quadrature
    (JCGM 100:2008, Guide to the expression of uncertainty in measurement, 4.3.7 and
    5.1.2).
    """
    ranges: dict[str, tuple[float, float]] = {}
    for move in result.moves:
        if (move.kind, move.quantity, move.etch_time_s) != (
            kind,
            quantity,
            etch_time_s,
        ):
            continue
        low, high = ranges.get(move.axis, (0.0, 0.0))
        ranges[move.axis] = (min(low, move.change), max(high, move.change))
    return math.sqrt(
        sum(
            (high - low) ** 2 / 12.0
            for axis, (low, high) in ranges.items()
            if axis not in without
        )
    )


def analyze_by(
    spectra: Sequence[Spectrum],
    settings: Settings,
    *,
    on_step: Callable[[int, int], None] | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> list[SampleResult]:
    """Return the analysis, with the systematic errors that the settings ask for.

    Parameters
    ----------
    spectra, settings, on_step, on_failure
        As in `xpsfit.whatif.what_if`.

    Returns
    -------
    list of SampleResult
        As `xpsfit.analysis.analyze` gives them. Where `settings.systematic` is
        ``"what-if"``, `atomic_percent_systematic` is that of the sensitivity factors
        and, in quadrature, that of background, ends, line shape and charge reference.

    Raises
    ------
    XpsFitError
        What the analysis raises.
    """
    if settings.systematic == "factors":
        return analysis.analyze(spectra, settings, on_failure=on_failure)
    axes = [axis for axis in AXES if axis != JUDGED_AXIS]
    found = what_if(
        spectra, settings, axes=axes, on_step=on_step, on_failure=on_failure
    )
    return [_widened(result) for result in found]


def _widened(result: WhatIf) -> SampleResult:
    return replace(
        result.base, levels=tuple(_level(result, level) for level in result.base.levels)
    )


def _level(result: WhatIf, level: LevelResult) -> LevelResult:
    composition = level.composition
    if composition is None:
        return level
    elements = tuple(
        replace(
            amount,
            atomic_percent_systematic=math.hypot(
                amount.atomic_percent_systematic,
                systematic_percent(result, amount.element, level.etch_time_s),
            ),
        )
        for amount in composition.elements
    )
    return replace(level, composition=replace(composition, elements=elements))
