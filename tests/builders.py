"""Records for tests, built without the fitting, quantification or background code.

Import everything from here: spectra and fits are made in `tests.built_spectra` and
`tests.built_fits`; compositions, levels, surfaces and series below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.built_fits import a_fit, an_integrated_area
from tests.built_spectra import (
    LINES,
    PHOTON_ENERGY_EV,
    SHIFT_EV,
    Peak,
    a_model,
    a_region,
    a_region_model,
    a_spectrum,
    gaussian,
)
from xpsfit.results import (
    ChargeReference,
    Composition,
    ElementAmount,
    Failure,
    IntegratedArea,
    LevelResult,
    SampleResult,
    StateAmount,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xpsfit.fit.result import FitResult, FittedComponent

__all__ = [
    "LINES",
    "PHOTON_ENERGY_EV",
    "SHIFT_EV",
    "Peak",
    "a_composition",
    "a_fit",
    "a_level",
    "a_model",
    "a_region",
    "a_region_model",
    "a_series",
    "a_spectrum",
    "a_surface",
    "an_integrated_area",
    "gaussian",
]


def a_composition(
    fits: Sequence[FitResult], integrated: Sequence[IntegratedArea] = ()
) -> Composition:
    """Return atomic percent from areas over factors; errors by linear propagation."""
    rows = [(f.region.name, f.area_cps_ev, f.area_cps_ev_stderr) for f in fits]
    rows += [(i.region.name, i.area_cps_ev, i.area_cps_ev_stderr) for i in integrated]
    energy_factors = [
        float((PHOTON_ENERGY_EV - LINES[name].low_ev) ** 0.6) for name, *_ in rows
    ]
    scale = [
        1.0 / (LINES[row[0]].sensitivity * factor)
        for row, factor in zip(rows, energy_factors, strict=True)
    ]
    total = sum(row[1] * s for row, s in zip(rows, scale, strict=True))
    elements, states = [], []
    for (name, area, stderr), factor, s in zip(
        rows, energy_factors, scale, strict=True
    ):
        share = area * s / total
        error = 100.0 * stderr * s / total * (1.0 - share)
        elements.append(
            ElementAmount(
                element=name.split()[0],
                region=name,
                area_cps_ev=area,
                area_cps_ev_stderr=stderr,
                sensitivity_factor=LINES[name].sensitivity,
                sensitivity_level=name,
                transmission=1.0,
                energy_factor=factor,
                atomic_percent=100.0 * share,
                atomic_percent_stderr=error,
                atomic_percent_systematic=10.0 * share,
                atomic_percent_upper_95=max(100.0 * share, 0.0) + 1.645 * error,
                detected=area > 3.29 * stderr,
            )
        )
    for fit in fits:
        percent_per_area = 100.0 / (
            LINES[fit.region.name].sensitivity
            * energy_factors[[r[0] for r in rows].index(fit.region.name)]
            * total
        )
        states += [_state(fit, c, percent_per_area) for c in fit.components]
    return Composition(
        "scofield", 0.6, "not applied: one pass energy", tuple(elements), tuple(states)
    )


def _state(fit: FitResult, c: FittedComponent, percent_per_area: float) -> StateAmount:
    percent = c.area_cps_ev * percent_per_area
    error = c.area_cps_ev_stderr * percent_per_area
    return StateAmount(
        region=fit.region.name,
        component=c.name,
        region_fraction=c.area_cps_ev / fit.area_cps_ev,
        region_fraction_stderr=c.area_cps_ev_stderr / fit.area_cps_ev,
        atomic_percent=percent,
        atomic_percent_stderr=error,
        atomic_percent_upper_95=max(percent, 0.0) + 1.645 * error,
    )


def a_level(
    sample: str = "Li + TMA",
    *,
    etch_time_s: float | None = None,
    depth_nm: float | None = None,
    without: Collection[str] = (),
    failed: Collection[str] = (),
    seed: int = 1,
) -> LevelResult:
    """Return one level; regions in `without` were not measured, `failed` failed."""
    absent = {*without, *failed}
    fits = tuple(
        a_fit(name, sample, etch_time_s=etch_time_s, seed=seed)
        for name in ("C 1s", "Al 2p")
        if name not in absent
    )
    integrated = tuple(
        an_integrated_area(name, sample, etch_time_s=etch_time_s, seed=seed)
        for name in ("In 3d",)
        if name not in absent
    )
    return LevelResult(
        sample=sample,
        etch_time_s=etch_time_s,
        depth_nm=depth_nm,
        charge=ChargeReference(
            shift_ev=SHIFT_EV,
            stderr_ev=0.012,
            method="carried" if etch_time_s else "fitted_line",
            line="C 1s C-C",
            assigned_ev=284.80,
            measured_ev=284.37,
            note="C 1s C-C of the first level set to 284.80 eV",
        ),
        fits=fits,
        integrated=integrated,
        composition=a_composition(fits, integrated) if fits or integrated else None,
        failures=tuple(
            Failure(sample, name, etch_time_s, "no signal") for name in failed
        ),
    )


def a_surface(
    sample: str = "Li + TMA", *, failed: Collection[str] = (), seed: int = 1
) -> SampleResult:
    """Return one surface of one sample."""
    return SampleResult(sample, a_model(), (a_level(sample, failed=failed, seed=seed),))


def a_series(
    levels: int = 3,
    missing: Collection[tuple[int, str]] = (),
    failed: Collection[tuple[int, str]] = (),
    *,
    sample: str = "Li + TMA",
) -> SampleResult:
    """Return a sputter series, 30 s a level; `missing` holds (level index, region)."""
    rate = 0.19
    built = tuple(
        a_level(
            sample,
            etch_time_s=30.0 * index,
            depth_nm=30.0 * index * rate,
            without=[region for level, region in missing if level == index],
            failed=[region for level, region in failed if level == index],
            seed=index + 1,
        )
        for index in range(levels)
    )
    return SampleResult(sample, a_model(), built, rate)
