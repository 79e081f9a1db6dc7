"""What a notebook shows of a fit and of the energy scale it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.display.page import Page
from xpsfit.rounding import area_or_limit, below, rounded

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult
    from xpsfit.results import ChargeReference, IntegratedArea


def charge_fact(charge: ChargeReference) -> str:
    """Return shift, line, assigned value and method of an energy scale.

    ISO 19318 asks that shifted energies are never reported without them.
    """
    shift = rounded(charge.shift_ev, charge.stderr_ev, decimals=3)
    method = charge.method.replace("_", " ")
    parts = [f"charge shift {shift} eV", f"method: {method}"]
    if charge.line and charge.assigned_ev is not None:
        parts.insert(1, f"{charge.line} set to {charge.assigned_ev:.2f} eV")
    return "; ".join([*parts, *([charge.note] if charge.note else [])])


def fit_page(fit: FitResult, charge: ChargeReference | None = None) -> Page:
    """Return the components of a fit, calibrated where the reference is known."""
    scale = "measured " if charge is None else ""
    columns = (
        "component",
        f"{scale}center / eV",
        "FWHM / eV",
        "area / (counts/s eV)",
        "share / %",
    )
    shift_ev = 0.0 if charge is None else charge.shift_ev
    facts = [f"{_words(fit.model.background.kind)} background; {quality_words(fit)}"]
    return Page(fit.region.name, columns, _rows(fit, shift_ev), facts, fit.warnings)


def integrated_page(area: IntegratedArea) -> Page:
    """Return the area of a region without a peak model."""
    shown = area_or_limit(
        area.area_cps_ev, area.area_cps_ev_stderr, detected=area.detected
    )
    fact = f"no fit: area above {_words(area.background)} background"
    columns = ("region", "area / (counts/s eV)")
    return Page(
        area.region.name, columns, [(area.region.name, shown)], [fact], area.warnings
    )


def _rows(fit: FitResult, shift_ev: float) -> list[tuple[str, ...]]:
    shares, errors = _shares(fit)
    total = fit.area_cps_ev
    rows: list[tuple[str, ...]] = []
    for k, one in enumerate(fit.components):
        area = rounded(one.area_cps_ev, one.area_cps_ev_stderr, decimals=1)
        share = ""
        if total > 0.0:
            share = rounded(100.0 * float(shares[k]), 100.0 * float(errors[k]))
        if one.presence == "below_limit":
            limit = one.area_upper_95_cps_ev
            area = below(limit)
            share = below(100.0 * min(limit / total, 1.0)) if total > 0.0 else ""
        rows.append(
            (
                one.name,
                rounded(one.center_ev + shift_ev, one.center_ev_stderr),
                rounded(one.fwhm_ev, one.fwhm_ev_stderr),
                area,
                share,
            )
        )
    return rows


def _shares(fit: FitResult) -> tuple[FloatArray, FloatArray]:
    """Return the shares of the components, and their errors from the covariance.

    With f = A / sum(A) the errors are those of J C J^T, J = (delta_ij - f_i) / sum(A).
    """
    areas = np.array([component.area_cps_ev for component in fit.components])
    total = float(areas.sum()) or np.nan
    shares = areas / total
    jacobian = (np.eye(areas.size) - shares[:, None]) / total
    variances = np.diag(jacobian @ np.asarray(fit.area_covariance) @ jacobian.T)
    return shares, np.sqrt(np.maximum(variances, 0.0))


def quality_words(fit: FitResult) -> str:
    """Return how well a fit describes its data."""
    reduced = fit.quality.reduced_chi_square
    words = "no chi-square without counts"
    if reduced is not None:
        words = f"reduced chi-square {reduced:.2f}"
    return f"{'' if fit.converged else 'NOT CONVERGED, '}{words}"


def _words(background: str) -> str:
    """Return the name of a background as people write it."""
    return (
        background.replace("_", " ")
        .replace("shirley", "Shirley")
        .replace("tougaard", "Tougaard")
    )
