from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.builders import a_series
from tests.cli.bad_inputs import BAD, CIRCULAR, MISSPELT, truncated_vamas
from tests.cli.running import Run, the_error, written
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from unittest.mock import MagicMock

ANALYZE = "xpsfit.analysis.analyze_series"
READ = "xpsfit_cli.work.read_many"


@pytest.fixture
def analyze(folder: Path) -> Iterator[MagicMock]:
    """Stand in for the analysis: three levels, Al 2p not measured at the second."""
    del folder
    series = a_series(3, missing=[(1, "Al 2p")])
    with patch(ANALYZE, autospec=True, return_value=[series]) as stand_in:
        yield stand_in


def _levels(text: str) -> list[list[str]]:
    """Return the cells of the first table's rows."""
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("───"))
    rows = lines[first + 1 :]
    return [row.split() for row in rows[: rows.index("")] if row.strip()[:1].isdigit()]


class TestDelegation:
    @pytest.mark.parametrize(
        ("words", "rate"), [((), None), (("--rate", "0.19"), 0.19)]
    )
    def test_a_rate_that_was_not_given_is_none(
        self,
        run: Run,
        folder: Path,
        analyze: MagicMock,
        words: tuple[str, ...],
        rate: float | None,
    ) -> None:
        assert run("depth-profile", folder, "--no-figures", *words).exit_code == 0
        assert analyze.call_args.args[1].rate_nm_per_s == rate

    def test_the_library_gets_all_levels_and_the_rate(
        self, run: Run, folder: Path, analyze: MagicMock
    ) -> None:
        result = run("depth-profile", folder, "--no-figures", "--rate", "12nm/min")
        assert result.exit_code == 0, result.output
        (call,) = analyze.call_args_list
        spectra, settings = call.args
        assert [spectrum.etch_time_s for spectrum in spectra] == [0.0, 30.0]
        assert settings == Settings(rate_nm_per_s=0.2)
        assert callable(call.kwargs["on_level"])

    def test_the_library_gets_the_charge_method(
        self, run: Run, folder: Path, analyze: MagicMock
    ) -> None:
        words = ("depth-profile", folder, "--no-figures", "--charge-method", "metal")
        assert run(*words).exit_code == 0
        assert analyze.call_args.args[1] == Settings(charge_method="metal")

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (("metal", "--shift", "0.3"), "finds the shift itself"),
            (("c1s", "--charge-reference", "none"), "finds the shift itself"),
            (("argon", "--charge-reference", "285"), "from the peak library"),
        ],
    )
    def test_two_ways_of_setting_the_scale_are_refused(
        self, run: Run, folder: Path, words: tuple[str, ...], reason: str
    ) -> None:
        result = run("depth-profile", folder, "--charge-method", *words)
        assert result.exit_code == 2
        assert reason in result.stderr

    def test_the_results_folder_is_called_like_the_input(
        self, run: Run, folder: Path, analyze: MagicMock
    ) -> None:
        with patch("xpsfit_cli.work.write_results", autospec=True) as write:
            run("depth-profile", f"{folder}/", "-o", "out")
        (call,) = write.call_args_list
        assert call.args[:2] == (Path("out/tma_20s.xpsfit"), analyze.return_value)


