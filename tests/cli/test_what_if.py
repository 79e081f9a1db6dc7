"""``xpsfit what-if``: tables, files, and words for what is not possible."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from tests.builders import a_surface
from tests.cli.running import the_error
from xpsfit.whatif import AXES, Move, WhatIf, unvaried
from xpsfit_cli.commands.what_if import AXES as OFFERED
from xpsfit_cli.views.what_if import _signed, impossible_table, what_if_grids

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


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert [_signed(x, 4) for x in (-1e-9, 1e-9, -2e-4)] == [
        "0.0000", "0.0000", "-0.0002",
    ]  # fmt: skip


def test_regions_without_a_peak_model_are_said_not_to_follow_every_axis() -> None:
    base = a_surface()
    moves = tuple(
        Move(axis, "other", None, "element", "C", 50.0, 51.0, 0.1)
        for axis in ("background", "line shape")
    )
    result = WhatIf(base, moves, ())
    (area,) = base.levels[0].integrated
    share = 100.0 * area.background_stderr_cps_ev / area.area_cps_ev
    text = " ".join(what_if_grids([result], states=False)[0].below)
    assert "! background: not varied for In 3d" in text
    assert f"(In 3d {share:.2g} % of the area)" in text
    rows = impossible_table([result]).rows
    assert [row[1:4] for row in rows] == [("background", "every", "In 3d")]
    assert not unvaried(WhatIf(base, moves[1:], ()))
