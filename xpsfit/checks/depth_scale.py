"""Depth scale and interfaces of a sputter series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_series,
    warned,
)
from xpsfit.depth.scale import rate_words, scale_of

if TYPE_CHECKING:
    from xpsfit.depth.types import Interface
    from xpsfit.results import SampleResult

FEWEST_POINTS = 2


def known_rate(result: SampleResult) -> Verdict:
    """Ask whether the sputter rate has an error."""
    scale = scale_of(result)
    if scale is None:
        return not_applicable("no depth scale")
    if scale.assumed:
        return warned(
            f"nobody stated the sputter rate: {rate_words(scale)} is that of another "
            "instrument, so that depths may be off by a factor; state yours with --rate"
        )
    if scale.rate_stderr_nm_per_s is None:
        return warned(
            f"the sputter rate, {rate_words(scale)}, has no error, and so no depth has "
            "one: calibrated rates are known to 5 to 10 %; state it, as in --rate "
            f"'{scale.rate_nm_per_s:g} +- {0.1 * scale.rate_nm_per_s:.2g} nm/s'"
        )
    return passed(f"the sputter rate is known: {rate_words(scale)}")


def enough_points(result: SampleResult) -> Verdict:
    """Ask whether enough levels lie within each interface."""
    found = [one for one in result.interfaces if one.kind != "none"]
    if not found:
        return not_applicable("no interface was found")
    few = [one for one in found if (one.points or 0) < FEWEST_POINTS]
    if few:
        listed = "; ".join(_few(one) for one in few[:3])
        more = f"; and {len(few) - 3} more" if len(few) > 3 else ""
        return warned(
            f"{listed}{more}: widths there are those of the point spacing; take levels "
            "closer together around these times",
            number=float(len(few)),
        )
    fewest = min(one.points or 0 for one in found)
    return passed(
        f"at least {fewest} levels lie within each of {len(found)} interfaces",
        fewest=float(fewest),
    )


def _few(one: Interface) -> str:
    levels = "no level lies" if not one.points else f"{one.points} level lies"
    where = "16 and 84 %" if one.kind == "step" else "its half heights"
    return f"{one.quantity} at {one.position_s or 0.0:.0f} s: {levels} between {where}"


CHECKS = (
    Check(
        "R47",
        "The sputter rate has an error.",
        "info",
        "ISO/TR 15969; ISO 17109 (5 to 10 %)",
        per_series(known_rate),
    ),
    Check(
        "R53",
        "At least two levels lie within every interface and buried layer.",
        "warn",
        "ASTM E1636; Hofmann, Surf. Interface Anal. (2016)",
        per_series(enough_points),
    ),
)
