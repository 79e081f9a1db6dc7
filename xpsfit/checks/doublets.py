"""Both lines of every spin-orbit pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_fit,
    warned,
)

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.model.types import DoubletSplit
    from xpsfit.results import LevelResult


def aluminum_doublet(_level: LevelResult, fit: FitResult) -> Verdict:
    """Hold the two lines of every Al 2p component against what is known of them."""
    if fit.region.name != "Al 2p":
        return not_applicable("not Al 2p")
    pairs = {c.name: c.doublet for c in fit.model.components if c.doublet}
    if not pairs:
        return not_applicable("Al 2p was fitted without doublets, see R18")
    wrong = [
        f"{name} {pair.splitting_ev:.3f} eV, 1:{1.0 / pair.ratio:.2f}"
        for name, pair in pairs.items()
        if not 0.40 - 1e-9 <= pair.splitting_ev <= 0.45 + 1e-9
        or not 0.47 <= pair.ratio <= 0.53
    ]
    if wrong:
        return failed(
            "Al 2p is split by 0.40 to 0.45 eV with areas near 1:2, not as here: "
            f"{'; '.join(wrong)}"
        )
    return passed("every component is a doublet of 0.40 to 0.45 eV, 1:2, of one width")


def close_doublet(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether Al 2p was fitted as the close doublet that it is."""
    if fit.region.name != "Al 2p":
        return not_applicable("not Al 2p")
    single = [c.name for c in fit.model.components if c.doublet is None]
    if single:
        return warned(
            f"{', '.join(single)}: fitted as a single line; the unresolved doublet of "
            "0.4 eV makes it 7 to 28 % too wide and puts it 0.1 eV too high"
        )
    return passed("every component is a doublet")


def doublets(_level: LevelResult, fit: FitResult) -> Verdict:
    """Hold splittings and ratios of all other levels against the peak library."""
    region = fit.region.name
    single = region.rsplit(maxsplit=1)[-1].endswith("s") or "/" in region
    if region == "Al 2p" or single:
        return not_applicable("a single line, or Al 2p")
    try:
        known = peaklib.doublet(region)
    except peaklib.PeakLibError:
        known = None
    if known is None:
        return not_applicable(f"the peak library has no splitting of {region}")
    alone = [c.name for c in fit.model.components if c.doublet is None]
    if alone and fit.high_ev - fit.low_ev > known.splitting_ev:
        return failed(
            f"{', '.join(alone)}: a single line, yet {region} is split by "
            f"{known.splitting_ev:g} eV; a partner is missing"
        )
    wrong = [
        f"{c.name} {c.doublet.splitting_ev:g} eV, {c.doublet.ratio:.3g}"
        for c in fit.model.components
        if c.doublet is not None and _departs(c.doublet, known)
    ]
    if wrong:
        return failed(
            f"{region} is split by {known.splitting_ev:g} eV with an area ratio of "
            f"{known.branching_ratio:.3g} (states) to {known.scofield_area_ratio:.3g} "
            f"(cross sections), not as here: {'; '.join(wrong)}"
        )
    return passed(f"splitting and ratio of {region} are those of the peak library")


def _departs(split: DoubletSplit, known: peaklib.Doublet) -> bool:
    allowed = max(0.1, 0.1 * known.splitting_ev)
    low, high = sorted((known.branching_ratio, known.scofield_area_ratio))
    return (
        abs(split.splitting_ev - known.splitting_ev) > allowed
        or not 0.9 * low <= split.ratio <= 1.1 * high
    )


_MAJOR = "Major et al., J. Vac. Sci. Technol. A 38 (2020) 061204"
CHECKS = (
    Check(
        "P7",
        "Al 2p is split by 0.40 to 0.45 eV with a ratio of 0.47 to 0.53.",
        "error",
        "NIST SRD 20 (0.42 and 0.45 eV), CasaXPS library (0.40 eV); Scofield (1976)",
        per_fit(aluminum_doublet),
    ),
    Check(
        "R17",
        "Doublets have both lines, and splitting and ratio of the peak library.",
        "error",
        f"{_MAJOR}; NIST SRD 20; Scofield (1976)",
        per_fit(doublets),
    ),
    Check(
        "R18",
        "Al 2p is fitted as a doublet even where it is not resolved.",
        "warn",
        "NIST SRD 20; size of the effect computed for 0.7 to 1.4 eV wide lines",
        per_fit(close_doublet),
    ),
)
