from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.builders import a_series, a_spectrum, a_surface
from tests.cli.bad_inputs import BAD, CIRCULAR, MISSPELT, truncated_vamas
from tests.cli.running import Run, the_error, written
from xpsfit.checks import judge
from xpsfit.errors import FitError
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from unittest.mock import MagicMock

    from xpsfit.results import SampleResult

ANALYZE = "xpsfit.analysis.analyze"
READ = "xpsfit_cli.work.read_many"


@pytest.fixture
def a_file(tmp_path: Path) -> Iterator[Path]:
    """Return a file that reads as two spectra."""
    path = tmp_path / "li_tma.vms"
    path.write_text("stands for two spectra")
    spectra = [a_spectrum("C 1s", file=str(path)), a_spectrum("Al 2p", file=str(path))]
    with patch(READ, autospec=True, return_value=(spectra, [])):
        yield path


@pytest.fixture
def analyze(a_file: Path) -> Iterator[MagicMock]:
    """Stand in for the analysis of the file."""
    del a_file
    with patch(ANALYZE, autospec=True, return_value=[a_surface()]) as stand_in:
        yield stand_in


class TestDelegation:
    def test_the_library_gets_the_spectra_and_the_settings(
        self, run: Run, a_file: Path, analyze: MagicMock
    ) -> None:
        result = run("fit", a_file, "--no-figures", "--shift", "0.4", "--library",
                     "althermo1", "--transmission", "none", "--energy-exponent", "0.7",
                     "--region", "Al 2p")  # fmt: skip
        assert result.exit_code == 0, result.output
        ((spectra, settings),) = [call.args for call in analyze.call_args_list]
        assert [spectrum.region for spectrum in spectra] == ["Al 2p"]
        assert settings == Settings(
            charge="shift",
            shift_ev=0.4,
            library="althermo1",
            transmission="none",
            energy_exponent=0.7,
        )

    def test_the_writer_gets_the_results_and_the_record(
        self, run: Run, a_file: Path, analyze: MagicMock
    ) -> None:
        with patch("xpsfit_cli.work.write_results", autospec=True) as write:
            run("fit", a_file, "-o", "out", "--force", "--no-figures")
        (call,) = write.call_args_list
        folder, results, record = call.args
        assert folder == Path("out/li_tma.xpsfit")
        assert results == analyze.return_value
        assert call.kwargs == {
            "force": True,
            "figures": None,
            "workbook": False,
            "findings": judge(results),
        }
        assert record.command[1:] == (
            "fit", str(a_file), "-o", "out", "--force", "--no-figures",
        )  # fmt: skip
        assert [item.file for item in record.inputs] == [str(a_file)]


