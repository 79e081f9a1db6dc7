"""``xpsfit diff``: in what two results differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import the_error
from xpsfit.difference import Difference
from xpsfit.difference.records import Differing, Moved
from xpsfit_cli.views.diff import diff_grids

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run

ONE = ("--region", "C 1s", "--no-figures", "-o")


@pytest.fixture
def two(run: Run, samples: Path) -> tuple[str, str]:
    """Return one spectrum under two backgrounds."""
    file = samples / "tma_5s.vms"
    assert run("fit", file, *ONE, "a").exit_code == 0
    done = run("fit", file, *ONE, "b", "--background", "active_linear")
    assert done.exit_code == 0
    return "a/tma_5s.xpsfit", "b/tma_5s.xpsfit"


def test_a_result_does_not_differ_from_itself(run: Run, two: tuple[str, str]) -> None:
    result = run("diff", two[0], two[0])
    assert result.exit_code == 0
    assert "No difference" in result.stdout
    found = json.loads(run("diff", two[0], two[0], "--json").stdout)
    assert found.pop("same") is True
    assert not any(found.values())


def test_what_differs_is_shown_choices_first(run: Run, two: tuple[str, str]) -> None:
    result = run("diff", *two)
    assert result.exit_code == 3
    titles = ("Settings", "Peak model", "Parameters", "Amounts")
    places = [result.stdout.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)
    assert "background   null   active_linear" in result.stdout
    assert "C 1s / background / kind" in result.stdout
    assert "-v shows all" in result.stdout
    assert "-v shows all" not in run("diff", *two, "-v").stdout


def test_json_holds_every_move(run: Run, two: tuple[str, str]) -> None:
    found = json.loads(run("diff", *two, "--json").stdout)
    assert found["settings"] == [
        {"name": "background", "first": "null", "second": "active_linear"}
    ]
    assert found["inputs"] == found["versions"] == []
    move = next(m for m in found["moves"] if m["quantity"] == "C-C.fwhm_ev")
    assert move["change"] == move["second"] - move["first"]
    larger = max(move["first_stderr"], move["second_stderr"])
    assert move["sigmas"] == pytest.approx(move["change"] / larger)


def test_quiet_twice_leaves_the_exit_code(run: Run, two: tuple[str, str]) -> None:
    result = run("diff", *two, "-qq")
    assert (result.exit_code, result.stdout) == (3, "")


def test_what_is_no_result_is_one_sentence(run: Run, two: tuple[str, str]) -> None:
    result = run("diff", two[0], "nowhere.xpsfit")
    assert result.exit_code == 1
    assert "nowhere.xpsfit is not there" in the_error(result)


def test_long_choices_are_shortened_but_not_what_differs() -> None:
    long, like = "a" * 40 + "x" + "b" * 40, "a" * 40 + "y" + "b" * 40
    choices = (Differing("far", "short", long), Differing("near", long, like))
    found = Difference(settings=choices)
    for every, expected in ((False, "…"), (True, "b" * 40)):
        grid = diff_grids(found, "A", "B", every=every)[1]
        far, near = grid.rows
        assert expected in far[2]
        assert list(near) == ["near", long, like]
        assert bool(grid.below) == (not every)


def test_long_names_of_samples_are_shortened_where_they_stay_apart() -> None:
    path = "C:/users/" + "a" * 80

    def first_cells(*names: str, every: bool = False) -> list[str]:
        moves = tuple(
            Moved("element", name, None, "", "Al", 3.0, 0.1, None, 2.0, 0.1, None, -7.0)
            for name in names
        )
        grid = diff_grids(Difference(moves=moves), "A", "B", every=every)[1]
        return [row[0] for row in grid.rows]

    (cell,) = first_cells(path)
    assert len(cell) < 60
    assert cell.startswith("C:/users/")
    assert "…" in cell
    assert first_cells(path, every=True) == [f"{path}, Al"]
    alike = (path + "x" + "a" * 30, path + "y" + "a" * 30)
    assert set(first_cells(*alike)) == {f"{name}, Al" for name in alike}


def test_amounts_below_detection_are_limits() -> None:
    move = Moved(
        "element", "foil", None, "", "Al", 3.0, 0.1, 0.1, 0.2, -14.0, None, 0.7
    )
    (row,) = diff_grids(Difference(moves=(move,)), "A", "B", every=False)[1].rows
    assert row[1:3] == ("3.00 ± 0.10", "< 0.70")
