"""Bounds, limits and scans against the independent generator and repeated fits."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.coverage import amount_bounds, bound
from benchmarks.coverage_cases import Case, Level, the_cases
from sample_spectra.design import STEP_EV
from xpsfit.analysis import analyze
from xpsfit.errors import FitError, ModelError
from xpsfit.model import Link, Parameter, PeakModel
from xpsfit.settings import Settings
from xpsfit.simulate import (
    Acquisition,
    Specimen,
    Truth,
    region_of_values,
    simulate,
    true_sample,
    truth_of,
    truth_of_level,
)
from xpsfit.simulate.bounds import Knowable, Quantity
from xpsfit.simulate.detection import detectable
from xpsfit.simulate.selftest import SelfTest, selftest
from xpsfit.simulate.tally import Estimate, Tallying

PLAIN = Settings(charge="none", keep=("all",))


def a_case(name: str = "overlapping") -> Case:
    return next(case for case in the_cases() if case.name == name)


def own(value: Parameter | Link) -> Parameter:
    """Return a parameter that follows no other."""
    assert isinstance(value, Parameter)
    return value


def at_the_truth(level: Level) -> Level:
    """Return the level with a model that starts where the truth is."""
    components = tuple(
        replace(
            c,
            center_ev=replace(own(c.center_ev), value=t.measured_center_ev),
            fwhm_ev=replace(own(c.fwhm_ev), value=t.fwhm_ev),
        )
        for c, t in zip(level.model.components, level.components, strict=True)
    )
    return replace(level, model=replace(level.model, components=components))


def the_truth(case: Case) -> Truth:
    """Return xpsfit's truth of a case of the independent generator."""
    levels = [at_the_truth(level) for level in case.levels]
    model = PeakModel(case.name, "", tuple(level.model for level in levels))
    areas = {f"{v.name}/{c.name}": c.area_cps_ev for v in levels for c in v.components}
    plans = {
        level.name: Acquisition(
            dwell_s=level.time_s,
            scans=1,
            step_ev=STEP_EV,
            background_cps=level.background.offset_cps,
            slope_cps_per_ev=level.background.slope_cps_per_ev,
            step_per_ev=level.background.step_per_ev,
        )
        for level in levels
    }
    return true_sample(model, Specimen(areas=areas), by_region=plans)


@pytest.mark.parametrize("name", ["overlapping", "doublet"])
def test_bounds_are_those_of_the_independent_generator(name: str) -> None:
    case = a_case(name)
    names, covariance = bound(case, case.levels)
    theirs = {n: math.sqrt(covariance[i, i]) for i, n in enumerate(names)}
    ours = Knowable(the_truth(case)).bounds()
    amounts = amount_bounds(case.levels, names, covariance)
    for quantity, error in ours.items():
        if quantity.kind == "parameter":
            wanted = theirs[f"{quantity.region} {quantity.name}"]
        elif quantity.kind == "element":
            wanted = amounts[f"{quantity.name} at%"]
        elif quantity.kind == "state":
            wanted = amounts[f"{quantity.region} {quantity.name} at%"]
        else:
            continue
        # The other derivatives are finite differences.
        assert error == pytest.approx(wanted, rel=1e-3), quantity


def test_four_times_the_scans_halve_every_bound() -> None:
    knowable = Knowable(the_truth(a_case()))
    once, four = knowable.bounds(), knowable.bounds(4.0)
    for quantity, error in once.items():
        assert four[quantity] == pytest.approx(error / 2.0, rel=1e-9)


def test_the_scans_for_5_percent_give_5_percent_in_repeated_fits() -> None:
    truth = the_truth(a_case())
    quantity = Quantity("state", "C 1s", "C-O")
    knowable = Knowable(truth)
    wanted = {quantity: knowable.values()[quantity]}
    factor = knowable.scans_factor(0.05, wanted)[quantity]
    regions = tuple(replace(r, dwell_s=r.dwell_s * factor) for r in truth.regions)
    then = replace(truth, regions=regions)
    tested = selftest(then, PLAIN, spectra=150, seed=3, draw=False)
    [row] = [r for r in tested.rows if r.tally.quantity == quantity]
    # A standard deviation from 150 draws is uncertain by 6 %; three of these.
    assert row.tally.scatter / row.tally.truth == pytest.approx(0.05, rel=0.18)
    assert row.scans_for_5_percent == pytest.approx(1.0, rel=0.02)


def with_a_known_place(truth: Truth, area: float) -> Truth:
    """Return the truth with another area of CO3, whose place the model knows."""
    carbon, oxygen = truth.regions
    first, second = carbon.model.components
    place = replace(
        second,
        center_ev=replace(own(second.center_ev), vary=False),
        fwhm_ev=replace(own(second.fwhm_ev), vary=False),
    )
    model = replace(carbon.model, components=(first, place))
    region = region_of_values(
        model,
        carbon.energy_ev,
        {**carbon.values, "CO3.area_cps_ev": area},
        shift_ev=0.0,
        dwell_s=carbon.dwell_s,
        scans=1,
    )
    return truth_of(
        (region, oxygen),
        replace(truth.model, regions=(model, truth.model.regions[1])),
        truth.settings,
        photon_energy_ev=truth.photon_energy_ev,
        sample="weak",
    )


