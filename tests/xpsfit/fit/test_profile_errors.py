"""Profile-likelihood intervals, against lmfit's own and against known truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import lmfit
import numpy as np
import pytest
from scipy.stats import chi2

from sample_spectra.forward import region_truth
from tests.built_spectra import a_spectrum
from tests.measured import a_measured_region, shift_to_model
from xpsfit.fit import FitResult, FittedParameter, fit_region
from xpsfit.fit.profile_errors import with_profile_errors
from xpsfit.model import (
    BackgroundModel,
    Component,
    Link,
    Parameter,
    RegionModel,
    builtin_model,
)
from xpsfit.spectrum import Region, cut_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.built_spectra import Peak

CLOSE_PEAKS = ((900.0, 284.8, 1.3), (500.0, 285.9, 1.3))
ORIGIN_EV = 284.0
# Enough counts that neither line can take the place of the other.
CLEAR_PEAKS = ((1800.0, 284.8, 1.3), (1000.0, 286.0, 1.3))


def a_line(name: str, at_ev: float) -> Component:
    return Component(
        name,
        name,
        "gaussian",
        Parameter(at_ev, at_ev - 2.0, at_ev + 2.0),
        Parameter(1.3, 0.3, 4.0),
    )


def the_region(seed: int = 1, peaks: Sequence[Peak] = CLOSE_PEAKS) -> Region:
    return cut_region(a_spectrum("C 1s", peaks=peaks, seed=seed))


def two_lines(region: Region, *components: Component) -> FitResult:
    background = BackgroundModel(step_per_ev=Parameter(0.0, vary=False))
    components = components or (a_line("A", 284.8), a_line("B", 285.9))
    model = RegionModel("C 1s", 280.0, 294.0, background, components)
    return fit_region(region, model)


def named(fit: FitResult, name: str) -> FittedParameter:
    return next(p for p in fit.parameters if p.name == name)


def lmfit_intervals(region: Region) -> dict[str, list[float]]:
    """Return lmfit's own intervals of the same problem, for known noise."""
    # lmfit finds the ends to 5e-5 of their value, so energies count from near the peak.
    energy = region.binding_energy_ev - ORIGIN_EV
    model = (
        lmfit.models.GaussianModel(prefix="a_")
        + lmfit.models.GaussianModel(prefix="b_")
        + lmfit.models.LinearModel()
    )
    params = model.make_params(
        a_amplitude=1800, a_center=0.8, a_sigma=0.55,
        b_amplitude=1000, b_center=2.0, b_sigma=0.55,
        slope=0.0, intercept=1000.0,
    )  # fmt: skip

    def residual(trial: lmfit.Parameters) -> Any:
        curve = model.eval(trial, x=energy)
        return (curve - region.counts_per_s) / region.sigma_cps

    minimizer = lmfit.Minimizer(residual, params, scale_covar=False)
    result = minimizer.minimize("leastsq")
    found = lmfit.conf_interval(
        minimizer,
        result,
        p_names=["a_amplitude", "a_center", "a_sigma", "b_amplitude", "slope"],
        sigmas=[1.0, 1.959963984540054],
        # lmfit compares with an F test for unknown noise; here it is known.
        prob_func=lambda best, new, **_: chi2.cdf(new.chisqr - best.chisqr, 1),
    )
    return {name: [row[1] for row in rows] for name, rows in found.items()}


def test_intervals_are_those_of_lmfit() -> None:
    region = the_region(peaks=CLEAR_PEAKS)
    fit = with_profile_errors(two_lines(region), 0.0)
    theirs = lmfit_intervals(region)
    fwhm_per_sigma = 2.0 * np.sqrt(2.0 * np.log(2.0))
    for name, ours, unit, origin in (
        ("a_amplitude", "A.area_cps_ev", 1.0, 0.0),
        ("a_center", "A.center_ev", 1.0, ORIGIN_EV),
        ("a_sigma", "A.fwhm_ev", fwhm_per_sigma, 0.0),
        ("b_amplitude", "B.area_cps_ev", 1.0, 0.0),
        ("slope", "background.slope_cps_per_ev", 1.0, 0.0),
    ):
        parameter = named(fit, ours)
        low_95, low_68, _, high_68, high_95 = (origin + unit * v for v in theirs[name])
        found = (
            parameter.low_95,
            parameter.low_68,
            parameter.high_68,
            parameter.high_95,
        )
        assert parameter.stderr is not None
        assert found == pytest.approx(
            (low_95, low_68, high_68, high_95), abs=0.02 * parameter.stderr
        )


