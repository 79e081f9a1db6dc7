from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from xpsfit.acquisition import (
    select_regions,
    with_count_time,
    with_photon_energy,
)
from xpsfit.errors import InputError, UnknownNameError
from xpsfit.spectrum import IntensityUnit, Spectrum, cut_region


def a_flat(
    region: str = "C 1s",
    unit: IntensityUnit = "counts",
    dwell_s: float | None = None,
    scans: int | None = None,
) -> Spectrum:
    energy = np.linspace(280.0, 290.0, 11)
    return Spectrum(
        region, "foil", energy, np.full(11, 400.0), unit, dwell_s=dwell_s, scans=scans
    )


class TestWithCountTime:
    def test_counts_become_rates(self) -> None:
        [stated] = with_count_time([a_flat(unit="counts")], 2.0)
        np.testing.assert_array_equal(stated.counts_per_s, 200.0)

    def test_rates_become_counts_with_poisson_noise(self) -> None:
        [stated] = with_count_time([a_flat(unit="counts_per_s")], 0.25)
        region = cut_region(stated)
        # 400/s for 0.25 s are 100 counts, so 10 counts or 40/s of noise.
        assert region.noise == "poisson"
        np.testing.assert_allclose(region.sigma_cps, 40.0)

    def test_what_the_file_states_is_kept(self) -> None:
        known = a_flat(dwell_s=0.1, scans=5)
        [kept] = with_count_time([known], 2.0)
        assert (kept.dwell_s, kept.scans) == (0.1, 5)

    def test_every_spectrum_says_which_time_was_taken(self) -> None:
        known, open_, odd = with_count_time(
            [
                a_flat(dwell_s=0.1, scans=5),
                replace(a_flat(), warnings=("no last line",)),
                a_flat(unit="arbitrary"),
            ],
            2.0,
        )
        stated = "stated with --count-time"
        assert known.warnings == (
            f"the file's counting time of 0.5 s was kept, not the 2 s {stated}",
        )
        assert open_.warnings == (
            "no last line",
            f"the file gives no counting time: 2 s per point was taken, as {stated}",
        )
        assert odd.warnings == (
            f"the unit of the intensities is unknown: no use for the 2 s {stated}",
        )
        assert odd.count_time_s is None

    def test_a_file_that_says_the_same_needs_no_word(self) -> None:
        known = a_flat(dwell_s=0.1, scans=5)
        assert with_count_time([known], 0.5) == [known]

    @pytest.mark.parametrize(("dwell_s", "scans"), [(0.1, None), (None, 5)])
    def test_half_a_statement_of_the_file_is_not_enough(
        self, dwell_s: float | None, scans: int | None
    ) -> None:
        [stated] = with_count_time([a_flat(dwell_s=dwell_s, scans=scans)], 2.0)
        assert stated.count_time_s == 2.0

    def test_the_stored_numbers_stay(self) -> None:
        [stated] = with_count_time([a_flat()], 2.0)
        np.testing.assert_array_equal(stated.intensity, 400.0)

    @pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
    def test_a_time_that_cannot_be_is_refused(self, seconds: float) -> None:
        with pytest.raises(InputError, match="is not above zero"):
            with_count_time([a_flat()], seconds)


class TestWithPhotonEnergy:
    def test_it_fills_what_the_file_leaves_open_and_keeps_the_rest(self) -> None:
        known = replace(a_flat(), photon_energy_ev=1253.6)
        stated = with_photon_energy([a_flat(), known], 1486.68)
        assert [s.photon_energy_ev for s in stated] == [1486.68, 1253.6]
        np.testing.assert_array_equal(
            stated[0].binding_energy_ev, a_flat().binding_energy_ev
        )

    def test_a_file_that_states_another_energy_says_that_it_was_kept(self) -> None:
        known = replace(a_flat(), photon_energy_ev=1253.6, warnings=("no last line",))
        said = "1486.68 eV stated with --photon-energy"
        [kept] = with_photon_energy([known], 1486.68)
        assert kept.warnings == (
            "no last line",
            f"the file's photon energy of 1253.6 eV was kept, not the {said}",
        )

    def test_a_file_that_states_the_same_energy_needs_no_word(self) -> None:
        # Avantage keeps the energy in four bytes.
        known = replace(a_flat(), photon_energy_ev=float(np.float32(1486.68)))
        assert with_photon_energy([known], 1486.68) == [known]

    def test_a_gap_that_is_filled_needs_no_word(self) -> None:
        assert with_photon_energy([a_flat()], 1486.68)[0].warnings == ()

    @pytest.mark.parametrize("energy_ev", [0.0, -1.0, float("nan"), float("inf")])
    def test_an_energy_that_cannot_be_is_refused(self, energy_ev: float) -> None:
        with pytest.raises(InputError, match="is not above zero"):
            with_photon_energy([a_flat()], energy_ev)


class TestSelectRegions:
    SPECTRA = (a_flat("C 1s"), a_flat("Al 2p"), a_flat("Survey"), a_flat("C 1s"))

    def test_no_names_select_all(self) -> None:
        assert select_regions(self.SPECTRA, ()) == list(self.SPECTRA)

    @pytest.mark.parametrize("name", ["C 1s", "c1s", "C1S"])
    def test_case_and_spaces_do_not_matter(self, name: str) -> None:
        chosen = select_regions(self.SPECTRA, [name])
        assert chosen == [self.SPECTRA[0], self.SPECTRA[3]]

    def test_several_keep_the_order_of_the_file(self) -> None:
        chosen = select_regions(self.SPECTRA, ["survey", "al2p"])
        assert chosen == [self.SPECTRA[1], self.SPECTRA[2]]

    def test_a_name_that_fits_none_is_refused_with_what_there_is(self) -> None:
        with pytest.raises(UnknownNameError, match="'O 1s'; known: C 1s, Al 2p, Su"):
            select_regions(self.SPECTRA, ["C 1s", "O 1s"])
