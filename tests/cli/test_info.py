from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.builders import a_spectrum
from tests.cli.bad_inputs import BAD, truncated_vamas
from tests.cli.running import Run, the_error
from tests.vamas_writer import Block, File
from tests.vgd_writer import LPWSTR, R4, Vgd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIVIDED = "intensities are already divided by it"
READ = "xpsfit.readers.read_many"


def _reads(count: int = 1) -> object:
    """Return a reader of one C 1s spectrum, or of levels 30 s apart."""
    times = [None] if count == 1 else [30.0 * level for level in range(count)]
    return [a_spectrum("C 1s", etch_time_s=time, file="a.vms") for time in times], []


class TestTable:
    def test_it_shows_the_acquisition(self, run: Run) -> None:
        with patch(READ, autospec=True, return_value=_reads()):
            text = run("info", "a.vms").stdout
        assert "a.vms: vamas, 1 spectrum" in text
        [row] = [line.split() for line in text.splitlines() if line.startswith("C 1s")]
        assert "sample: Li + TMA" in text
        # 280 to 294 eV in steps of 0.1 eV, 20 eV pass energy, 0.1 s dwell, 5 scans.
        assert row[:11] == [
            "C", "1s", "-", "141", "280.00", "294.00", "0.1", "1486.68", "20", "0.1",
            "5",
        ]  # fmt: skip

    def test_several_samples_have_a_column(self, run: Run) -> None:
        spectra = [a_spectrum(sample=name) for name in ("bare", "dosed")]
        with patch(READ, autospec=True, return_value=(spectra, [])):
            lines = run("info", "a.vms").stdout.splitlines()
        assert [row.split()[0] for row in lines if " 1s " in row] == ["bare", "dosed"]

    def test_levels_share_a_line_unless_asked_otherwise(self, run: Run) -> None:
        with patch(READ, autospec=True, return_value=_reads(4)):
            text = run("info", "a.vms").stdout
            every = run("info", "-v", "a.vms").stdout
        assert text.count("C 1s") == 1
        assert "0 to 90 (4 levels)" in text
        assert every.count("C 1s") == 4

    def test_warnings_of_the_reader_are_shown(self, run: Run) -> None:
        spectrum = replace(a_spectrum(), warnings=("the last line is missing",))
        with patch(READ, autospec=True, return_value=([spectrum], [])):
            assert "! the last line is missing" in run("info", "a.vms").stdout


class TestMethods:
    def test_the_table_says_what_a_methods_section_needs(
        self, run: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "C1s Scan.VGD").write_bytes(
            Vgd(
                properties={
                    0x25B: (R4, 180.0),
                    0x25C: (R4, 1.0),
                    0x25D: (LPWSTR, "Default FG03 mode"),
                    0x2C0: (R4, 1000.0),
                    0x2C4: (LPWSTR, "Ar+"),
                }
            ).content()
        )
        lines = run("info", "C1s Scan.VGD").stdout.splitlines()
        # The writer of the test: noon and 90 s, a spot of 400 um, software v6.9.0.
        assert lines[1:9] == [
            "sample: bare Li",
            "instrument: ESCALAB_X, v6.9.0 : Build 00059, operator engineer",
            "measured: 2024-02-29T12:00:00+00:00 to 2024-02-29T12:01:30+00:00",
            "source: spot 400 um",
            "analyzer: FAT, lens Standard",
            "flood gun: Default FG03 mode, 180 uA, 1 eV",
            "ion gun: Ar+, 1000 eV",
            f"transmission: no column in the file; {DIVIDED}",
        ]

    def test_it_says_what_no_spectrum_states(self, run: Run, tmp_path: Path) -> None:
        text = "binding_energy_ev,counts\n284,5\n285,6\n"
        (tmp_path / "a.csv").write_text(text, "utf-8")
        shown = run("info", "a.csv").stdout
        assert (
            "not stated: instrument, date, photon energy, pass energy, dwell time, "
            "scans, spot size, lens mode, flood gun" in shown
        )

    def test_a_column_of_transmission_is_announced(
        self, run: Run, tmp_path: Path
    ) -> None:
        block = Block(
            columns=(("Intensity", "d"), ("Transmission", "d")),
            rows=((100, 1.0), (140, 1.1), (90, 1.2)),
        )
        (tmp_path / "a.vms").write_text(File((block,)).text(), "utf-8")
        shown = run("info", "a.vms").stdout
        assert "transmission: a column in the file; the file does not say" in shown
        [row] = [line for line in shown.splitlines() if line.startswith("C 1s ")]
        assert row.rstrip().endswith("unknown, column")

    def test_spectra_that_differ_are_told_apart(self, run: Run) -> None:
        spectra = [
            replace(a_spectrum(), file="a.vms", metadata={"lens mode": mode})
            for mode in ("A", "B", "C", "D", "A")
        ]
        with patch(READ, autospec=True, return_value=(spectra, [])):
            assert "lens A | lens B | lens C | and 1 more" in run("info", "a").stdout