@pytest.mark.usefixtures("analyze")
class TestOneInput:
    def test_it_writes_a_folder_beside_the_user(
        self, run: Run, a_file: Path, tmp_path: Path
    ) -> None:
        result = run("fit", a_file, "--no-figures")
        assert result.exit_code == 0
        names = [path.name for path in (tmp_path / "li_tma.xpsfit").iterdir()]
        assert {"components.csv", "run.json", "result.h5", "model.toml"} <= {*names}
        assert "files written to li_tma.xpsfit" in result.stderr

    def test_it_shows_what_a_referee_asks_for(self, run: Run, a_file: Path) -> None:
        text = run("fit", a_file, "--no-figures").stdout
        # a_surface: C-C measured at 284.37 eV, shift 0.43 eV, three C 1s components.
        assert "Li + TMA: model builder" in text
        assert (
            "Charge shift +0.430 ± 0.012 eV: C 1s C-C measured at 284.370 eV, set"
            in text
        )
        assert "adventitious carbon itself varies" in text
        assert "linear background, ends of 5 points, 280.43 to 294.43 eV" in text
        assert "141 points, counting noise" in text
        assert "scofield factors, KE^0.6, transmission: not applied" in text
        assert "a homogeneous sample is assumed" in text
        assert "Regions without a peak model" in text
        [carbon] = [line for line in text.splitlines() if line.startswith("C-C ")]
        assert carbon.split()[1] == "284.800"

    def test_quiet_twice_shows_nothing(self, run: Run, a_file: Path) -> None:
        result = run("-q", "fit", a_file, "--no-figures", "-q")
        assert result.exit_code == 0
        assert result.output == ""

    def test_quiet_keeps_the_tables(self, run: Run, a_file: Path) -> None:
        result = run("fit", a_file, "--no-figures", "-q")
        assert result.stderr == ""
        assert "C-C" in result.stdout

    def test_verbose_adds_every_parameter(self, run: Run, a_file: Path) -> None:
        assert "C-O.fwhm_ev" not in run("fit", a_file, "--no-figures").stdout
        text = run("fit", a_file, "--no-figures", "--force", "-v").stdout
        [line] = [row for row in text.splitlines() if row.startswith("C-O.fwhm_ev")]
        assert line.split()[1] == "linked"

    def test_a_folder_that_is_there_needs_force(
        self, run: Run, a_file: Path, analyze: MagicMock
    ) -> None:
        run("fit", a_file, "--no-figures")
        analyze.reset_mock()
        refused = run("fit", a_file, "--no-figures")
        assert refused.exit_code == 1
        assert "already exists; replace it with --force" in the_error(refused)
        analyze.assert_not_called()
        assert run("fit", a_file, "--no-figures", "--force").exit_code == 0

    def test_json_is_what_the_files_hold(
        self, run: Run, a_file: Path, tmp_path: Path
    ) -> None:
        result = run("fit", a_file, "--no-figures", "--json")
        content = json.loads(result.stdout)
        assert list(content) == [
            "components", "composition", "candidates", "fits", "parameters", "curves",
            "checks", "failures",
        ]  # fmt: skip
        for row in content["checks"]:
            assert isinstance(row.pop("values"), dict)
        for name in list(content)[:-1]:
            with (tmp_path / "li_tma.xpsfit" / f"{name}.csv").open(newline="") as file:
                rows = list(csv.DictReader(file))
            for row in content[name]:
                row.pop("values", None)  # numbers of a check: its sentence has them
            assert [_as_csv(row) for row in content[name]] == rows, name
        assert content["failures"] == []


def _as_csv(row: dict[str, object]) -> dict[str, str]:
    """Return a JSON row as the CSV file spells it."""
    return {
        key: "" if v is None else str(v).lower() if isinstance(v, bool) else str(v)
        for key, v in row.items()
    }


class TestPartOfARegion:
    def test_a_region_that_fails_is_listed(self, run: Run, a_file: Path) -> None:
        surface = a_surface(failed=["Al 2p"])
        with patch(ANALYZE, autospec=True, return_value=[surface]):
            result = run("fit", a_file, "--no-figures", "--json")
        assert result.exit_code == 3
        assert "Failed: Li + TMA, Al 2p: no signal" in result.stderr
        assert json.loads(result.stdout)["failures"] == [
            {
                "input": str(a_file),
                "sample": "Li + TMA",
                "region": "Al 2p",
                "etch_time_s": None,
                "reason": "no signal",
            }
        ]

    def test_if_all_regions_fail_nothing_is_written(
        self, run: Run, a_file: Path, tmp_path: Path
    ) -> None:
        surface = a_surface(failed=["C 1s", "Al 2p", "In 3d"])
        with patch(ANALYZE, autospec=True, return_value=[surface]):
            result = run("fit", a_file, "--no-figures", "-o", "out")
        assert result.exit_code == 1
        assert "no region could be evaluated (C 1s: no signal; " in the_error(result)
        assert written(tmp_path) == ["li_tma.vms"]


def test_a_series_is_shown_level_by_level(run: Run, a_file: Path) -> None:
    with patch(ANALYZE, autospec=True, return_value=[a_series(3)]):
        text = run("fit", a_file, "--no-figures").stdout
    table = text[text.index("Composition") :].split("\n\n")[0]
    rows = [
        line.split()[0] for line in table.splitlines() if line.strip()[:1].isdigit()
    ]
    assert rows == ["0", "30", "60"]


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """Return three files; their results are those of samples called like them."""
    paths = [tmp_path / f"{name}.vms" for name in ("a", "b", "c")]
    for path in paths:
        path.write_text(path.stem)
    return paths


