"""``xpsfit check``, and what every fit says of itself."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.built_results import sample_of
from tests.cli.running import the_error
from tests.xpsfit.checks.cases import BROKEN, SOUND, lines, series
from xpsfit.checks import CHECKS, judge
from xpsfit.settings import Settings
from xpsfit.writers import make_record
from xpsfit.writers.result_h5 import write_result_h5

if TYPE_CHECKING:
    from tests.cli.running import Run
    from xpsfit.results import SampleResult


def stored(folder: Path, *results: SampleResult) -> Path:
    """Return a results folder that holds these results and nothing else."""
    target = folder / "built.xpsfit"
    target.mkdir()
    record = make_record(["xpsfit", "fit"], [], Settings(), results)
    write_result_h5(target / "result.h5", results, record)
    return target


@pytest.fixture
def fitted(run: Run, samples: Path) -> Path:
    result = run("fit", samples / "tma_5s.vms", "-o", "out", "--no-figures")
    assert result.exit_code == 0
    return Path("out/tma_5s.xpsfit")


def test_a_fit_prints_what_warns_and_where_all_stands(run: Run, samples: Path) -> None:
    result = run("fit", samples / "bare_li.vms", "-o", "out", "--no-figures")
    assert result.exit_code == 0
    assert "Referee" in result.stdout
    assert "0 fail, " in result.stdout
    assert "warns P3: " in result.stdout
    assert "233.5 eV (234.7 in pure Li2CO3)" in result.stdout
    assert " R29 " not in result.stdout


def test_a_fit_writes_all_findings_and_counts_them(fitted: Path) -> None:
    with (fitted / "checks.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["check"] for row in rows} == set(CHECKS)
    assert {row["outcome"] for row in rows} <= {
        "pass",
        "warn",
        "fail",
        "not_applicable",
    }
    assert all(row["sentence"] and row["source"] for row in rows)
    counted = json.loads((fitted / "run.json").read_text("utf-8"))["checks"]
    for outcome, number in counted.items():
        assert number == sum(row["outcome"] == outcome for row in rows)


def test_a_stored_result_is_judged_as_the_fit_was(run: Run, fitted: Path) -> None:
    result = run("check", fitted, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    with (fitted / "checks.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [c["sentence"] for c in found["checks"]] == [r["sentence"] for r in rows]
    assert found["outcomes"]["fail"] == 0
    p3 = next(c for c in found["checks"] if c["check"] == "P3")
    assert p3["values"]["c1s_li1s_ev"] == pytest.approx(233.5, abs=0.2)


def test_json_of_a_fit_has_the_findings(run: Run, samples: Path) -> None:
    result = run("fit", samples / "bare_li.vms", "-o", "o", "--no-figures", "--json")
    found = json.loads(result.stdout)["checks"]
    assert {row["check"] for row in found} == set(CHECKS)


def test_the_file_itself_may_be_given(run: Run, tmp_path: Path) -> None:
    result = run("check", stored(tmp_path, SOUND) / "result.h5")
    assert result.exit_code == 0
    assert "0 fail, " in result.stdout


def test_a_check_that_fails_has_an_exit_code(run: Run, tmp_path: Path) -> None:
    result = run("check", stored(tmp_path, BROKEN["P1"][1]))
    assert result.exit_code == 3
    assert "FAILS P1: the carbonate of C 1s needs" in result.stdout
    lines_shown = result.stdout.splitlines()
    first = next(line for line in lines_shown if line.startswith(("FAILS", "warns")))
    assert first.startswith("FAILS")


def test_what_repeats_over_levels_is_said_once(run: Run, tmp_path: Path) -> None:
    result = run("check", stored(tmp_path, series(*[lines()] * 5)))
    repeated = [x for x in result.stdout.splitlines() if x.startswith("warns R36")]
    assert len(repeated) == 1
    assert "at 0 s and 4 other levels" in repeated[0]


def test_everything_is_listed_on_request(run: Run, tmp_path: Path) -> None:
    folder = stored(tmp_path, SOUND)
    assert "n/a P15: not a sputter series" not in run("check", folder).stdout
    wordy = run("check", folder, "-v").stdout
    assert "n/a P15: not a sputter series" in wordy
    assert "passes P6: " in wordy
    assert run("check", folder, "-qq").stdout == ""


def test_all_checks_are_listed_with_their_sources(run: Run) -> None:
    shown = run("check", "--list").stdout
    for check in CHECKS.values():
        assert f"{check.id} ({check.severity})" in shown
        assert check.asks in shown
        assert f"Source: {check.source}" in shown
    listed = json.loads(run("check", "--list", "--json").stdout)
    assert [row["check"] for row in listed] == list(CHECKS)


@pytest.mark.parametrize("words", [(), ("--list", "a.xpsfit")])
def test_either_a_result_or_the_list_is_asked_for(
    run: Run, words: tuple[str, ...]
) -> None:
    result = run("check", *words)
    assert result.exit_code == 2
    assert "either a RESULT or --list" in result.stderr


def test_what_is_no_result_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("check", "empty").exit_code == 1
    assert "holds no result.h5" in the_error(run("check", "empty"))
    assert "is not there" in the_error(run("check", "nothing"))
    folder = stored(tmp_path, SOUND)
    content = bytearray((folder / "result.h5").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "result.h5").write_bytes(content)
    assert "was damaged or changed" in the_error(run("check", folder))


def test_names_of_strangers_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    result = run("check", stored(tmp_path, replace(SOUND, sample="a\x1b[2J\nb")))
    assert "\x1b" not in result.stdout


def test_several_samples_are_told_apart(run: Run, tmp_path: Path) -> None:
    other = replace(sample_of(*SOUND.levels), sample="other")
    shown = run("check", stored(tmp_path, SOUND, other)).stdout
    assert "built" in shown
    assert "other" in shown
    assert len(judge([SOUND, other])) == 2 * len(judge([SOUND]))