class TestJson:
    def test_it_is_one_object_per_spectrum(self, run: Run) -> None:
        with patch(READ, autospec=True, return_value=_reads(2)):
            result = run("info", "a.vms", "--json")
        records = json.loads(result.stdout)
        assert [record["etch_time_s"] for record in records] == [0.0, 30.0]
        assert list(records[0]) == [
            "file", "format", "block", "sample", "region", "etch_time_s", "points",
            "binding_energy_low_ev", "binding_energy_high_ev", "step_ev",
            "photon_energy_ev", "pass_energy_ev", "dwell_s", "scans",
            "intensity_unit", "max_counts", "sum_counts",
            "transmission", "transmission_column", "methods", "warnings", "metadata",
        ]  # fmt: skip
        assert records[0]["metadata"] == {"technique": "XPS", "operator": "A. Surface"}

    def test_it_agrees_with_a_file_made_by_other_code(
        self, run: Run, samples: Path
    ) -> None:
        records = json.loads(run("info", samples / "bare_li.vms", "--json").stdout)
        # sample_spectra/README.md: four core levels, 50 eV, 0.05 s and 10, 10, 15 and
        # 20 scans.
        assert [(r["region"], r["pass_energy_ev"], r["dwell_s"], r["scans"])
                for r in records] == [
            ("C 1s", 50.0, 0.05, 10),
            ("O 1s", 50.0, 0.05, 10),
            ("Al 2p", 50.0, 0.05, 15),
            ("Li 1s", 50.0, 0.05, 20),
        ]  # fmt: skip


class TestBadInput:
    @pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
    @pytest.mark.parametrize("words", [(), ("--json",)])
    def test_it_is_refused_in_one_sentence(
        self,
        run: Run,
        tmp_path: Path,
        bad: Callable[[Path], Path],
        words: tuple[str, ...],
    ) -> None:
        path = bad(tmp_path)
        result = run("info", path, *words)
        assert result.exit_code == 1
        assert path.name in the_error(result)
        assert result.stdout == ""

    def test_a_bad_file_of_a_folder_is_listed(
        self, run: Run, tmp_path: Path, samples: Path
    ) -> None:
        folder = tmp_path / "data"
        folder.mkdir()
        shutil.copy(samples / "bare_li.vms", folder)
        truncated_vamas(folder, samples)
        result = run("info", folder, "--json")
        assert result.exit_code == 3
        assert len(json.loads(result.stdout)) == 4
        assert result.stderr.startswith(f"Failed: {folder / 'truncated.vms'}, line ")

    def test_a_photograph_in_a_folder_is_only_mentioned(
        self, run: Run, tmp_path: Path, samples: Path
    ) -> None:
        folder = tmp_path / "data"
        folder.mkdir()
        shutil.copy(samples / "bare_li.vms", folder)
        photo = BAD["a_picture"](folder)
        result = run("info", folder)
        assert result.exit_code == 0
        assert result.stderr.startswith(f"Left out: {photo}: ")
        assert run("info", folder, "-q").stderr == ""

    def test_a_photograph_by_name_has_failed(
        self, run: Run, tmp_path: Path, samples: Path
    ) -> None:
        photo = BAD["a_picture"](tmp_path)
        assert run("info", samples / "bare_li.vms", photo).exit_code == 3
