"""Errors of a composition against the textbook formula and against random draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.xpsfit.quantify.areas import PLAIN, UNCORRECTED, a_fit_of, an_area
from xpsfit.quantify import compose

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.results import Composition, ElementAmount, StateAmount

LEVELS = ("Li 1s", "C 1s", "O 1s", "Al 2p")
# Scofield's factor times KE^0.6 at 55.7, 284.65, 532.9 and 72.9 eV, worked out here.
DIVISORS = (
    np.array([0.0568, 1.0, 2.93, 0.5371])
    * (1486.68 - np.array([55.7, 284.65, 532.9, 72.9])) ** 0.6
)
DRAWS = 100_000

# Two lines half a width apart share their area: correlation -0.9.
CARBON = np.array([6000.0, 4000.0, 500.0])
CARBON_COVARIANCE = np.array(
    [[14400.0, -9720.0, 0.0], [-9720.0, 8100.0, -270.0], [0.0, -270.0, 400.0]]
)
OXYGEN, OXYGEN_STDERR = 9000.0, 200.0


def element(found: Composition, name: str) -> ElementAmount:
    return next(row for row in found.elements if row.element == name)


def states(found: Composition) -> list[StateAmount]:
    return [s for s in found.states if s.region == "C 1s"]


def carbon_and_oxygen() -> Composition:
    fit = a_fit_of("C 1s", list(CARBON), CARBON_COVARIANCE)
    oxygen = an_area("O 1s", OXYGEN, OXYGEN_STDERR)
    return compose([fit], [oxygen], 0.0, UNCORRECTED, PLAIN)


def drawn() -> FloatArray:
    """Return q of the three carbon states and of oxygen, one row per draw."""
    generator = np.random.default_rng(20260)
    carbon = generator.multivariate_normal(CARBON, CARBON_COVARIANCE, DRAWS)
    oxygen = generator.normal(OXYGEN, OXYGEN_STDERR, DRAWS)
    return np.asarray(
        np.column_stack([carbon / DIVISORS[1], oxygen / DIVISORS[2]]), dtype=np.float64
    )


class TestStatisticalError:
    def test_independent_areas_follow_the_textbook_formula(self) -> None:
        # s(x_i)^2 = [(1 - x_i)^2 s(q_i)^2 + x_i^2 sum over j != i of s(q_j)^2] / Q^2
        area = np.array([900.0, 8000.0, 20000.0, 1500.0])
        stderr = np.array([60.0, 150.0, 200.0, 80.0])
        q, s = area / DIVISORS, stderr / DIVISORS
        x = q / q.sum()
        others = np.sum(s**2) - s**2
        expected = 100.0 * np.sqrt((1 - x) ** 2 * s**2 + x**2 * others) / q.sum()
        found = compose(
            [],
            [an_area(k, a, e) for k, a, e in zip(LEVELS, area, stderr, strict=True)],
            0.0,
            UNCORRECTED,
            PLAIN,
        )
        np.testing.assert_allclose(
            [row.atomic_percent_stderr for row in found.elements], expected, rtol=1e-9
        )
        np.testing.assert_allclose(
            [row.atomic_percent for row in found.elements], 100.0 * x, rtol=1e-9
        )

    def test_a_single_element_is_100_percent_without_error(self) -> None:
        fit = a_fit_of("C 1s", list(CARBON), CARBON_COVARIANCE)
        [row] = compose([fit], [], 0.0, UNCORRECTED, PLAIN).elements
        assert row.atomic_percent == pytest.approx(100.0)
        # The variance cancels to rounding, 1e-16; its square root is left.
        assert row.atomic_percent_stderr == pytest.approx(0.0, abs=1e-5)

    def test_correlated_components_agree_with_random_draws(self) -> None:
        q = drawn()
        x = 100.0 * q / q.sum(axis=1, keepdims=True)
        found = carbon_and_oxygen()
        np.testing.assert_allclose(
            [s.atomic_percent_stderr for s in states(found)],
            x[:, :3].std(axis=0),
            rtol=0.03,
        )
        carbon = x[:, :3].sum(axis=1).std()
        assert element(found, "C").atomic_percent_stderr == pytest.approx(
            carbon, rel=0.03
        )
        assert element(found, "O").atomic_percent_stderr == pytest.approx(
            x[:, 3].std(), rel=0.03
        )

    def test_the_draws_can_tell_the_covariance_from_its_diagonal(self) -> None:
        fit = a_fit_of("C 1s", list(CARBON), np.diag(np.diag(CARBON_COVARIANCE)))
        oxygen = an_area("O 1s", OXYGEN, OXYGEN_STDERR)
        naive = element(compose([fit], [oxygen], 0.0, UNCORRECTED, PLAIN), "C")
        full = element(carbon_and_oxygen(), "C")
        assert naive.atomic_percent_stderr > 1.1 * full.atomic_percent_stderr

    def test_shares_of_a_region_agree_with_random_draws(self) -> None:
        carbon = drawn()[:, :3]
        fraction = carbon / carbon.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(
            [s.region_fraction_stderr for s in states(carbon_and_oxygen())],
            fraction.std(axis=0),
            rtol=0.03,
        )

    def test_the_error_of_an_element_area_holds_the_correlations(self) -> None:
        # Sum of all entries of the covariance: 14400 + 8100 + 400 - 2 x 9990.
        row = element(carbon_and_oxygen(), "C")
        assert row.area_cps_ev == 10500.0
        assert row.area_cps_ev_stderr == pytest.approx(np.sqrt(2920.0))


class TestSystematicError:
    def test_it_agrees_with_random_sensitivity_factors(self) -> None:
        # 5 % for 1s levels of the first row, 10 % for others (Brundle and Crist 2020).
        area = np.array([900.0, 8000.0, 20000.0, 3000.0])
        spread = np.array([0.05, 0.05, 0.05, 0.10])
        found = compose(
            [],
            [an_area(k, a, 1.0) for k, a in zip(LEVELS, area, strict=True)],
            0.0,
            UNCORRECTED,
            PLAIN,
        )
        generator = np.random.default_rng(1976)
        factor = 1.0 + spread * generator.standard_normal((DRAWS, 4))
        q = (area / DIVISORS) * factor
        x = 100.0 * q / q.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(
            [row.atomic_percent_systematic for row in found.elements],
            x.std(axis=0),
            rtol=0.03,
        )

    def test_it_does_not_depend_on_how_well_areas_are_known(self) -> None:
        def systematic(stderr: float) -> list[float]:
            areas = [an_area(k, 1000.0, stderr) for k in LEVELS]
            rows = compose([], areas, 0.0, UNCORRECTED, PLAIN).elements
            return [row.atomic_percent_systematic for row in rows]

        assert systematic(1.0) == systematic(100.0)


class TestAbsence:
    def test_a_state_held_at_zero_has_an_upper_limit(self) -> None:
        # The area was clipped: no variance in the covariance, but an error of its own.
        fit = a_fit_of(
            "C 1s", [1000.0, 0.0], [[100.0, 0.0], [0.0, 0.0]], stderr=[10.0, 20.0]
        )
        oxygen = an_area("O 1s", 2930.0, 30.0)
        found = compose([fit], [oxygen], 0.0, UNCORRECTED, PLAIN)
        absent = states(found)[1]
        total = 1000.0 / DIVISORS[1] + 2930.0 / DIVISORS[2]
        error = 100.0 * 20.0 / DIVISORS[1] / total
        assert absent.atomic_percent == 0.0
        assert absent.atomic_percent_stderr == pytest.approx(error)
        assert absent.atomic_percent_upper_95 == pytest.approx(1.645 * error)
        assert absent.region_fraction == 0.0
        assert absent.region_fraction_stderr == pytest.approx(0.02)

    def test_an_element_with_all_its_areas_at_zero_has_an_upper_limit(self) -> None:
        fit = a_fit_of("Al 2p", [0.0, 0.0], np.zeros((2, 2)), stderr=[8.0, 12.0])
        found = compose([fit], [an_area("C 1s", 1000.0, 10.0)], 0.0, UNCORRECTED, PLAIN)
        row = element(found, "Al")
        error = 100.0 * (12.0 / DIVISORS[3]) / (1000.0 / DIVISORS[1])
        assert not row.detected
        assert row.atomic_percent == 0.0
        assert row.atomic_percent_stderr == pytest.approx(error)
        assert row.atomic_percent_upper_95 == pytest.approx(1.645 * error)

    def test_a_negative_area_does_not_lower_its_upper_limit(self) -> None:
        found = compose(
            [],
            [an_area("C 1s", 1000.0, 10.0), an_area("Al 2p", -5.0, 4.0)],
            0.0,
            UNCORRECTED,
            PLAIN,
        )
        row = element(found, "Al")
        assert row.atomic_percent < 0.0
        assert row.atomic_percent_upper_95 == pytest.approx(
            1.645 * row.atomic_percent_stderr
        )
        assert not row.detected

    def test_an_upper_limit_lies_1645_errors_above_the_value(self) -> None:
        found = carbon_and_oxygen()
        rows: list[ElementAmount | StateAmount] = [*found.elements, *states(found)]
        for row in rows:
            assert row.atomic_percent_upper_95 == pytest.approx(
                row.atomic_percent + 1.645 * row.atomic_percent_stderr
            )

    @pytest.mark.parametrize(
        ("area", "detected"), [(32.8, False), (32.9, True), (33.0, True)]
    )
    def test_an_element_is_detected_from_329_errors_up(
        self, area: float, detected: bool
    ) -> None:
        # Currie, Anal. Chem. 40 (1968) 586: twice 1.645 standard errors.
        areas = [an_area("C 1s", 1000.0, 10.0), an_area("Al 2p", area, 10.0)]
        found = compose([], areas, 0.0, UNCORRECTED, PLAIN)
        assert element(found, "Al").detected is detected

    def test_anticorrelated_states_can_be_absent_in_an_element_that_is_there(
        self,
    ) -> None:
        # Each area is known to +-40, their sum to +-1.
        covariance = np.array([[1600.0, -1599.5], [-1599.5, 1600.0]])
        fit = a_fit_of("C 1s", [50.0, 50.0], covariance)
        found = compose([fit], [an_area("O 1s", 9.0, 1.0)], 0.0, UNCORRECTED, PLAIN)
        assert element(found, "C").area_cps_ev_stderr == pytest.approx(1.0)
        assert element(found, "C").detected

    def test_a_fixed_area_shares_the_error_of_the_sum(self) -> None:
        # q_2 fixed: only q_1 varies, so s(x_2) = x_2 s(q_1) / Q.
        fit = a_fit_of("C 1s", [600.0, 400.0], [[900.0, 0.0], [0.0, 0.0]])
        fixed = states(compose([fit], [], 0.0, UNCORRECTED, PLAIN))[1]
        assert fixed.atomic_percent == pytest.approx(40.0)
        assert fixed.atomic_percent_stderr == pytest.approx(40.0 * 30.0 / 1000.0)
        assert fixed.region_fraction_stderr == pytest.approx(0.4 * 30.0 / 1000.0)

    def test_an_element_of_fixed_areas_shares_the_error_of_the_sum(self) -> None:
        fit = a_fit_of("C 1s", [600.0, 400.0], np.zeros((2, 2)))
        oxygen = an_area("O 1s", 2930.0, 293.0)
        row = element(compose([fit], [oxygen], 0.0, UNCORRECTED, PLAIN), "C")
        q_carbon, q_oxygen = 1000.0 / DIVISORS[1], 2930.0 / DIVISORS[2]
        share = q_carbon / (q_carbon + q_oxygen)
        expected = 100.0 * share * (0.1 * q_oxygen) / (q_carbon + q_oxygen)
        assert row.atomic_percent_stderr == pytest.approx(expected)