@pytest.mark.usefixtures("analyze")
class TestASeries:
    def test_it_shows_how_the_scale_moved(self, run: Run, folder: Path) -> None:
        text = run("depth-profile", folder, "--no-figures").stdout
        lines = [line.split() for line in text.splitlines()]
        assert ["charge", "shift"] in [line[:2] for line in lines]
        assert "! no Al 2p at 30 s: not measured at this level" in text

    def test_drift_and_gaps_are_in_the_folder_and_in_the_json(
        self, run: Run, folder: Path, tmp_path: Path
    ) -> None:
        result = run("depth-profile", folder, "--json")
        content = json.loads(result.stdout)
        assert [row["etch_time_s"] for row in content["drift"]] == [0.0, 30.0, 60.0]
        (gap,) = content["gaps"]
        assert (gap["region"], gap["etch_time_s"]) == ("Al 2p", 30.0)
        results = tmp_path / "tma_20s.xpsfit"
        with (results / "gaps.csv").open(newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["reason"] == gap["reason"]
        assert {"drift.csv", "drift.png", "drift.pdf"} <= set(written(results))
        (noted,) = json.loads((results / "run.json").read_text())["gaps"]
        assert noted["region"] == "Al 2p"

    def test_it_shows_every_level(self, run: Run, folder: Path) -> None:
        text = run("depth-profile", folder, "--no-figures").stdout
        assert "Li + TMA: 3 levels, model builder" in text
        assert "Depth is Ta2O5-equivalent, 0.19 nm/s x etch time" in text
        # 30 s x 0.19 nm/s = 5.7 nm.
        assert [row[:2] for row in _levels(text)] == [
            ["0", "0.00"],
            ["30", "5.70"],
            ["60", "11.40"],
        ]

    def test_what_was_not_measured_is_an_empty_cell(
        self, run: Run, folder: Path
    ) -> None:
        rows = _levels(run("depth-profile", folder, "--no-figures").stdout)
        assert [row.count("±") for row in rows] == [3, 2, 3]

    def test_verbose_adds_the_states(self, run: Run, folder: Path) -> None:
        assert "Al 2p states" not in run("depth-profile", folder, "--no-figures").stdout
        words = ("depth-profile", folder, "--no-figures", "--force", "-v")
        assert "Al 2p states" in run(*words).stdout

    def test_the_profile_is_in_the_folder_and_in_the_json(
        self, run: Run, folder: Path, tmp_path: Path
    ) -> None:
        result = run("depth-profile", folder, "--no-figures", "--json")
        profile = json.loads(result.stdout)["profile"]
        with (tmp_path / "tma_20s.xpsfit/profile.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert [{k: "" if v is None else str(v) for k, v in row.items()}
                for row in profile] == rows  # fmt: skip
        assert [row["depth_nm"] for row in profile] == [0.0, 5.7, 11.4]
        assert profile[1]["Al_at_percent"] is None


def test_a_level_that_fails_is_listed(run: Run, folder: Path) -> None:
    series = a_series(3, failed=[(1, "Al 2p")])
    with patch(ANALYZE, autospec=True, return_value=[series]):
        result = run("depth-profile", folder, "--no-figures", "-q")
    assert result.exit_code == 3
    assert result.stderr == "Failed: Li + TMA, Al 2p at 30 s: no signal\n"


def test_an_interruption_writes_nothing_of_this_series(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    with patch(ANALYZE, autospec=True, side_effect=KeyboardInterrupt):
        result = run("depth-profile", folder)
    assert result.exit_code == 130
    assert written(tmp_path) == ["tma_20s", "tma_20s/c1s.vms"]


class TestBadInput:
    @pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
    def test_it_is_refused_in_one_sentence(
        self, run: Run, tmp_path: Path, bad: Callable[[Path], Path]
    ) -> None:
        path = bad(tmp_path)
        before = written(tmp_path)
        result = run("depth-profile", path, "-o", "out")
        assert result.exit_code == 1
        assert path.name in the_error(result)
        assert written(tmp_path) == before

    def test_a_folder_of_bad_files_is_refused(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "bad"
        folder.mkdir()
        for name in ("empty_file", "binary_noise"):
            BAD[name](folder)
        result = run("depth-profile", folder)
        assert result.exit_code == 1
        assert "can be read; the first" in the_error(result)
        assert written(tmp_path) == ["bad", "bad/empty.vms", "bad/noise.vms"]

    def test_a_surface_is_no_series(
        self, run: Run, tmp_path: Path, samples: Path
    ) -> None:
        result = run("depth-profile", samples / "bare_li.vms")
        assert result.exit_code == 1
        the_error(result)
        assert written(tmp_path) == []

    @pytest.mark.parametrize("text", [MISSPELT, CIRCULAR])
    def test_a_model_that_is_wrong_is_refused(
        self, run: Run, tmp_path: Path, samples: Path, text: str
    ) -> None:
        (tmp_path / "mine.toml").write_text(text)
        words = (samples / "tma_20s_profile", "--model", "mine.toml")
        result = run("depth-profile", *words)
        assert result.exit_code == 1
        assert "mine.toml" in the_error(result)
        assert written(tmp_path) == ["mine.toml"]


def test_a_truncated_file_of_a_folder_is_listed_and_the_rest_done(
    run: Run, tmp_path: Path, samples: Path
) -> None:
    folder = tmp_path / "series"
    folder.mkdir()
    [carbon] = (samples / "tma_20s_profile").glob("*[cC]*1s*.vms")
    shutil.copy(carbon, folder)
    truncated_vamas(folder, samples)
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = run("depth-profile", folder, "--no-figures")
    assert result.exit_code == 3
    assert "Failed: " in result.stderr
    assert "truncated.vms, line " in result.stderr
    assert "Left out: " in result.stderr
    assert "photo.png" in result.stderr
    assert (tmp_path / "series.xpsfit/profile.csv").is_file()


class TestDepthScale:
    LAYERS = (
        'format = "xpsfit-layers"\nversion = 1\n[[layer]]\nmaterial = "C"\n'
        'until_s = 45\nrate = "estimate"\n[[layer]]\nmaterial = "Li"\n'
        'rate = "estimate"\n'
    )

    def test_rate_error_and_material_reach_the_library(
        self, run: Run, folder: Path, analyze: MagicMock
    ) -> None:
        words = ("--rate", "0.2 ± 0.01 nm/s", "--rate-material", "SiO2")
        assert run("depth-profile", folder, "--no-figures", *words).exit_code == 0
        settings = analyze.call_args.args[1]
        assert settings == Settings(
            rate_nm_per_s=0.2, rate_stderr_nm_per_s=0.01, rate_material="SiO2"
        )

    def test_layers_reach_the_library(
        self, run: Run, folder: Path, tmp_path: Path, analyze: MagicMock
    ) -> None:
        table = tmp_path / "layers.toml"
        table.write_text(self.LAYERS)
        words = ("--layers", str(table))
        assert run("depth-profile", folder, "--no-figures", *words).exit_code == 0
        layers = analyze.call_args.args[1].layers
        assert [layer.material for layer in layers.layers] == ["C", "Li"]

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--rate", "2000nm/s"), "check its unit"),
            (("--layers", "nowhere.toml"), "nowhere.toml: cannot be read: there is no"),
            (
                ("--layers", "wrong.toml"),
                "wrong.toml: layer 1 (C) has no relative rate",
            ),
            (
                ("--layers", "bare.toml"),
                'bare.toml: no table of layers: write format = "xpsfit-layers" and',
            ),
            (("--layers", "own.toml", "--rate-material", "SiO2"), "relative to Ta2O5"),
        ],
    )
    def test_nonsense_is_refused_in_one_sentence(
        self,
        run: Run,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        words: tuple[str, ...],
        message: str,
    ) -> None:
        monkeypatch.chdir(folder.parent)
        Path("own.toml").write_text(self.LAYERS)
        Path("bare.toml").write_text(self.LAYERS.partition("\n")[2])
        Path("wrong.toml").write_text(self.LAYERS.replace('rate = "estimate"\n', ""))
        result = run("depth-profile", folder, "--no-figures", *words)
        assert result.exit_code == 1
        assert message in the_error(result)
