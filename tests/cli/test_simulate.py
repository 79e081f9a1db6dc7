"""``xpsfit simulate`` and ``xpsfit selftest`` as a user meets them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Run, the_error, written
from xpsfit.readers import read

if TYPE_CHECKING:
    from pathlib import Path

MADE = ("simulate", "adventitious-carbon", "-o")
TESTED = ("selftest", "adventitious-carbon", "--spectra", "3")


@pytest.mark.parametrize("name", ["made.vms", "made.csv", "made.h5"])
def test_spectra_and_their_truth_are_written(
    run: Run, tmp_path: Path, name: str
) -> None:
    result = run(*MADE, name, "--scans", "7", "--dwell", "0.2", "--seed", "5")
    assert result.exit_code == 0, result.stderr
    assert written(tmp_path) == sorted([name, "made.truth.json"])
    [spectrum] = read(tmp_path / name)
    assert (spectrum.region, spectrum.scans, spectrum.dwell_s) == ("C 1s", 7, 0.2)
    assert spectrum.metadata["simulated seed"] == "5"
    truth = json.loads((tmp_path / "made.truth.json").read_text("utf-8"))
    assert truth["seed"] == 5
    assert sum(row["atomic_percent"] for row in truth["elements"]) == pytest.approx(100)


def test_a_seed_gives_the_same_file_and_another_seed_another(
    run: Run, tmp_path: Path
) -> None:
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        run(*MADE, f"{name}.csv", "--seed", seed, "-q")
    one, same, other = (
        (tmp_path / f"{name}.csv").read_bytes() for name in ("one", "same", "other")
    )
    assert one == same
    assert one != other


def test_numbers_may_differ_between_core_levels(run: Run, tmp_path: Path) -> None:
    words = ("--scans", "3,Li1s=20", "--window", "C 1s=280:290")
    amounts = ("--composition", "C=40,O=30,Li 1s/Li2O=30")
    run("simulate", "li-tma", "-o", "made.h5", *words, *amounts)
    spectra = {s.region: s for s in read(tmp_path / "made.h5")}
    assert [spectra[r].scans for r in ("C 1s", "Li 1s")] == [3, 20]
    assert spectra["C 1s"].binding_energy_ev[[0, -1]].tolist() == [280.0, 290.0]
    truth = json.loads((tmp_path / "made.truth.json").read_text("utf-8"))
    amounts_of = {r["element"]: r["atomic_percent"] for r in truth["elements"]}
    assert amounts_of == pytest.approx({"C": 40, "O": 30, "Al": 0, "Li": 30})


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--composition", "C=forty"), 2, "not a number"),
        (("--composition", "C"), 2, "is not NAME=NUMBER"),
        (("--composition", "C=1,C=2"), 2, "twice"),
        (("--composition", "Fe=1"), 1, "known: C"),
        (("--composition", "C=1", "--areas", "C 1s=1"), 2, "exclude each other"),
        (("--scans", "1.5"), 2, "whole number"),
        (("--scans", "0"), 1, "0 scans"),
        (("--scans", "1e99"), 1, "scans"),
        (("--scans", "Fe 2p=3"), 2, "known: C 1s"),
        (("--scans", "3,4"), 2, "one number"),
        (("--window", "C 1s"), 2, "LEVEL=LOW:HIGH"),
        (("--window", "C 1s=290:280"), 1, "empty"),
        (("--step", "1e-9"), 1, "step"),
        (("--dwell", "nan"), 2, "not finite"),
        (("--truth", "made.vms"), 2, "one file"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_writes_nothing(
    run: Run, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    result = run(*MADE, "made.vms", *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert written(tmp_path) == []


def test_a_truth_that_is_there_is_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "made.truth.json").write_text("precious", "utf-8")
    assert "already exists" in the_error(run(*MADE, "made.vms"))
    assert written(tmp_path) == ["made.truth.json"]


def test_a_selftest_shows_tables_and_writes_its_figures(
    run: Run, tmp_path: Path
) -> None:
    result = run("selftest", "li-tma", "--spectra", "3", "-o", "test.csv")
    assert result.exit_code == 0, result.stderr
    assert "What it takes" in result.stdout
    assert "background" not in result.stdout
    text = (tmp_path / "test.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["kind"] for row in rows} == {"parameter", "area", "element", "state"}
    assert {row["spectra"] for row in rows} == {"3"}
    assert "background: offset" in run(*TESTED, "-v").stdout


def test_a_selftest_of_one_core_level_shows_no_amount_that_is_always_100(
    run: Run,
) -> None:
    text = run(*TESTED).stdout
    assert "C 1s C-C / at%" in text
    assert "C / at%" not in text.replace("C-C / at%", "")
    assert "nan" not in text


def test_a_selftest_as_json_has_what_the_csv_has(run: Run) -> None:
    found = json.loads(run(*TESTED, "--json").stdout)
    assert (found["spectra"], found["seed"], found["truth_drawn"]) == (3, 1, True)
    assert found["failures"] == []
    assert found["selftest"][0]["covered_68"] is not None


def test_measured_spectra_are_tested_as_fitted(run: Run, samples: Path) -> None:
    words = ("--spectra", "2", "--region", "C 1s", "--json")
    found = json.loads(run("selftest", samples / "bare_li.vms", *words).stdout)
    assert (found["sample"], found["truth_drawn"]) == ("bare_li", False)
    # sample_spectra/truth: carbonate of C 1s at 288.5 eV with a shift of 0.62 eV.
    [row] = [r for r in found["selftest"] if r["name"] == "Li2CO3.center_ev"]
    assert row["truth"] == pytest.approx(289.1, abs=0.1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.vms",), "neither a shipped model"),
        (("li-tma", "--count-time", "1"), "--dwell and --scans"),
        (("li-tma", "--etch-time", "1"), "measured data"),
        (("li-tma", "--spectra", "1"), "--spectra"),
        (("li-tma", "--scans", "Fe 2p=1"), "known: C 1s"),
    ],
)
def test_a_selftest_that_cannot_be_is_refused(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    result = run("selftest", *words)
    assert result.exit_code in {1, 2}
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_options_of_a_model_do_not_go_with_a_file(run: Run, samples: Path) -> None:
    result = run("selftest", samples / "bare_li.vms", "--scans", "3")
    assert result.exit_code == 2
    assert "goes with a model" in result.stderr


def test_a_level_of_a_series_is_chosen_by_its_time(run: Run, samples: Path) -> None:
    series = samples / "tma_20s_profile" / "C1s.vms"
    result = run("selftest", series, "--spectra", "2")
    assert "--etch-time; etch times in s: 0, 30, 60" in the_error(result)