def test_components_at_their_limits_are_seen_as_often_as_said() -> None:
    truth = with_a_known_place(the_truth(a_case("well separated")), 100.0)
    limit = detectable(truth, truth.region("C 1s"), "CO3")
    for area, share in ((limit.area_50_cps_ev, 0.5), (limit.area_95_cps_ev, 0.95)):
        weak = with_a_known_place(truth, area)
        tested = selftest(weak, PLAIN, spectra=120, seed=2, draw=False)
        [row] = [r for r in tested.rows if r.tally.quantity.name == "CO3.area_cps_ev"]
        band = 3.5 * math.sqrt(share * (1.0 - share) / 120)
        assert row.tally.present == pytest.approx(share, abs=band)
        own = limit.percent_50 if share == 0.5 else limit.percent_95
        assert weak.states["C 1s", "CO3"] == pytest.approx(own, rel=1e-6)


def the_test() -> SelfTest:
    return selftest(the_truth(a_case()), PLAIN, spectra=4, seed=5, draw=False)


def test_a_seed_gives_the_same_test() -> None:
    first, again = the_test(), the_test()
    assert [r.tally for r in first.rows] == [r.tally for r in again.rows]


def test_what_was_fitted_to_data_is_taken_as_the_truth() -> None:
    truth = the_truth(a_case())
    spectra = list(simulate(truth, 1).spectra)
    settings = replace(PLAIN, model=truth.model)
    [level] = analyze(spectra, settings)[0].levels
    taken = truth_of_level(level, truth.model, settings)
    for fit in level.fits:
        region = taken.region(fit.region.name)
        np.testing.assert_allclose(region.expected_cps, fit.envelope_cps, rtol=1e-9)
        np.testing.assert_allclose(region.background_cps, fit.background_cps, rtol=1e-9)
    assert level.composition is not None
    for row in level.composition.elements:
        assert taken.elements[row.element] == pytest.approx(row.atomic_percent)


def test_data_without_a_counting_time_cannot_be_the_truth() -> None:
    truth = the_truth(a_case())
    spectra = [
        replace(s, intensity_unit="counts_per_s", dwell_s=None, scans=None)
        for s in simulate(truth, 1).spectra
    ]
    settings = replace(PLAIN, model=truth.model)
    [level] = analyze(spectra, settings)[0].levels
    with pytest.raises(FitError, match="--count-time"):
        truth_of_level(level, truth.model, settings)


def test_a_tally_of_normal_draws_is_what_they_are() -> None:
    random = np.random.default_rng(8)
    tallying = Tallying()
    for value in random.normal(10.3, 2.0, 4000):
        tallying.add(10.0, Estimate(float(value), 2.0, True), 2.0)
    tally = tallying.tally(Quantity("area", "C 1s"))
    assert tally.bias == pytest.approx(0.3, abs=0.12)
    assert tally.pull == pytest.approx(0.15, abs=0.06)
    assert tally.scatter_over_bound == pytest.approx(1.0, abs=0.05)
    # The shares of a normal distribution moved by 0.15 standard deviations.
    assert tally.covered_68 == pytest.approx(0.677, abs=0.03)
    assert tally.covered_95 == pytest.approx(0.948, abs=0.015)
    assert tally.present == 1.0


def test_estimates_without_an_error_count_for_bias_alone() -> None:
    tallying = Tallying()
    tallying.add(1.0, Estimate(1.5, None), 0.5)
    tallying.add(1.0, Estimate(1.1, 0.5), 0.5)
    tally = tallying.tally(Quantity("parameter", "C 1s", "C-C.center_ev"))
    assert (tally.spectra, tally.without_error) == (2, 1)
    assert tally.bias == pytest.approx(0.3)
    assert (tally.covered_68, tally.present) == (1.0, None)


@pytest.mark.parametrize(("spectra", "seed"), [(1, 1), (10**6, 1), (3, -1)])
def test_a_test_that_cannot_be_is_refused(spectra: int, seed: int) -> None:
    with pytest.raises((FitError, ModelError)):
        selftest(the_truth(a_case()), PLAIN, spectra=spectra, seed=seed)


@pytest.mark.parametrize(("kept", "elements"), [(1, set()), (2, {"C", "O"})])
def test_a_lone_element_is_no_quantity_to_test(kept: int, elements: set[str]) -> None:
    whole = the_truth(a_case())
    truth = truth_of(
        whole.regions[:kept],
        replace(whole.model, regions=whole.model.regions[:kept]),
        whole.settings,
        photon_energy_ev=whole.photon_energy_ev,
        sample="part",
    )
    tested = selftest(truth, PLAIN, spectra=2, seed=1)
    found = [row.tally.quantity for row in tested.rows]
    assert {q.name for q in found if q.kind == "element"} == elements
    assert any(q.kind == "state" for q in found)
