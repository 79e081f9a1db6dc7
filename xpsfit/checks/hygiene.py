"""What the data determine, and whether the model describes them."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from xpsfit.checks.amounts import present
from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_fit,
    warned,
)
from xpsfit.quantify.without_model import net_area_words
from xpsfit.rounding import rounded

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult, FittedParameter
    from xpsfit.results import LevelResult

CLOSE, HIGH_CORRELATION = 0.6, 0.95
LEAST_SIGMAS = 3.0
CHI_SQUARE = (0.5, 3.0)
LARGEST_RESIDUAL = 5.0
ABBE_SIGMAS = 3.0
FEW_COUNTS = 20.0


def bounds_and_twins(level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether numbers ended on bounds, and lines can be told apart."""
    names = {c.name for c in present(fit)}
    if not names:
        return not_applicable("no component was detected")
    wrong = [
        f"{p.name} ended on its bound {_as_in_tables(p, level.charge.shift_ev)}"
        for p in fit.parameters
        if p.state == "at_bound" and _owner(p) in names and not _is_area(p)
    ]
    wrong += _too_close(fit)
    wrong += _entangled(fit, names)
    if wrong:
        more = f"; and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        return warned("; ".join(wrong[:3]) + more, number=float(len(wrong)))
    return passed("no number ended on a bound, and the lines can be told apart")


def _as_in_tables(parameter: FittedParameter, shift_ev: float) -> str:
    """Return the value of a parameter, a position on the calibrated scale."""
    if parameter.name.endswith(".center_ev"):
        return rounded(parameter.value + shift_ev, None)
    return f"{parameter.value:.4g}"


def _too_close(fit: FitResult) -> list[str]:
    # Lines whose areas other core levels decide need not be told apart here.
    tied = {_owner(p) for p in fit.parameters if _is_area(p) and p.state == "linked"}
    lines = [c for c in present(fit) if c.name not in tied]
    close = []
    for one, other in combinations(lines, 2):
        distance = abs(other.center_ev - one.center_ev)
        width = min(one.fwhm_ev, other.fwhm_ev)
        if distance < CLOSE * width:
            close.append((distance / width, one.name, other.name, distance))
    if not close:
        return []
    part, first, second, distance = min(close)
    others = f" (and {len(close) - 1} more pairs)" if len(close) > 1 else ""
    sentence = (
        f"{first} and {second} lie {distance:.2f} eV apart, {part:.2f} of a "
        f"width{others}: their sum is better known than each"
    )
    return [sentence]


def _entangled(fit: FitResult, names: set[str]) -> list[str]:
    """Return which components, or numbers of one, cannot be told apart."""
    worst: dict[tuple[str, ...], tuple[float, str]] = {}
    for (first, second), value in fit.correlations.items():
        (one, _, quantity), (other, _, another) = (
            name.rpartition(".") for name in (first, second)
        )
        if abs(value) <= HIGH_CORRELATION or not {one, other} <= names:
            continue
        if one == other:
            what = f"{_words(quantity)} and {_words(another)} of {one}"
        else:
            what = f"{one} and {other}"
        key = (one,) if one == other else (one, other)
        worst[key] = max(
            worst.get(key, (0.0, "")),
            (abs(value), f"{what} can hardly be told apart (correlation {value:+.2f})"),
        )
    return [sentence for _, sentence in worst.values()]


def _words(quantity: str) -> str:
    return {"area_cps_ev": "area", "center_ev": "position", "fwhm_ev": "width"}.get(
        quantity, quantity
    )


def _owner(parameter: FittedParameter) -> str:
    return parameter.name.rpartition(".")[0]


def _is_area(parameter: FittedParameter) -> bool:
    return parameter.name.endswith(".area_cps_ev")


def weak_components(_level: LevelResult, fit: FitResult) -> Verdict:
    """List the components that are no more than noise and yet were kept."""
    left = {candidate.name for candidate in fit.candidates if not candidate.kept}
    weak = [
        c.name
        for c in fit.components
        if c.name not in left
        and c.presence != "fixed"
        and c.area_cps_ev < LEAST_SIGMAS * c.area_cps_ev_stderr
    ]
    if weak:
        return warned(
            f"{', '.join(weak)}: below 3 standard errors; an upper limit is all that "
            "these data say",
            number=float(len(weak)),
        )
    absent = f"; absent by the evidence: {', '.join(sorted(left))}" if left else ""
    return passed(f"every component that was kept is above 3 standard errors{absent}")