def test_well_determined_parameters_have_the_intervals_of_their_errors() -> None:
    truth = region_truth("bare_li", "O 1s")
    model = builtin_model("li-tma").region("O 1s")
    assert model is not None
    shift_ev = shift_to_model(truth)
    fit = fit_region(a_measured_region(truth, 1), model, shift_ev=shift_ev)
    found = with_profile_errors(fit, shift_ev)
    for name in ("Li2O.area_cps_ev", "Li2O.center_ev", "Li2O.fwhm_ev"):
        p = named(found, name)
        assert p.stderr is not None
        ends = np.array([p.low_68, p.high_68, p.low_95, p.high_95], dtype=np.float64)
        np.testing.assert_allclose(
            (ends - p.value) / p.stderr, [-1.0, 1.0, -1.96, 1.96], atol=0.03
        )


def test_poorly_determined_parameters_have_lopsided_ones() -> None:
    found = with_profile_errors(two_lines(the_region()), 0.0)
    p = named(found, "B.area_cps_ev")
    assert p.low_95 is not None
    assert p.high_95 is not None
    assert p.high_95 - p.value > 1.2 * (p.value - p.low_95)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    within = {"68": 0, "95": 0}
    counted = 0
    for seed in range(8):
        found = with_profile_errors(two_lines(the_region(seed)), 0.0)
        for name, (area, center, _) in zip("AB", CLOSE_PEAKS, strict=True):
            for quantity, true in (("area_cps_ev", area), ("center_ev", center)):
                p = named(found, f"{name}.{quantity}")
                assert p.low_68 is not None
                assert p.high_68 is not None
                within["68"] += p.low_68 <= true <= p.high_68
                within["95"] += (p.low_95 or -np.inf) <= true <= (p.high_95 or np.inf)
                counted += 1
    # The four intervals of a draw hang together, so some 16 of 32 are independent:
    # 22 and 30 are expected, with standard deviations of 4 and 2.
    assert counted == 32
    assert 12 <= within["68"] <= 31
    assert within["95"] >= 26


def test_an_interval_ends_on_a_bound() -> None:
    near = replace(a_line("A", 284.8), fwhm_ev=Parameter(1.3, 0.3, 1.32))
    found = with_profile_errors(two_lines(the_region(3), near, a_line("B", 285.9)), 0.0)
    p = named(found, "A.fwhm_ev")
    if p.state == "at_bound":
        assert p.high_95 is None
    else:
        assert p.high_95 == 1.32


def test_what_is_fixed_or_linked_has_none() -> None:
    tied = replace(a_line("B", 285.9), fwhm_ev=Link("A"))
    found = with_profile_errors(two_lines(the_region(), a_line("A", 284.8), tied), 0.0)
    for name in ("B.fwhm_ev", "background.step_per_ev"):
        assert named(found, name).low_68 is None
        assert named(found, name).high_95 is None
    assert named(found, "A.fwhm_ev").low_68 is not None


def test_a_fitted_step_has_an_interval_of_about_its_error() -> None:
    background = BackgroundModel(step_per_ev=Parameter(0.01, 0.0, 1.0))
    lines = (a_line("A", 284.8), a_line("B", 286.0))
    model = RegionModel("C 1s", 280.0, 294.0, background, lines)
    fit = fit_region(the_region(peaks=CLEAR_PEAKS, seed=4), model)
    step = named(with_profile_errors(fit, 0.0), "background.step_per_ev")
    assert step.high_68 is not None
    assert step.stderr is not None
    assert step.high_68 - step.value == pytest.approx(step.stderr, rel=0.1)


def test_unknown_noise_scales_the_intervals() -> None:
    spectrum = a_spectrum("C 1s", peaks=((4000.0, 284.8, 1.3), (1500.0, 287.0, 1.3)))
    unknown = replace(
        spectrum, intensity=spectrum.intensity * 1e-3, intensity_unit="arbitrary"
    )
    fit = two_lines(cut_region(unknown), a_line("A", 284.8), a_line("B", 287.0))
    found = with_profile_errors(fit, 0.0)
    p = named(found, "A.center_ev")
    assert p.stderr is not None
    assert p.low_68 is not None
    assert (p.value - p.low_68) / p.stderr == pytest.approx(1.0, abs=0.03)