class TestSeveralInputs:
    @pytest.fixture(autouse=True)
    def _reading(self) -> Iterator[None]:
        def read(paths: list[Path]) -> object:
            (path,) = paths
            return [a_spectrum("C 1s", path.stem, file=str(path))], []

        with patch(READ, autospec=True, side_effect=read):
            yield

    @staticmethod
    def _results(*bad: str, error: BaseException) -> AbstractContextManager[object]:
        def analyze(
            spectra: list[object], settings: Settings, **_: object
        ) -> list[SampleResult]:
            del settings
            (sample,) = {getattr(spectrum, "sample", "") for spectrum in spectra}
            if sample in bad:
                raise error
            return [a_surface(sample)]

        return patch(ANALYZE, autospec=True, side_effect=analyze)

    def test_each_gets_a_folder_and_all_share_a_summary(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        with self._results(error=FitError("")):
            result = run("fit", *three, "-o", "out", "--no-figures")
        assert result.exit_code == 0
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
            "a.xpsfit", "b.xpsfit", "c.xpsfit", "summary.csv",
        ]  # fmt: skip
        with (tmp_path / "out" / "summary.csv").open(newline="") as file:
            assert [row["sample"] for row in csv.DictReader(file)] == ["a", "b", "c"]

    def test_the_summary_names_the_input_of_each_row(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        with self._results(error=FitError("")):
            run("fit", *three, "-o", "out", "--no-figures")
        with (tmp_path / "out" / "summary.csv").open(newline="") as file:
            inputs = [row["input"] for row in csv.DictReader(file)]
        assert inputs == [str(path) for path in three]

    def test_without_an_output_folder_there_is_no_summary(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        with self._results(error=FitError("")):
            run("fit", *three, "--no-figures")
        assert not (tmp_path / "summary.csv").exists()

    def test_all_stand_side_by_side_in_one_figure(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        with (
            self._results(error=FitError("")),
            patch("xpsfit_cli.work.write_results", autospec=True, return_value=[]),
        ):
            result = run("fit", *three, "-o", "out")
        assert result.exit_code == 0, result.output
        assert written(tmp_path / "out") == [
            "core_levels.pdf", "core_levels.png", "summary.csv",
        ]  # fmt: skip
        assert (tmp_path / "out/core_levels.png").read_bytes()[:4] == b"\x89PNG"
        assert (tmp_path / "out/core_levels.pdf").read_bytes()[:5] == b"%PDF-"

    @pytest.mark.parametrize("name", ["core_levels.png", "core_levels-2.pdf"])
    def test_a_figure_that_is_there_needs_force(
        self, run: Run, three: list[Path], tmp_path: Path, name: str
    ) -> None:
        (tmp_path / name).write_text("mine")
        with self._results(error=FitError("")):
            result = run("fit", *three, "-o", tmp_path)
        assert result.exit_code == 1
        assert f"{name} already exists" in the_error(result)
        assert not (tmp_path / "a.xpsfit").exists()

    def test_one_that_fails_is_listed_and_the_rest_done(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        with self._results("b", error=FitError("no signal here")):
            result = run("fit", *three, "-o", "out", "--no-figures", "-q", "--json")
        assert result.exit_code == 3
        assert result.stderr == f"Failed: {three[1]}: no signal here\n"
        [failure] = json.loads(result.stdout)["failures"]
        assert failure["input"] == str(three[1])
        assert not (tmp_path / "out/b.xpsfit").exists()
        assert (tmp_path / "out/c.xpsfit").is_dir()

    def test_if_all_fail_nothing_is_written(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        with self._results("a", "b", "c", error=FitError("no signal here")):
            result = run("fit", *three, "-o", "out", "--no-figures")
        assert result.exit_code == 1
        assert result.stderr.count(": no signal here\n") == 3
        assert written(tmp_path) == ["a.vms", "b.vms", "c.vms"]

    def test_an_interruption_keeps_what_was_finished(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        with self._results("b", error=KeyboardInterrupt()):
            result = run("fit", *three, "-o", "out", "--no-figures")
        assert result.exit_code == 130
        assert [p.name for p in (tmp_path / "out").iterdir()] == ["a.xpsfit"]

    def test_two_inputs_of_one_name_have_folders_of_their_own(
        self, run: Run, three: list[Path], tmp_path: Path
    ) -> None:
        other = tmp_path / "other"
        other.mkdir()
        shutil.copy(three[0], other)
        with self._results(error=FitError("")):
            result = run("fit", three[0], other / "a.vms", "-o", "out", "--no-figures")
        assert result.exit_code == 0
        made = {p.name for p in (tmp_path / "out").glob("*.xpsfit")}
        assert made == {f"{tmp_path.name}_a.xpsfit", "other_a.xpsfit"}

    def test_a_shift_that_leaves_the_window_is_named_with_it(
        self, run: Run, three: list[Path]
    ) -> None:
        result = run("fit", three[0], "-o", "out", "--no-figures", "--shift", "400")
        assert result.exit_code == 1
        message = the_error(result)
        assert "with a charge shift of +400.00 eV the data reach from" in message
        assert "with 0 points in the model's window of" in message
        assert "inf" not in message
        assert "C 1s: C 1s" not in message


class TestBadInput:
    @pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
    def test_it_is_refused_in_one_sentence(
        self, run: Run, tmp_path: Path, bad: object
    ) -> None:
        assert callable(bad)
        path = bad(tmp_path)
        before = written(tmp_path)
        result = run("fit", path, "-o", "out")
        assert result.exit_code == 1
        assert path.name in the_error(result)
        assert written(tmp_path) == before

    def test_a_truncated_file_is_refused(
        self, run: Run, tmp_path: Path, samples: Path
    ) -> None:
        path = truncated_vamas(tmp_path, samples)
        result = run("fit", path, "-o", "out")
        assert result.exit_code == 1
        assert "truncated.vms, line " in the_error(result)
        assert written(tmp_path) == ["truncated.vms"]

    def test_a_core_level_that_is_not_there_is_refused(
        self, run: Run, tmp_path: Path, samples: Path
    ) -> None:
        result = run("fit", samples / "bare_li.vms", "--region", "Zz 9s")
        assert result.exit_code == 1
        assert "'Zz 9s'; known: C 1s, O 1s, Al 2p, Li 1s" in the_error(result)
        assert written(tmp_path) == []

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [(MISSPELT, "'speces' is not a key here"), (CIRCULAR, "circular link")],
    )
    def test_a_model_that_is_wrong_is_refused(
        self, run: Run, tmp_path: Path, samples: Path, text: str, complaint: str
    ) -> None:
        (tmp_path / "mine.toml").write_text(text)
        result = run("fit", samples / "bare_li.vms", "--model", "mine.toml")
        assert result.exit_code == 1
        assert complaint in the_error(result)
        assert written(tmp_path) == ["mine.toml"]

    def test_a_model_that_is_not_there_is_refused(
        self, run: Run, samples: Path
    ) -> None:
        result = run("fit", samples / "bare_li.vms", "--model", "li-tmaa")
        assert result.exit_code == 1
        assert "li-tma" in the_error(result)

    def test_a_bad_file_among_good_ones_is_listed(
        self, run: Run, tmp_path: Path, samples: Path
    ) -> None:
        bad = BAD["empty_file"](tmp_path)
        words = ("fit", samples / "bare_li.vms", bad, "--no-figures", "--region", "C1s")
        result = run(*words)
        assert result.exit_code == 3
        assert "Failed: " in result.stderr
        assert "empty.vms: the file is empty" in result.stderr
        assert (tmp_path / "bare_li.xpsfit").is_dir()


def test_the_whole_way_with_a_model_of_ones_own(
    run: Run, tmp_path: Path, samples: Path
) -> None:
    model = tmp_path / "mine.toml"
    run("model", "init", model)
    model.write_text(model.read_text().replace('"C-O"', '"ether"'))
    result = run("fit", samples / "bare_li.vms", "--model", model, "--region", "C 1s",
                 "--charge-reference", "285.0", "--json", "--no-figures")  # fmt: skip
    assert result.exit_code == 0, result.stderr
    components = {c["component"]: c for c in json.loads(result.stdout)["components"]}
    assert list(components) == ["R-Li/Al-C", "C-C", "ether", "Li2CO3"]
    assert components["C-C"]["center_ev"] == pytest.approx(285.0)
    assert "ether" in (tmp_path / "bare_li.xpsfit" / "model.toml").read_text()


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
def test_a_real_interruption_ends_with_130(tmp_path: Path, samples: Path) -> None:
    code = (
        # A test run in the background inherits a shell that ignores the signal.
        "import signal, time, xpsfit.analysis\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def forever(*a, **k):\n"
        "    print('started', flush=True)\n"
        "    time.sleep(60)\n"
        "xpsfit.analysis.analyze = forever\n"
        "from xpsfit_cli.main import cli\n"
        f"cli(['fit', {str(samples / 'bare_li.vms')!r}])\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in complaint
    assert written(tmp_path) == []
