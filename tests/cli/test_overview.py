"""Samples of one name, or of none, told apart where several inputs meet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.builders import a_surface
from xpsfit_cli.batch import Batch
from xpsfit_cli.overview import told_apart

if TYPE_CHECKING:
    import pytest

MONDAY, TUESDAY = Path("mon/foil.vms"), Path("tue/foil.vms")
FOLDERS = {MONDAY: Path("mon_foil.xpsfit"), TUESDAY: Path("tue_foil.xpsfit")}


def _titles(*found: tuple[str, Path]) -> list[str]:
    batch = Batch([a_surface(name) for name, _ in found], [path for _, path in found])
    return [result.sample for result in told_apart(batch, FOLDERS)]


def test_a_failure_of_a_sample_without_a_name_leaves_no_hole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    batch = Batch()
    batch.fail(MONDAY, "no signal", sample="", region="C 1s", etch_time_s=None)
    assert capsys.readouterr().err == "Failed: unnamed sample, C 1s: no signal\n"
    assert batch.failures[0]["sample"] == ""


def test_names_of_their_own_stay() -> None:
    assert _titles(("bare", MONDAY), ("treated", TUESDAY)) == ["bare", "treated"]


def test_one_name_in_two_inputs_gives_way_to_the_results_folders() -> None:
    assert _titles(("foil", MONDAY), ("foil", TUESDAY)) == ["mon_foil", "tue_foil"]


def test_several_samples_of_an_input_keep_their_name_beside_it() -> None:
    assert _titles(("a", MONDAY), ("b", MONDAY), ("a", TUESDAY), ("", TUESDAY)) == [
        "mon_foil: a",
        "b",
        "tue_foil: a",
        "",
    ]


def test_a_name_shared_within_one_input_only_stays() -> None:
    assert _titles(("a", MONDAY), ("a", MONDAY), ("b", TUESDAY)) == ["a", "a", "b"]
