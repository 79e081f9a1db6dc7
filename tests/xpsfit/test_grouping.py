"""Which spectra belong together, and which model suits them."""

from __future__ import annotations

import numpy as np
import pytest

from xpsfit.grouping import (
    choose_model,
    core_levels,
    is_core_level,
    positions_of,
    samples_of,
)
from xpsfit.spectrum import Spectrum


def a_spectrum(
    region: str, sample: str = "foil", etch_time_s: float | None = None
) -> Spectrum:
    energy, counts = np.arange(10.0), np.ones(10)
    return Spectrum(region, sample, energy, counts, "counts", etch_time_s=etch_time_s)


class TestChoice:
    @pytest.mark.parametrize(
        ("regions", "model"),
        [
            (["C 1s", "O 1s", "Al 2p", "Li 1s"], "li-tma"),
            (["C 1s"], "li-tma"),
            (["C 1s", "O 1s"], "li-tma"),
            (["Li 1s", "F 1s", "P 2p"], "li-tma"),
            (["Al 2p", "In 3d"], "li-tma"),
            (["C 1s", "O 1s", "Ti 2p"], "adventitious-carbon"),
            (["Au 4f"], "adventitious-carbon"),
            (["C 1s", "N 1s", "Survey"], "adventitious-carbon"),
            (["C 1s", "Survey", "VB"], "li-tma"),
        ],
    )
    def test_it_follows_the_elements(self, regions: list[str], model: str) -> None:
        assert choose_model([a_spectrum(r) for r in regions]).name == model


class TestCoreLevels:
    @pytest.mark.parametrize("region", ["C 1s", "Al 2p3/2", "In 3d5/2", "Li 1s"])
    def test_a_core_level_is_known(self, region: str) -> None:
        assert is_core_level(a_spectrum(region))

    @pytest.mark.parametrize(
        "region", ["Survey", "Valence", "O KLL", "Xx 1s", "C 9s", "", "C 1s/2"]
    )
    def test_what_is_not_one_is_not_an_error(self, region: str) -> None:
        assert not is_core_level(a_spectrum(region))

    def test_others_are_left_out_with_a_note_each(self) -> None:
        spectra = [a_spectrum(r) for r in ("Survey", "C 1s", "Survey", "VB")]
        core, notes = core_levels("one sample", spectra)
        assert core == [spectra[1]]
        assert notes == [
            "Survey: not a core level, left out",
            "VB: not a core level, left out",
        ]


def test_samples_keep_the_order_of_the_file() -> None:
    spectra = [
        a_spectrum("C 1s", "B"),
        a_spectrum("C 1s", "A"),
        a_spectrum("O 1s", "B"),
    ]
    found = samples_of(spectra)
    assert list(found) == ["B", "A"]
    assert found["B"] == [spectra[0], spectra[2]]


class TestPositions:
    def test_one_measurement_of_each_region_is_one_position(self) -> None:
        spectra = [a_spectrum("C 1s"), a_spectrum("O 1s")]
        assert positions_of("foil", spectra) == [("foil", spectra)]

    def test_a_repeated_region_is_another_position(self) -> None:
        spectra = [a_spectrum(r) for r in ("C 1s", "O 1s", "C 1s", "O 1s", "C 1s")]
        assert positions_of("foil", spectra) == [
            ("foil", spectra[:2]),
            ("foil #2", spectra[2:4]),
            ("foil #3", spectra[4:]),
        ]

    def test_another_etch_time_is_not_another_position(self) -> None:
        spectra = [a_spectrum("C 1s", etch_time_s=t) for t in (0.0, 30.0, 60.0)]
        assert positions_of("foil", spectra) == [("foil", spectra)]

    def test_a_region_repeated_at_one_etch_time_is(self) -> None:
        spectra = [a_spectrum("C 1s", etch_time_s=t) for t in (0.0, 30.0, 30.0)]
        assert positions_of("foil", spectra) == [
            ("foil", spectra[:2]),
            ("foil #2", spectra[2:]),
        ]
