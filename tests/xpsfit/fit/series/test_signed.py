"""Areas of states that are not there, which noise may take below zero."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.small_series import (
    AREAS,
    JITTER_EV,
    SHIFTS_EV,
    Dense,
    a_small_model,
    small_series,
)
from xpsfit.fit.series.fit import FittedSeries, SeriesData, fit_series
from xpsfit.model.types import Parameter, PeakModel

# The first line of C 1s, whose flank lies under the second, is gone from the third
# level on.
GONE = {
    "C 1s": ((2000.0, 9000.0), (4000.0, 6000.0), (0.0, 3000.0), (0.0, 900.0)),
    "O 1s": AREAS["O 1s"],
}
DRAWS = 60


def fitted(
    seed: int, model: PeakModel | None = None, scale: float = 1.0
) -> FittedSeries:
    data = SeriesData(
        4,
        small_series(seed, areas=GONE, scale=scale),
        SHIFTS_EV[0],
        jitter_ev=JITTER_EV,
    )
    return fit_series(data, model or a_small_model())


def first_areas(found: FittedSeries) -> list[float]:
    return [joint.fits[0].components[0].area_cps_ev for joint in found.levels]


@pytest.mark.parametrize("seed", range(3))
def test_the_minimum_is_that_of_a_dense_fit_without_a_bound(seed: int) -> None:
    found = fitted(seed)
    data = {
        name: {
            level: (
                joint.fits[k].region.binding_energy_ev,
                joint.fits[k].region.counts_per_s,
                joint.fits[k].region.sigma_cps,
            )
            for level, joint in enumerate(found.levels)
        }
        for k, name in enumerate(("C 1s", "O 1s"))
    }
    dense = Dense(data, 4, areas=GONE, least_area=-np.inf)
    p, covariance, _ = dense.fit()
    for level, joint in enumerate(found.levels):
        for fit in joint.fits:
            for j, component in enumerate(fit.components):
                place = dense.places["area", fit.region.name, level, j]
                error = np.sqrt(covariance[place, place])
                assert component.area_cps_ev == pytest.approx(
                    p[place], abs=0.01 * error
                )
                assert component.area_cps_ev_stderr == pytest.approx(error, rel=0.01)


def test_neither_what_is_gone_nor_its_neighbor_is_biased_and_limits_hold() -> None:
    pulls, held = [], []
    for seed in range(DRAWS):
        for level, joint in enumerate(fitted(seed).levels[2:], start=2):
            gone, neighbor = joint.fits[0].components
            true = GONE["C 1s"][level][1]
            pulls.append(
                (
                    gone.area_cps_ev / gone.area_cps_ev_stderr,
                    (neighbor.area_cps_ev - true) / neighbor.area_cps_ev_stderr,
                )
            )
            held.append(neighbor.area_upper_95_cps_ev > true)
            assert gone.presence == "below_limit"
            assert gone.area_upper_95_cps_ev > 0.0
    # Cut at zero the first would be 0.4 errors too large. The mean of independent pulls
    # has an error of 0.09.
    mean, spread = np.mean(pulls, axis=0), np.std(pulls, axis=0)
    assert (np.abs(mean) < 3.0 / np.sqrt(len(pulls))).all(), mean
    assert (np.abs(spread - 1.0) < 0.2).all(), spread
    assert np.mean(held) > 0.9


def test_no_area_is_further_below_zero_than_noise_goes() -> None:
    for seed in range(10):
        for joint in fitted(seed, scale=0.05).levels:
            for fit in joint.fits:
                for c in fit.components:
                    assert c.area_cps_ev >= -3.29 * c.area_cps_ev_stderr
                    assert c.presence == "below_limit" or c.area_cps_ev > 0.0


def test_a_state_that_trades_area_with_another_stays_above_zero() -> None:
    model = a_small_model()
    carbon = model.regions[0]
    twin = replace(
        carbon.components[1],
        name="twin",
        center_ev=Parameter(285.0, 284.9, 285.1, spread=0.02),
        fwhm_ev=Parameter(1.4, 1.2, 1.6, spread=0.02),
    )
    carbon = replace(carbon, components=(*carbon.components, twin))
    found = fitted(1, replace(model, regions=(carbon, model.regions[1])))
    for joint in found.levels:
        fit = joint.fits[0]
        for c in fit.components[1:]:
            assert c.area_cps_ev_stderr > 3.0 * fit.area_cps_ev_stderr
            assert c.area_cps_ev >= 0.0


def test_a_core_level_that_the_model_does_not_describe_keeps_its_bound() -> None:
    model = a_small_model()
    carbon = model.regions[0]
    # Lorentzian lines for Gaussian ones: negative areas would mend the tails.
    wrong = tuple(replace(c, line_shape="lorentzian") for c in carbon.components)
    carbon = replace(carbon, components=wrong)
    found = fitted(1, replace(model, regions=(carbon, model.regions[1])))
    reduced = [
        joint.fits[0].quality.reduced_chi_square or 0.0 for joint in found.levels
    ]
    assert np.mean(reduced) > 1.5
    assert min(first_areas(found)) >= 0.0
