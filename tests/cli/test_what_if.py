"""``xpsfit what-if``: tables, files, and words for what is not possible."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from tests.cli.running import the_error
from xpsfit.whatif import AXES
from xpsfit_cli.commands.what_if import AXES as OFFERED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run


def test_every_axis_is_offered() -> None:
    assert tuple(AXES) == OFFERED


def test_the_tables_name_every_choice(run: Run, samples: Path) -> None:
    result = run("what-if", samples / "tma_5s.vms", "--vary", "charge reference")
    assert result.exit_code == 0, result.stderr
    for words in ("as fitted", "shift -0.25 eV", "Li/Al", "standard uncertainty"):
        assert words in result.stdout


def test_the_file_holds_what_json_says(run: Run, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "moves.csv"
    words = ("what-if", samples / "tma_5s.vms", "--vary", "sensitivity", "--json")
    result = run(*words, "-o", out)
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    assert set(content) == {"what_if", "spread", "impossible"}
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [float(row["value"]) for row in rows] == [
        row["value"] for row in content["what_if"]
    ]
    before = out.read_bytes()
    assert "already exists" in the_error(run(*words, "-o", out))
    assert out.read_bytes() == before


def test_a_level_of_a_series_gets_a_row(run: Run, samples: Path) -> None:
    result = run("what-if", samples / "tma_20s_profile", "--vary", "sensitivity")
    assert result.exit_code == 0, result.stderr
    assert "etch time" in result.stdout
    assert "6600" in result.stdout


def test_a_file_that_is_none_is_one_sentence(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.vms"
    broken.write_text("nothing")
    result = run("what-if", broken, "-o", tmp_path / "moves.csv")
    assert result.exit_code == 1
    the_error(result)
    assert not (tmp_path / "moves.csv").exists()


def test_a_fit_records_which_systematic_error_it_states(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    result = run(
        "fit", samples / "tma_5s.vms", "--systematic", "what-if", "--no-figures",
        "--region", "C 1s", "--region", "O 1s",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    record = json.loads((tmp_path / "tma_5s.xpsfit" / "run.json").read_text())
    assert record["settings"]["systematic"] == "what-if"
