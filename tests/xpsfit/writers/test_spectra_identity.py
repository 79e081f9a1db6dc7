"""Write, read, and have the same: for any spectrum, in every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.arbitrary_spectra import any_spectrum, bits_of, words_of
from xpsfit.readers import detect, read
from xpsfit.writers.spectra import SPECTRUM_FORMATS, write_spectra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

LIMITS = {"csv": 1e38, "vamas": 9.9e36, "hdf5": 1e38}
REAL = Path(__file__).parents[4] / "shared" / "real"
SAMPLES = Path(__file__).parents[3] / "sample_spectra"

every_format = pytest.mark.parametrize("form", SPECTRUM_FORMATS)


def written_and_read(form: str, spectra: Sequence[Spectrum]) -> list[Spectrum]:
    with TemporaryDirectory() as folder:
        path = write_spectra(Path(folder, "spectra"), spectra, format=form)
        assert detect(path).name == form
        found = read(path)
    assert {one.file for one in found} == {str(path)}
    assert {one.format for one in found} == {form}
    assert [one.block for one in found] == [*range(1, len(found) + 1)]
    return found


def assert_same(before: Sequence[Spectrum], after: Sequence[Spectrum]) -> None:
    for one, other in zip(before, after, strict=True):
        assert words_of(other) == words_of(one)
        assert bits_of(other) == bits_of(one)
        # VAMAS adds what its reader warns of in any file, as of all counts being zero.
        assert other.warnings[: len(one.warnings)] == one.warnings
        if other.format != "vamas":
            assert other.warnings == one.warnings
            assert other.binding_energy_ev.tobytes() == one.binding_energy_ev.tobytes()


@every_format
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_spectra_come_back_as_they_were(form: str, data: st.DataObject) -> None:
    strategy = st.lists(any_spectrum(LIMITS[form]), min_size=1, max_size=4)
    spectra = data.draw(strategy)
    assert_same(spectra, written_and_read(form, spectra))


@settings(max_examples=40, deadline=None)
@given(spectra=st.lists(any_spectrum(1e36), min_size=1, max_size=3))
def test_energies_of_vamas_are_exact_where_any_are_uneven(
    spectra: list[Spectrum],
) -> None:
    uneven = np.array([10.0, 20.0, 40.000001])
    one = replace(
        spectra[0], binding_energy_ev=uneven, intensity=uneven, transmission=None
    )
    for before, after in zip(
        [one, *spectra], written_and_read("vamas", [one, *spectra]), strict=True
    ):
        assert after.binding_energy_ev.tobytes() == before.binding_energy_ev.tobytes()
        assert after.metadata == before.metadata


@settings(max_examples=40, deadline=None)
@given(spectra=st.lists(any_spectrum(1e36, even=True), min_size=1, max_size=3))
def test_even_energies_of_vamas_are_within_a_billionth_of_an_ev(
    spectra: list[Spectrum],
) -> None:
    for before, after in zip(spectra, written_and_read("vamas", spectra), strict=True):
        difference = np.abs(after.binding_energy_ev - before.binding_energy_ev)
        assert difference.max() <= 1e-9


@every_format
def test_the_sample_spectra_come_back_as_they_were(form: str) -> None:
    files = sorted(SAMPLES.rglob("*.vms"))
    spectra = [one for file in files for one in read(file)]
    after = written_and_read(form, spectra)
    assert_same(spectra, after)
    for one, other in zip(spectra, after, strict=True):
        assert other.binding_energy_ev.tobytes() == one.binding_energy_ev.tobytes()
        assert other.warnings == one.warnings


@every_format
@pytest.mark.skipif(
    not REAL.exists(), reason="the measured files are not distributed with the code"
)
@pytest.mark.parametrize(
    "name",
    [
        "vamas_kratos_cheminfo/ARXPS.vms",
        "vamas_thermo_casaxps_khervefitting/Pt4f.vms",
        "vamas_specs_pynxtools/irregular.vms",
        "vamas_lg4x/Mutlipak_vms.npl",
        "avantage_kalpha_angzeli/PDI-H-COOH/C1s Scan.VGD",
        "avantage_xlsx_khervefitting/Hard_carbon_Thermo.xlsx",
    ],
)
def test_measured_spectra_come_back_as_they_were(form: str, name: str) -> None:
    spectra = read(REAL / name)
    after = written_and_read(form, spectra)
    assert_same(spectra, after)
    assert [one.warnings for one in after] == [one.warnings for one in spectra]


@every_format
def test_a_spectrum_converted_twice_is_that_converted_once(form: str) -> None:
    once = written_and_read(form, read(SAMPLES / "bare_li.vms"))
    for other in SPECTRUM_FORMATS:
        assert_same(once, written_and_read(other, once))
