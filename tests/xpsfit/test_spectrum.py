"""The measured spectrum, its counts and rates, and the noise of a window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from xpsfit.errors import FitError, InputError
from xpsfit.spectrum import IntensityUnit, Spectrum, cut_region

ENERGY = np.linspace(280.0, 290.0, 101)
COUNTS = np.round(400.0 + 300.0 * np.exp(-((ENERGY - 285.0) ** 2)))


def a_spectrum(
    intensity: object = COUNTS, unit: IntensityUnit = "counts", **changes: Any
) -> Spectrum:
    known = {"dwell_s": 0.1, "scans": 5, **changes}
    return Spectrum(
        "C 1s",
        "foil",
        known.pop("energy", ENERGY),
        intensity,  # type: ignore[arg-type]
        unit,
        **known,
    )


class TestWhatIsNotASpectrum:
    @pytest.mark.parametrize(
        ("energy", "intensity", "reason"),
        [
            ([1.0, 2.0], [1.0, 2.0, 3.0], "not two lists of one length"),
            ([], [], "not two lists of one length"),
            ([[1.0, 2.0]], [[1.0, 2.0]], "not two lists of one length"),
            ([1.0, np.nan, 3.0], [1.0, 2.0, 3.0], "not a finite number"),
            ([1.0, 2.0, np.inf], [1.0, 2.0, 3.0], "not a finite number"),
            ([1.0, 2.0, 3.0], [1.0, np.nan, 3.0], "not a finite number"),
            ([1.0, 2.0, 3.0], [1.0, -np.inf, 3.0], "not a finite number"),
            ([3.0, 2.0, 1.0], [1.0, 2.0, 3.0], "does not run in one direction"),
            ([1.0, 2.0, 2.0], [1.0, 2.0, 3.0], "does not run in one direction"),
            ([1.0, 3.0, 2.0], [1.0, 2.0, 3.0], "does not run in one direction"),
        ],
    )
    def test_it_is_refused_with_file_and_block(
        self, energy: list[float], intensity: list[float], reason: str
    ) -> None:
        with pytest.raises(InputError) as caught:
            a_spectrum(intensity, energy=energy, file="foil.vms", block=4)
        assert str(caught.value).startswith("foil.vms, block 4: ")
        assert reason in str(caught.value)

    def test_a_transmission_column_has_the_length_of_the_spectrum(self) -> None:
        with pytest.raises(InputError, match="transmission column has another length"):
            a_spectrum(transmission=np.ones(100))


class TestArrays:
    def test_they_are_read_only(self) -> None:
        spectrum = a_spectrum(transmission=np.ones(101))
        assert spectrum.transmission is not None
        for array in (
            spectrum.binding_energy_ev,
            spectrum.intensity,
            spectrum.transmission,
        ):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1.0

    def test_they_are_copies(self) -> None:
        own = COUNTS.copy()
        spectrum = a_spectrum(own)
        own[0] = -1.0
        assert spectrum.intensity[0] == COUNTS[0]

    def test_a_region_is_read_only(self) -> None:
        region = cut_region(a_spectrum())
        for array in (region.binding_energy_ev, region.counts_per_s, region.sigma_cps):
            assert not array.flags.writeable


class TestCountsAndRates:
    def test_counts_over_time_are_rates(self) -> None:
        spectrum = a_spectrum()
        assert spectrum.count_time_s == pytest.approx(0.5)
        np.testing.assert_allclose(spectrum.counts_per_s, 2.0 * COUNTS)
        np.testing.assert_array_equal(spectrum.counts, COUNTS)

    def test_rates_times_time_are_counts(self) -> None:
        spectrum = a_spectrum(2.0 * COUNTS, "counts_per_s")
        assert spectrum.counts is not None
        np.testing.assert_allclose(spectrum.counts, COUNTS)
        np.testing.assert_array_equal(spectrum.counts_per_s, 2.0 * COUNTS)

    @pytest.mark.parametrize("gap", [{"dwell_s": None}, {"scans": None}])
    def test_half_a_counting_time_is_none(self, gap: dict[str, Any]) -> None:
        assert a_spectrum(**gap).count_time_s is None
        assert a_spectrum(COUNTS, "counts_per_s", **gap).counts is None

    def test_arbitrary_units_are_never_counts(self) -> None:
        assert a_spectrum(COUNTS, "arbitrary").counts is None

    @pytest.mark.parametrize(
        ("unit", "gap", "what"),
        [
            ("counts", {"dwell_s": None}, "counts without dwell time and scans"),
            ("arbitrary", {}, "an intensity in arbitrary units"),
        ],
    )
    def test_a_rate_that_cannot_be_formed_says_what_to_do(
        self, unit: IntensityUnit, gap: dict[str, Any], what: str
    ) -> None:
        spectrum = a_spectrum(COUNTS, unit, file="foil.vms", block=2, **gap)
        with pytest.raises(InputError) as caught:
            _ = spectrum.counts_per_s
        message = str(caught.value)
        assert message.startswith("foil.vms, block 2: C 1s: ")
        assert what in message
        assert "--count-time" in message


class TestPoissonNoise:
    def test_counts_and_rates_of_one_measurement_have_the_same_sigma(self) -> None:
        counted = cut_region(a_spectrum())
        rated = cut_region(a_spectrum(2.0 * COUNTS, "counts_per_s"))
        assert (counted.noise, rated.noise) == ("poisson", "poisson")
        np.testing.assert_allclose(counted.counts_per_s, rated.counts_per_s)
        np.testing.assert_allclose(counted.sigma_cps, rated.sigma_cps)

    def test_it_is_the_root_of_the_counts_over_the_time(self) -> None:
        # 400 counts in 0.5 s: (400 +- 20) / 0.5 s.
        region = cut_region(a_spectrum(np.full(101, 400.0)))
        np.testing.assert_allclose(region.counts_per_s, 800.0)
        np.testing.assert_allclose(region.sigma_cps, 40.0)

    @pytest.mark.parametrize("counts", [0.0, 0.2, 1.0])
    def test_it_is_never_less_than_that_of_one_count(self, counts: float) -> None:
        region = cut_region(a_spectrum(np.full(101, counts)))
        np.testing.assert_allclose(region.sigma_cps, 2.0)

    def test_it_is_the_scatter_of_repeated_measurements(self) -> None:
        generator = np.random.default_rng(5)
        rates = [
            cut_region(a_spectrum(generator.poisson(COUNTS).astype(float))).counts_per_s
            for _ in range(2000)
        ]
        sigma = cut_region(a_spectrum()).sigma_cps
        # 2000 draws give a scatter to 1.6 %; the largest of 101 lies within 4 of these.
        np.testing.assert_allclose(np.std(rates, axis=0), sigma, rtol=0.065)


class TestEstimatedNoise:
    @pytest.mark.parametrize("sigma", [0.3, 20.0])
    @pytest.mark.parametrize(
        ("unit", "changes"),
        [("arbitrary", {}), ("counts_per_s", {"scans": None})],
    )
    def test_it_finds_the_noise_that_was_put_in(
        self, sigma: float, unit: IntensityUnit, changes: dict[str, Any]
    ) -> None:
        # A smooth peak 20 noises high, wide against the step, on a slope.
        smooth = 20.0 * sigma * np.exp(-(((ENERGY - 285.0) / 1.5) ** 2)) + 3.0 * ENERGY
        generator = np.random.default_rng(11)
        found = []
        for _ in range(200):
            noisy = smooth + generator.normal(0.0, sigma, ENERGY.size)
            region = cut_region(a_spectrum(noisy, unit, **changes))
            assert region.noise == "residual"
            assert np.ptp(region.sigma_cps) == 0.0
            found.append(region.sigma_cps[0])
        assert np.mean(found) == pytest.approx(sigma, rel=0.1)

    def test_a_line_without_noise_does_not_divide_by_zero(self) -> None:
        region = cut_region(a_spectrum(np.full(101, 7.0), "arbitrary"))
        assert region.noise == "residual"
        np.testing.assert_array_equal(region.sigma_cps, 1.0)


class TestWindow:
    def test_without_ends_it_is_the_whole_spectrum(self) -> None:
        spectrum = a_spectrum()
        region = cut_region(spectrum)
        np.testing.assert_array_equal(region.binding_energy_ev, ENERGY)
        assert region.spectrum is spectrum
        assert region.name == "C 1s"

    def test_both_ends_belong_to_it(self) -> None:
        region = cut_region(a_spectrum(), 283.0, 287.0)
        assert region.binding_energy_ev.size == 41
        assert region.binding_energy_ev[0] == pytest.approx(283.0)
        assert region.binding_energy_ev[-1] == pytest.approx(287.0)

    def test_ends_between_points_take_what_lies_inside(self) -> None:
        region = cut_region(a_spectrum(), 282.95, 287.05)
        assert region.binding_energy_ev[[0, -1]] == pytest.approx([283.0, 287.0])

    def test_an_end_that_is_a_point_but_for_rounding_belongs_to_it(self) -> None:
        # 280 + 30 steps of 0.1 eV is 282.99999999999994 or so on some axes.
        axis = 280.0 + np.cumsum(np.full(101, 0.1)) - 0.1
        region = cut_region(a_spectrum(energy=axis), 283.0, 287.0)
        assert region.binding_energy_ev.size == 41

    def test_intensities_and_noise_are_those_of_its_points(self) -> None:
        region = cut_region(a_spectrum(), 284.0, 286.0)
        np.testing.assert_allclose(region.counts_per_s, 2.0 * COUNTS[40:61])
        np.testing.assert_allclose(region.sigma_cps, 2.0 * np.sqrt(COUNTS[40:61]))

    @pytest.mark.parametrize(
        ("high_ev", "points"), [(280.6, 7), (280.0, 1), (279.0, 0)]
    )
    def test_fewer_than_8_points_are_refused(self, high_ev: float, points: int) -> None:
        with pytest.raises(FitError) as caught:
            cut_region(a_spectrum(), 275.0, high_ev)
        message = str(caught.value)
        assert message.startswith(f"C 1s: only {points} points lie between 275.00 and")
        assert "8 or more" in message

    def test_a_short_spectrum_without_a_window_names_no_ends(self) -> None:
        short = a_spectrum(COUNTS[:7], energy=ENERGY[:7])
        with pytest.raises(FitError) as caught:
            cut_region(short)
        assert str(caught.value) == "C 1s: only 7 points; a fit needs 8 or more"

    def test_8_points_are_enough(self) -> None:
        assert cut_region(a_spectrum(), 275.0, 280.7).counts_per_s.size == 8

    def test_counts_without_a_time_are_refused(self) -> None:
        with pytest.raises(InputError, match="--count-time"):
            cut_region(a_spectrum(dwell_s=None))
