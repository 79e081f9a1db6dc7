"""Two-column text: what the header says is done, what it does not say is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xpsfit.errors import FormatError, UnknownFormatError, XpsFitError
from xpsfit.readers import columns, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xpsfit.spectrum import Spectrum

    Read = Callable[[str | bytes], Spectrum]

FULL = """\
# xpsfit-columns: binding_energy_ev, counts_per_s
# region: C1s
# sample: bare Li
# photon_energy_ev: 1486.6
# pass_energy_ev: 50
# dwell_s: 0.05
# scans: 10
# etch_time_s: 120
# operator: N. N.
# measured after the weekend
294.0, 180
294.5, 280
295.0, 200
"""
ROWS = "294.0,180\n294.5,280\n295.0,200\n"
ENERGY_EV = [294.0, 294.5, 295.0]
RATES = [180.0, 280.0, 200.0]
RELATIVE = 1e-9


@pytest.fixture
def spectrum(tmp_path: Path) -> Read:
    def spectrum_of(content: str | bytes, name: str = "data.csv") -> Spectrum:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (one,) = read(path)
        return one

    return spectrum_of


def refused(spectrum: Read, content: str, words: str) -> int | None:
    with pytest.raises(FormatError, match=words) as caught:
        spectrum(content)
    return caught.value.line


def test_every_key_of_the_header_arrives(spectrum: Read) -> None:
    one = spectrum(FULL)
    assert (one.region, one.sample, one.format) == ("C 1s", "bare Li", "columns")
    assert one.binding_energy_ev.tolist() == ENERGY_EV
    assert one.intensity.tolist() == RATES
    assert one.intensity_unit == "counts_per_s"
    assert (one.photon_energy_ev, one.pass_energy_ev) == (1486.6, 50)
    assert (one.dwell_s, one.scans, one.etch_time_s) == (0.05, 10, 120)
    assert one.metadata == {
        "operator": "N. N.",
        "comment in line 10": "measured after the weekend",
    }
    assert one.warnings == ()
    assert one.transmission_state == "unknown"


KINETIC = "1191.6 200\n1192.1 280\n1192.6 180\n"
HV = "# photon_energy_ev: 1486.6\n"

SAME = {
    "commas": "binding_energy_ev,counts_per_s\n" + ROWS,
    "falling": "binding_energy_ev,counts_per_s\n295,200\n294.5,280\n294,180\n",
    "tabs": "Binding Energy (eV)\tCounts / s\n" + ROWS.replace(",", "\t"),
    "semicolons": "BE [eV];cps\n" + ROWS.replace(",", ";"),
    "blanks": "binding_energy_ev  counts_per_s\n" + ROWS.replace(",", "   "),
    "names with blanks": "Binding Energy (eV)   Counts / s\n" + ROWS.replace(",", " "),
    "decimal commas": "Binding Energy/eV;Intensity (cps)\n"
    + ROWS.replace(",", ";").replace(".", ","),
    "intensity first": "Counts/s,Binding Energy (eV)\n180,294\n280,294.5\n200,295\n",
    "kinetic": "# xpsfit-columns: kinetic_energy_ev, counts_per_s\n" + HV + KINETIC,
    "kinetic, a row of names": HV + "KE (eV) counts/s\n" + KINETIC,
    "kinetic, falling": HV
    + "Kinetic Energy (eV), cps\n1192.6,180\n1192.1,280\n1191.6,200\n",
    "both headers": "# xpsfit-columns: BE (eV), c/s\nBE (eV);cps\n"
    + ROWS.replace(",", ";"),
    "blank lines": "\n\nBE (eV),cps\n\n" + ROWS.replace("\n", "\n\n"),
    "LF to CR": ("BE (eV),cps\n" + ROWS).replace("\n", "\r"),
    "LF to CRLF": ("BE (eV),cps\n" + ROWS).replace("\n", "\r\n"),
    "byte-order mark": "\ufeffBE (eV),cps\n" + ROWS,
    "exponents": "BE (eV),cps\n2.94e2,18D+01\n294.5,2.8E2\n+295,200.\n",
    "a remark below": "BE (eV),cps\n" + ROWS + "# the end\n",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_one_measurement_reads_the_same_however_it_is_written(
    spectrum: Read, text: str
) -> None:
    one = spectrum(text)
    assert one.binding_energy_ev == pytest.approx(ENERGY_EV, rel=RELATIVE)
    assert one.intensity.tolist() == RATES
    assert one.intensity_unit == "counts_per_s"


def test_counts_and_counts_per_s_agree(spectrum: Read) -> None:
    times = "# dwell_s: 0.05\n# scans: 10\n"
    rates = spectrum(times + "BE (eV),cps\n" + ROWS)
    counts = spectrum(times + "BE (eV),counts\n294.0,90\n294.5,140\n295.0,100\n")
    assert rates.counts == pytest.approx(counts.counts, rel=RELATIVE)
    assert rates.counts_per_s == pytest.approx(counts.counts_per_s, rel=RELATIVE)


@pytest.mark.parametrize("name", ["counts", "Intensity (counts)", "Counts"])
def test_counts_are_counts(spectrum: Read, name: str) -> None:
    assert spectrum(f"BE (eV),{name}\n{ROWS}").intensity_unit == "counts"


@pytest.mark.parametrize("name", ["arbitrary", "Intensity (a.u.)", "arb. units"])
def test_arbitrary_units_stay_arbitrary(spectrum: Read, name: str) -> None:
    assert spectrum(f"BE (eV),{name}\n{ROWS}").intensity_unit == "arbitrary"


def test_utf_16_with_its_mark_is_read(spectrum: Read) -> None:
    text = "Binding Energy (eV)\tCounts / s\n" + ROWS.replace(",", "\t")
    assert spectrum(text.encode("utf-16")).intensity.tolist() == RATES


def test_the_name_of_the_file_may_name_the_region(tmp_path: Path) -> None:
    path = tmp_path / "Al2p.csv"
    path.write_text("BE (eV),cps\n" + ROWS)
    (one,) = read(path)
    assert one.region == "Al 2p"
    assert "name of the file" in one.warnings[0]


def test_without_a_region_the_window_is_the_label(spectrum: Read) -> None:
    one = spectrum("BE (eV),cps\n" + ROWS)
    assert one.region == "294-295 eV"
    assert "# region:" in one.warnings[0]


def test_a_misspelt_key_is_pointed_out(spectrum: Read) -> None:
    one = spectrum("# region: C 1s\n# dwell: 0.05\nBE (eV),cps\n" + ROWS)
    assert one.dwell_s is None
    assert one.warnings == (
        "line 2: 'dwell' is not a known key and is not used; did you mean 'dwell_s'?",
    )


@pytest.mark.parametrize(
    "header",
    ["", "Energy,Counts\n", "Energy (eV),Counts\n", "BE (eV),Intensity\n", "# C 1s\n"],
)
def test_nothing_is_guessed_from_the_numbers(spectrum: Read, header: str) -> None:
    with pytest.raises(UnknownFormatError, match="# xpsfit-columns: binding_energy_ev"):
        spectrum(header + ROWS)


@pytest.mark.parametrize(
    "value", ["energy, counts", "binding_energy_ev", "BE (eV), KE (eV)", "counts, cps"]
)
def test_a_header_that_does_not_say_enough_is_refused(
    spectrum: Read, value: str
) -> None:
    text = f"# sample: Li\n# xpsfit-columns: {value}\n{ROWS}"
    assert refused(spectrum, text, "does not name an energy and an intensity") == 2


def test_kinetic_energies_need_the_photon_energy(spectrum: Read) -> None:
    text = "# region: C 1s\n# xpsfit-columns: kinetic_energy_ev, counts\n" + KINETIC
    assert refused(spectrum, text, "# photon_energy_ev: ") == 2


def test_the_message_says_that_an_option_cannot_stand_in_for_the_line(
    spectrum: Read,
) -> None:
    text = "# region: C 1s\n# xpsfit-columns: kinetic_energy_ev, counts\n" + KINETIC
    with pytest.raises(FormatError, match="--photon-energy cannot stand in for it"):
        spectrum(text)


HEAD = "BE (eV),cps\n"


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (HEAD + "294,1\n295,nan\n", "finite number, found 'nan'", 3),
        (HEAD + "294,1\n295,-1.#INF0\n", "finite number", 3),
        (HEAD + "294,1\n295,1e999\n", "finite number", 3),
        (HEAD + "294,1\n295,#empty#\n", "finite number", 3),
        (HEAD + "294,1\n295\n", "expected two numbers, found '295'", 3),
        (HEAD + "294,1,7\n", "expected two numbers", 2),
        (HEAD + "294,1\n295,2\n294.5,3\n", "turns back or repeats", 4),
        (HEAD + "294,1\n294,2\n", "turns back or repeats", 3),
        (HEAD + "295,1\n294,2\n296,3\n", "turns back or repeats", 4),
        (HEAD + "294,1\n# region: O 1s\n295,2\n", "below the first numbers", 3),
        (HEAD, "no numbers follow", 1),
        ("# xpsfit-columns: BE (eV), cps\n# region: C 1s", "no numbers follow", 2),
        ("# xpsfit-columns: BE (eV), cps\nBE (eV),counts\n1,1\n", "contradicts", 2),
        ("# scans: 2\n# scans: 3\n" + HEAD + ROWS, "given twice", 2),
        ("# scans: 2.5\n" + HEAD + ROWS, "a whole number above 0", 1),
        ("# scans: 0\n" + HEAD + ROWS, "a whole number above 0", 1),
        ("# dwell_s: fast\n" + HEAD + ROWS, "positive number, found 'fast'", 1),
        ("# photon_energy_ev: -1\n" + HEAD + ROWS, "positive number", 1),
        ("# etch_time_s: -1\n" + HEAD + ROWS, "positive number", 1),
        (HEAD + "294,1\n2950000,2\n", "beyond 100000 eV", 2),
        (HEAD + "284,8 1234,5\n", "tab between the numbers", 2),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(
    spectrum: Read, text: str, words: str, line: int
) -> None:
    assert refused(spectrum, text, words) == line


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("285\t1,234\n286\t1,300\n", "decimal comma or a digit group"),
        ("285.1\t1,234\n286.1\t1,300\n", "other numbers have a point"),
        ("285,1\t1.234\n286,1\t1.300\n", "other numbers have a point"),
        ("285\t1,234,567\n286,1\t5\n", "finite number"),
    ],
)
def test_a_comma_that_could_mean_two_things_is_refused(
    spectrum: Read, rows: str, words: str
) -> None:
    refused(spectrum, "BE (eV)\tcps\n" + rows, words)


def test_a_comma_with_one_meaning_is_read(spectrum: Read) -> None:
    one = spectrum("BE (eV)\tcps\n285,1\t1,234\n286,1\t0,5\n")
    assert one.intensity.tolist() == [1.234, 0.5]


@settings(
    max_examples=200,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from((FULL, *SAME.values())),
    st.integers(0, 60),
    st.integers(0, 20),
    st.text(max_size=12),
)
def test_an_edited_file_is_read_or_refused(
    tmp_path: Path, text: str, start: int, length: int, new: str
) -> None:
    path = tmp_path / "fuzz.csv"
    edited = text[:start] + new + text[start + length :]
    path.write_bytes(edited.encode("utf-8", errors="surrogatepass"))
    try:
        (one,) = columns.read(path)
    except XpsFitError:
        return
    assert one.binding_energy_ev.size > 0
