"""What every reader in the registry promises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import avantage_writer, avg_writer, hdf5_writer
from tests.vamas_writer import Block, File
from tests.vgd_writer import Axis, Vgd, etch_times
from xpsfit.errors import XpsFitError
from xpsfit.readers import HEAD_BYTES, READERS, Reader, read

if TYPE_CHECKING:
    from collections.abc import Iterator

REAL = Path(__file__).parents[3] / "shared" / "real"
REAL_SUFFIXES = {".vms", ".npl", ".VGD", ".xls", ".xlsx"}
MALFORMED = "1.vms"

ETCHED = Vgd(sides=((Axis(),), (etch_times(0.0, 30.0, 90.0),)))
TIDY = """\
spectrum,sample,region,position,angle_deg,etch_time_s,photon_energy_ev,\
pass_energy_ev,dwell_s,scans,\
intensity_unit,transmission_state,binding_energy_ev,intensity,transmission,details
1,Li,C 1s,,,0.0,1486.68,50,0.05,4,counts,raw,284,5,,"{""metadata"":{},""warnings"":[]}"
1,Li,C 1s,,,0.0,1486.68,50,0.05,4,counts,raw,284.5,7,,
2,Li,O 1s,,,,,,,,arbitrary,unknown,531,1,2,"{""metadata"":{""a"":""b""},\
""warnings"":[]}"
"""
SAMPLES: dict[str, tuple[str, bytes]] = {
    "vamas, kinetic": ("vamas", File().text().encode()),
    "vamas, several": (
        "vamas",
        File((Block(), Block(species="O")), mode="SDP").text("\n").encode(),
    ),
    "vamas, mark and blank lines": (
        "vamas",
        ("\ufeff\n\n" + File().text()).encode(),
    ),
    "avg, one spectrum": ("avg", avg_writer.Dump().bytes()),
    "avg, etch series": ("avg", avg_writer.series((0, 30, 90)).bytes("\n")),
    "vgd, one spectrum": ("vgd", Vgd().content()),
    "vgd, etch series": ("vgd", ETCHED.content()),
    "avantage-excel, new": (
        "avantage-excel",
        avantage_writer.xlsx({"C1s Scan": avantage_writer.Export().grid()}),
    ),
    "avantage-excel, old": (
        "avantage-excel",
        avantage_writer.xls({"C1s Scan": avantage_writer.profile().grid()}),
    ),
    "avantage-text, tabs": (
        "avantage-text",
        avantage_writer.delimited(avantage_writer.profile().grid()).encode(),
    ),
    "avantage-text, Excel": (
        "avantage-text",
        avantage_writer.delimited(avantage_writer.Export().grid(), "\t", ",").encode(
            "utf-16"
        ),
    ),
    "columns, comments": (
        "columns",
        b"# region: C 1s\n# xpsfit-columns: binding_energy_ev, counts\n284 5\n285 6\n",
    ),
    "csv, two spectra": ("csv", TIDY.encode()),
    "csv, mark": ("csv", ("\ufeff" + TIDY).replace("\n", "\r\n").encode()),
    "hdf5, one spectrum": ("hdf5", hdf5_writer.spectra()),
    "hdf5, several": ("hdf5", hdf5_writer.spectra(40)),
    "columns, names": ("columns", b"Binding Energy (eV);Counts / s\n284;5\n285;6\n"),
}

every_reader = pytest.mark.parametrize("reader", READERS.values(), ids=list(READERS))


def real_files() -> Iterator[Path]:
    for path in sorted(REAL.rglob("*")):
        if path.suffix in REAL_SUFFIXES and path.name != MALFORMED:
            yield path


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_exactly_one_reader_recognises_a_sample(
    sample: tuple[str, bytes], tmp_path: Path
) -> None:
    name, content = sample
    path = tmp_path / "sample"
    path.write_bytes(content)
    found = [
        one.name
        for one in READERS.values()
        if one.recognises(content[:HEAD_BYTES], path)
    ]
    assert found == [name]


def test_every_reader_has_a_sample() -> None:
    assert {name for name, _ in SAMPLES.values()} == READERS.keys()


@every_reader
def test_the_names_of_a_reader_are_complete(reader: Reader) -> None:
    assert READERS[reader.name] is reader
    assert reader.title
    assert all(suffix.startswith(".") for suffix in reader.suffixes)


@every_reader
@settings(max_examples=200)
@given(head=st.binary(max_size=300))
def test_recognising_survives_any_bytes(reader: Reader, head: bytes) -> None:
    assert reader.recognises(head, Path("any")) in {True, False}


@every_reader
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_recognising_survives_any_cut(
    reader: Reader, sample: tuple[str, bytes]
) -> None:
    for length in range(100):
        assert reader.recognises(sample[1][:length], Path("any")) in {True, False}


def assert_sound(path: Path) -> None:
    spectra = read(path)
    assert spectra
    for one in spectra:
        assert one.file == str(path)
        assert one.region
        assert (np.diff(one.binding_energy_ev) > 0).all()
        assert np.isfinite(one.intensity).all()
        words = {**one.metadata, "region": one.region, "sample": one.sample}
        assert all(isinstance(text, str) for text in words.values())
        assert all(text.isprintable() for pair in words.items() for text in pair)
        assert one.photon_energy_ev is None or 5 < one.photon_energy_ev < 20000
    assert one.format in READERS


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_the_spectra_of_a_sample_are_sound(
    sample: tuple[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "sample"
    path.write_bytes(sample[1])
    assert_sound(path)


@pytest.mark.skipif(
    not REAL.exists(), reason="the measured files are not distributed with the code"
)
def test_the_spectra_of_measured_files_are_sound() -> None:
    for path in real_files():
        assert_sound(path)


@every_reader
@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"\xff" * 100, b"1\n2\n", b"\n"])
def test_a_reader_refuses_what_is_not_its_own(
    reader: Reader, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "noise"
    path.write_bytes(content)
    with pytest.raises(XpsFitError) as caught:
        reader.read(path)
    assert str(path) in str(caught.value)


@every_reader
def test_a_reader_says_that_a_file_is_gone(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(XpsFitError, match="cannot be read"):
        reader.read(tmp_path / "gone")
