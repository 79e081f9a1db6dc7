"""What is asked of a fit on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from xpsfit_cli import options
from xpsfit_cli.prepare import settings_of
from xpsfit_cli.scrutiny import scrutiny

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run
    from xpsfit.settings import Settings
    from xpsfit_cli.options import Choices

NAME = "li_al_reference.vms"
seen: list[Choices] = []


@click.command
@scrutiny
@options.analysis
def command(choices: Choices) -> None:
    seen[:] = [choices]


def settings(*words: str) -> Settings:
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    return settings_of(seen[0])


def refusal(*words: str) -> str:
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


def test_without_options_the_analysis_decides() -> None:
    found = settings()
    assert (found.keep, found.restarts, found.errors) == (None, 0, "covariance")
    assert (found.replicates, found.seed) == (200, 1)


@pytest.mark.parametrize(
    ("words", "keep"),
    [
        (("--keep", "all"), ("all",)),
        (("--keep", "none"), ()),
        (("--keep", "C-O", "--keep", "O 1s Li2O"), ("C-O", "O 1s Li2O")),
    ],
)
def test_what_is_kept_is_handed_on(
    words: tuple[str, ...], keep: tuple[str, ...]
) -> None:
    assert settings(*words).keep == keep


def test_numbers_are_handed_on() -> None:
    found = settings(
        "--restarts", "20", "--errors", "monte-carlo", "--replicates", "50",
        "--seed", "7",
    )  # fmt: skip
    assert (found.restarts, found.errors) == (20, "monte-carlo")
    assert (found.replicates, found.seed, found.seeds) == (50, 7, (7,))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--keep", "all", "--keep", "C-O"), "all and none stand alone"),
        (("--replicates", "50"), "--replicates goes with --errors monte-carlo"),
        (("--errors", "monte-carlo", "--replicates", "3"), "--replicates"),
        (("--restarts", "-1"), "--restarts"),
        (("--errors", "bootstrap"), "'bootstrap' is not one of"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], says: str) -> None:
    assert says in refusal(*words)


def test_a_fit_shows_what_was_tried_and_how_far_parameters_go(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    result = run(
        "fit", samples / NAME, "--no-figures", "-v", "--region", "C 1s",
        "--restarts", "2", "--errors", "monte-carlo", "--replicates", "20",
        "--seed", "4", "-o", "out",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    (start,) = [i for i, line in enumerate(lines) if line == "Candidates"]
    table = "\n".join(lines[start:])
    assert "C 1s     Li2CO3      left    no evidence" in table
    assert "C 1s     C-C         stays   the data ask for it" in table
    assert "2 random starts (seed 4): no other minimum as good as this one" in lines
    assert any("68 %" in line and "95 %" in line for line in lines)
    record = json.loads(
        (tmp_path / "out/li_al_reference.xpsfit/run.json").read_text("utf-8")
    )
    assert record["seeds"] == [4]
    assert record["settings"]["errors"] == "monte-carlo"


def test_a_component_that_no_model_holds_is_refused(run: Run, samples: Path) -> None:
    result = run("fit", samples / NAME, "--no-figures", "--keep", "C-N")
    assert result.exit_code == 1
    assert "unknown component" in result.stderr
    assert "'C-N'" in result.stderr


def test_all_leave_no_table_of_candidates(run: Run, samples: Path) -> None:
    result = run(
        "fit", samples / NAME, "--no-figures", "--region", "C 1s", "--keep", "all"
    )
    assert result.exit_code == 0
    assert "Candidates" not in result.stdout
