"""Atomic percent against published numbers, and which region and factor count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xpsfit.quantify.areas import (
    PLAIN,
    UNCORRECTED,
    WINDOWS,
    a_fit_of,
    a_window,
    an_area,
)
from xpsfit.errors import QuantificationError, XpsFitError
from xpsfit.quantify import TransmissionPlan, compose
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from xpsfit.results import Composition, IntegratedArea

# A benchmark computed apart from this code: areas of a known composition made with
# Scofield's factors and KE^0.6 at the kinetic energies below, then quantified
# with other schemes; at%, printed with one digit.
TRUTH = {"Li 1s": 40.0, "C 1s": 20.0, "O 1s": 30.0, "Al 2p": 10.0}
SCOFIELD = {"Li 1s": 0.0568, "C 1s": 1.0, "O 1s": 2.93, "Al 2p": 0.5371}
KINETIC_EV = {"Li 1s": 1432.0, "C 1s": 1202.0, "O 1s": 956.0, "Al 2p": 1414.0}
SCHEMES = [
    ("scofield", 0.6, (40.0, 20.0, 30.0, 10.0)),
    ("scofield", 0.0, (43.7, 19.7, 25.7, 10.8)),
    ("althermo1", 0.6, (38.3, 20.5, 31.3, 9.9)),
    ("althermo1", 0.0, (42.0, 20.3, 27.0, 10.7)),
]


def of_known_composition() -> list[IntegratedArea]:
    return [
        an_area(level, 1e4 * TRUTH[level] * SCOFIELD[level] * KINETIC_EV[level] ** 0.6)
        for level in TRUTH
    ]


def percents(composition: Composition) -> dict[str, float]:
    return {row.element: row.atomic_percent for row in composition.elements}


def composed(
    areas: list[IntegratedArea], choice: Settings = PLAIN, shift_ev: float = 0.0
) -> Composition:
    return compose([], areas, shift_ev, UNCORRECTED, choice)


class TestPublishedNumbers:
    @pytest.mark.parametrize(("library", "exponent", "printed"), SCHEMES)
    def test_the_scheme_gives_the_benchmark_to_the_printed_digit(
        self, library: str, exponent: float, printed: tuple[float, ...]
    ) -> None:
        found = composed(
            of_known_composition(), Settings(library=library, energy_exponent=exponent)
        )
        # Without KE^n nothing but rounding differs. With it the kinetic energy is that
        # of the library's line, up to 2.4 eV from the one above: 0.6 x 2.4 / 956 =
        # 0.15 % of O 1s, 0.03 at% after normalizing, less than a printed digit.
        tolerance = 0.05 if exponent == 0.0 else 0.05 + 0.03
        values = list(percents(found).values())
        np.testing.assert_allclose(values, printed, rtol=0.0, atol=tolerance)
        assert (found.library, found.energy_exponent) == (library, exponent)

    def test_no_two_schemes_of_the_benchmark_agree_within_its_tolerance(self) -> None:
        printed = np.array([row for _, _, row in SCHEMES])
        apart = np.abs(printed[:, None, :] - printed[None, :, :]).max(axis=2)
        assert apart[np.triu_indices(4, 1)].min() > 1.0

    def test_lithium_carbonate_has_its_own_composition(self) -> None:
        # Li2CO3: two Li, one C, three O.
        atoms = {"Li 1s": 2, "C 1s": 1, "O 1s": 3}
        areas = [
            an_area(level, n * SCOFIELD[level] * KINETIC_EV[level] ** 0.6)
            for level, n in atoms.items()
        ]
        np.testing.assert_allclose(
            list(percents(composed(areas)).values()),
            [33.33, 16.67, 50.0],
            atol=0.06,
        )

    def test_the_factors_that_counted_are_told(self) -> None:
        rows = {row.element: row for row in composed(of_known_composition()).elements}
        assert {k: r.sensitivity_factor for k, r in rows.items()} == {
            "Li": 0.0568,
            "C": 1.0,
            "O": 2.93,
            "Al": 0.5371,
        }
        assert rows["O"].energy_factor == pytest.approx(956.0**0.6, rel=2e-3)
        assert {r.transmission for r in rows.values()} == {1.0}


class TestSums:
    @given(
        st.lists(st.floats(1.0, 1e7), min_size=4, max_size=4),
        st.floats(1e-4, 1e4),
    )
    @settings(max_examples=50, deadline=None)
    def test_it_sums_to_100_and_the_scale_of_intensities_changes_nothing(
        self, sizes: list[float], scale: float
    ) -> None:
        levels = list(WINDOWS)
        areas = [an_area(k, a, 0.01 * a) for k, a in zip(levels, sizes, strict=True)]
        scaled = [
            an_area(k, scale * a, scale * 0.01 * a)
            for k, a in zip(levels, sizes, strict=True)
        ]
        first, second = composed(areas), composed(scaled)
        assert sum(percents(first).values()) == pytest.approx(100.0, abs=1e-9)
        for one, other in zip(first.elements, second.elements, strict=True):
            assert other.atomic_percent == pytest.approx(one.atomic_percent)
            assert other.atomic_percent_stderr == pytest.approx(
                one.atomic_percent_stderr
            )
            assert other.atomic_percent_systematic == pytest.approx(
                one.atomic_percent_systematic
            )

    def test_the_states_of_a_region_add_up_to_its_element(self) -> None:
        fit = a_fit_of("C 1s", [600.0, 300.0, 100.0], np.diag([9.0, 9.0, 9.0]))
        found = compose([fit], [an_area("O 1s", 1000.0, 10.0)], 0.0, UNCORRECTED, PLAIN)
        states = [s for s in found.states if s.region == "C 1s"]
        carbon = percents(found)["C"]
        assert sum(s.atomic_percent for s in states) == pytest.approx(carbon)
        assert [s.region_fraction for s in states] == pytest.approx([0.6, 0.3, 0.1])
        assert states[0].atomic_percent == pytest.approx(0.6 * carbon)

    def test_an_integrated_region_has_no_states(self) -> None:
        assert composed([an_area("C 1s", 1.0)]).states == ()

    @pytest.mark.parametrize("areas", [(0.0, 0.0), (-5.0, 1.0)])
    def test_a_sum_that_is_not_positive_is_refused(
        self, areas: tuple[float, float]
    ) -> None:
        levels = [an_area("C 1s", areas[0], 1.0), an_area("O 1s", areas[1], 1.0)]
        with pytest.raises(
            QuantificationError, match="summed area of all regions is not"
        ):
            composed(levels)

    def test_nothing_measured_is_refused(self) -> None:
        with pytest.raises(QuantificationError, match="no region can be quantified"):
            composed([])


class TestOneLevelPerElement:
    def test_a_fitted_level_counts_before_an_integrated_one(self) -> None:
        # Al 2s has the larger factor (0.753 against 0.537) but no peak model.
        found = compose(
            [a_fit_of("Al 2p", [537.1], [[1.0]])],
            [an_area(a_window("Al 2s", 112.0, 124.0), 9e9), an_area("C 1s", 500.0)],
            0.0,
            UNCORRECTED,
            PLAIN,
        )
        assert [row.region for row in found.elements] == ["Al 2p", "C 1s"]
        assert found.warnings == (
            "Al is counted by Al 2p; Al 2s is left out of the composition",
        )
        assert sum(percents(found).values()) == pytest.approx(100.0)

    def test_else_the_level_of_the_largest_factor_counts(self) -> None:
        strong = a_window("In 3d", 436.0, 456.0)
        weak = a_window("In 4d", 12.0, 24.0)
        for areas in ([strong, weak], [weak, strong]):
            found = composed([an_area(s, 100.0) for s in areas])
            [row] = found.elements
            assert row.region == "In 3d"
            assert "In 4d is left out" in found.warnings[0]

    def test_a_level_measured_once_draws_no_warning(self) -> None:
        assert composed(of_known_composition()).warnings == ()


class TestSensitivityLevel:
    @pytest.mark.parametrize(
        ("region", "low_ev", "high_ev", "level", "factor"),
        [
            ("In 3d5/2", 436.0, 456.0, "In 3d", 22.54),
            ("In 3d5/2", 440.0, 448.0, "In 3d5/2", 13.32),
            ("In 3d3/2", 436.0, 456.0, "In 3d3/2", 9.22),
            ("In 3d", 440.0, 448.0, "In 3d5/2", 13.32),
            ("In 3d", 436.0, 456.0, "In 3d", 22.54),
            ("C 1s", 279.0, 295.0, "C 1s", 1.0),
        ],
    )
    def test_the_factor_is_that_of_the_lines_in_the_window(
        self, region: str, low_ev: float, high_ev: float, level: str, factor: float
    ) -> None:
        # Scofield 1976, Al K-alpha: In 3d5/2 13.32, In 3d3/2 9.22.
        [row] = composed([an_area(a_window(region, low_ev, high_ev), 5.0)]).elements
        assert (row.sensitivity_level, row.region) == (level, region)
        assert row.sensitivity_factor == pytest.approx(factor, rel=1e-3)

    def test_the_window_is_judged_on_the_calibrated_scale(self) -> None:
        # The minor line lies near 451.5 eV; 3 eV of charging move it into the window.
        spectrum = a_window("In 3d", 438.0, 450.0)
        [charged] = composed([an_area(spectrum, 5.0)], shift_ev=3.0).elements
        [neutral] = composed([an_area(spectrum, 5.0)], shift_ev=0.0).elements
        assert charged.sensitivity_level == "In 3d"
        assert neutral.sensitivity_level == "In 3d5/2"

    def test_a_level_that_the_library_lacks_is_refused_by_name(self) -> None:
        indium = an_area(a_window("In 3d", 436.0, 456.0), 5.0)
        with pytest.raises(QuantificationError) as caught:
            composed([indium], Settings(library="althermo1"))
        message = str(caught.value)
        assert "'In 3d'" in message
        assert "'althermo1'" in message
        assert "another sensitivity library" in message


class TestPhotonEnergy:
    def test_a_file_without_photon_energy_is_refused(self) -> None:
        spectrum = a_window("C 1s", photon_ev=None)
        with pytest.raises(QuantificationError, match="C 1s: the file gives no photon"):
            composed([an_area(spectrum, 5.0)])

    @pytest.mark.parametrize("photon_ev", [21.22, 1253.6, 2984.3, 1487.7, 1485.5])
    def test_factors_for_another_source_are_refused_with_both_energies(
        self, photon_ev: float
    ) -> None:
        # He I, Mg K-alpha, Ag L-alpha, and 1.1 eV to either side of Al K-alpha.
        spectrum = a_window("C 1s", photon_ev=photon_ev)
        with pytest.raises(XpsFitError) as caught:
            composed([an_area(spectrum, 5.0)])
        assert isinstance(caught.value, QuantificationError)
        message = str(caught.value)
        assert message.startswith("C 1s: ")
        assert f"{photon_ev:g} eV" in message
        assert "1486.6 eV" in message
        assert "'scofield'" in message

    @pytest.mark.parametrize("photon_ev", [1486.6, 1486.68, 1486.69, 1486.71, 1487.0])
    def test_every_way_to_write_al_k_alpha_is_understood(
        self, photon_ev: float
    ) -> None:
        spectrum = a_window("C 1s", photon_ev=photon_ev)
        [row] = composed([an_area(spectrum, 5.0)]).elements
        assert row.energy_factor == pytest.approx((photon_ev - 284.65) ** 0.6)


class TestTransmission:
    def test_it_divides_each_area_at_its_line(self) -> None:
        # T rises with binding energy; 1 at the low end of a window, 3 at its end.
        rising = np.linspace(1.0, 3.0, 33)
        carbon = a_window("C 1s", 279.65, 289.65, transmission=rising)
        oxygen = a_window("O 1s", 524.0, 540.0, transmission=np.full(33, 4.0))
        areas = [an_area(carbon, 1000.0), an_area(oxygen, 5860.0)]
        plan = TransmissionPlan(True, "the file's own function is applied")
        found = compose([], areas, 0.0, plan, replace(PLAIN, energy_exponent=0.0))
        # The C 1s line of the library, 284.65 eV, is the middle of the window: T = 2,
        # so q(C) = 1000 / 2 and q(O) = 5860 / 2.93 / 4 are equal.
        assert percents(found) == pytest.approx({"C": 50.0, "O": 50.0})
        assert [row.transmission for row in found.elements] == pytest.approx([2.0, 4.0])
        assert found.transmission == plan.sentence

    def test_it_is_read_on_the_measured_scale(self) -> None:
        rising = np.linspace(1.0, 3.0, 33)
        carbon = a_window("C 1s", 279.65, 289.65, transmission=rising)
        plan = TransmissionPlan(True, "applied")
        # Charged by -2.5 eV the line lies 2.5 eV further up, a quarter of the window.
        found = compose([], [an_area(carbon, 1.0)], -2.5, plan, PLAIN)
        assert found.elements[0].transmission == pytest.approx(2.5)