def uniqueness(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether random starts came to one minimum."""
    tried = fit.uniqueness
    if tried is None:
        return not_applicable("no random starts were asked for (--restarts)")
    if not tried.unique:
        return warned(
            f"{tried.restarts} random starts came to {tried.minima} minima that fit "
            f"equally well; the area of {tried.component} differs between them by "
            f"{tried.largest_spread:.0%} of the region: the fit is not unique",
            minima=float(tried.minima),
            largest_spread=tried.largest_spread,
        )
    return passed(f"{tried.restarts} random starts came to one minimum")


def held_numbers(_level: LevelResult, fit: FitResult) -> Verdict:
    """List positions and widths that the data did not find."""
    names = {c.name for c in present(fit)}
    held = [
        p.name
        for p in fit.parameters
        if _owner(p) in names
        and p.name.endswith((".center_ev", ".fwhm_ev"))
        and (p.state == "fixed" or _rests_on_prior(p))
    ]
    if held:
        listed = ", ".join(held[:4]) + (", ..." if len(held) > 4 else "")
        return warned(
            f"{listed} ({len(held)} of {2 * len(names)} positions and widths): fixed, "
            "or known from the model rather than from these data; not to be quoted as "
            "measured",
            held=float(len(held)),
        )
    return passed("positions and widths come from the data or from stated links")


def _rests_on_prior(parameter: FittedParameter) -> bool:
    """Return whether the prior weighs more than the data, as the tables mark it."""
    error = parameter.stderr
    return error is not None and error**2 > parameter.spread**2 / 2.0


def residuals(level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether the model describes the data."""
    quality, wrong = fit.quality, []
    low, high = CHI_SQUARE
    reduced = quality.reduced_chi_square
    if reduced is not None and not low <= reduced <= high:
        wrong.append(f"reduced chi-square {reduced:.3g} ({low:g} to {high:g} is sound)")
    allowed = ABBE_SIGMAS / math.sqrt(quality.points)
    if abs(quality.abbe - 1.0) > allowed:
        what = "structure is left" if quality.abbe < 1.0 else "points alternate"
        wrong.append(f"Abbe {quality.abbe:.2f} (1 ± {allowed:.2f}): {what}")
    limit = LARGEST_RESIDUAL + _skewness(fit)
    if reduced is not None and quality.largest_residual_sigma > limit:
        wrong.append(f"a residual of {quality.largest_residual_sigma:.1f} sigma")
    # A composition has this among its warnings.
    if level.composition is None and (words := net_area_words(fit)):
        wrong.append(words)
    values = {"abbe": quality.abbe}
    values |= {} if reduced is None else {"reduced_chi_square": reduced}
    if wrong:
        return warned(
            f"the model does not describe the data: {'; '.join(wrong)}", **values
        )
    noise = "unknown noise" if reduced is None else f"reduced chi-square {reduced:.2f}"
    return passed(
        f"the residuals look like noise ({noise}, Abbe {quality.abbe:.2f})", **values
    )


def _skewness(fit: FitResult) -> float:
    """Return what few counts add to the largest residual that is still chance."""
    if fit.region.noise != "poisson_model":
        return 0.0
    time_s = fit.region.spectrum.count_time_s or 1.0
    counts = max(float((fit.region.sigma_cps.min() * time_s) ** 2), 1e-3)
    return 4.0 / math.sqrt(counts)


def chi_square_in_words(_level: LevelResult, fit: FitResult) -> Verdict:
    """Say what a chi-square far from one does to the errors."""
    reduced, freedom = fit.quality.reduced_chi_square, fit.quality.degrees_of_freedom
    if reduced is None or freedom <= 0.0:
        return not_applicable("no chi-square without counts")
    low, high = CHI_SQUARE
    if not low <= reduced <= high:
        return not_applicable("the model does not describe the data, see P14")
    allowed = 3.0 * math.sqrt(2.0 / freedom)
    if reduced > 1.0 + allowed:
        return warned(
            f"reduced chi-square {reduced:.2f} is more than counting noise (1 ± "
            f"{allowed:.2f}): errors by counting noise are too small, at least "
            f"{math.sqrt(reduced):.1f} times, and the model is not complete",
            reduced_chi_square=reduced,
        )
    if reduced < 1.0 - allowed and fit.region.noise == "poisson":
        return warned(
            f"reduced chi-square {reduced:.2f} is less than counting noise (1 ± "
            f"{allowed:.2f}): the data were smoothed, or dwell time or scans are wrong",
            reduced_chi_square=reduced,
        )
    return passed(
        f"reduced chi-square {reduced:.2f} is that of counting noise",
        reduced_chi_square=reduced,
    )


_MAJOR = "Major et al., J. Vac. Sci. Technol. A 38 (2020) 061204"
_SHINOTSUKA = "Shinotsuka et al., J. Electron Spectrosc. 239 (2020) 146903"
CHECKS = (
    Check(
        "P9",
        "No position or width on a bound, no lines closer than 0.6 of their width, no "
        "correlation above 0.95.",
        "warn",
        f"{_MAJOR}; {_SHINOTSUKA}",
        per_fit(bounds_and_twins),
    ),
    Check(
        "P14",
        "Reduced chi-square 0.5 to 3, Abbe within 3 / sqrt(n) of 1, no residual above "
        "5 sigma.",
        "warn",
        "von Neumann, Ann. Math. Stat. 12 (1941) 367; Fairley et al., J. Vac. Sci. "
        "Technol. A 41 (2023) 013203",
        per_fit(residuals),
    ),
    Check(
        "R24",
        "Positions and widths come from the data, not from the model.",
        "info",
        "ISO 19830, clause 5.1",
        per_fit(held_numbers),
    ),
    Check(
        "R27",
        "Reduced chi-square is that of counting noise within 3 standard deviations.",
        "info",
        "Fairley et al., J. Vac. Sci. Technol. A 41 (2023) 013203",
        per_fit(chi_square_in_words),
    ),
    Check(
        "R28",
        "Random starts come to one minimum.",
        "warn",
        "Moeini et al., Surf. Interface Anal. (2021)",
        per_fit(uniqueness),
    ),
    Check(
        "R29",
        "Every component that was kept is above 3 standard errors.",
        "info",
        f"{_SHINOTSUKA}; Currie, Anal. Chem. 40 (1968) 586",
        per_fit(weak_components),
    ),
)
