"""Tables of two folders are compared cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xpsfit.again import compare_tables
from xpsfit.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.again import TableComparison

HELD = "region,area,note\nC 1s,1000.0,fine\nO 1s,0.0,\n"


def compared(folder: Path, made: str, held: str = HELD) -> TableComparison:
    for name, text in (("held", held), ("made", made)):
        (folder / name).mkdir()
        (folder / name / "t.csv").write_text(text)
    places = {"/now/a.vms": "a.vms"}
    (found,) = compare_tables(folder / "held", folder / "made", ["t.csv"], places)
    return found


def test_the_same_table_is_the_same(tmp_path: Path) -> None:
    found = compared(tmp_path, HELD)
    assert found.same
    assert (found.numbers, found.largest) == (2, 0.0)


@pytest.mark.parametrize(
    ("area", "same"), [("1000.0000009", True), ("1000.0000011", False), ("", False)]
)
def test_a_number_may_differ_by_one_in_a_thousand_million(
    tmp_path: Path, area: str, same: bool
) -> None:
    found = compared(tmp_path, HELD.replace("1000.0", area))
    assert found.same is same
    assert found.differing == (not same)
    if not same:
        assert found.example == f"area in line 2 was '1000.0', is {area!r}"


def test_no_difference_from_zero_is_small(tmp_path: Path) -> None:
    assert not compared(tmp_path, HELD.replace(",0.0,", ",1e-12,")).same


def test_a_text_counts_too(tmp_path: Path) -> None:
    found = compared(tmp_path, HELD.replace("fine", "doubtful"))
    assert found.differing == 1
    assert found.largest == 0.0


def test_a_path_may_be_another_one(tmp_path: Path) -> None:
    held = HELD.replace("fine", "see a.vms")
    assert compared(tmp_path, held.replace("a.vms", "/now/a.vms"), held).same


def test_what_is_new_in_a_later_version_is_no_difference(tmp_path: Path) -> None:
    made = "new,region,area,note\n1,C 1s,1000.0,fine\n2,O 1s,0.0,\n"
    assert compared(tmp_path, made).same


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        ("region,area\nC 1s,1000.0\nO 1s,0.0\n", "has no column note now"),
        ("region,area,note\nC 1s,1000.0,fine\n", "had 2 rows, and has 1 now"),
    ],
)
def test_lost_rows_and_columns_are_named(tmp_path: Path, made: str, shape: str) -> None:
    found = compared(tmp_path, made)
    assert not found.same
    assert found.shape == shape


def test_a_table_that_is_gone_is_named(tmp_path: Path) -> None:
    for name in ("held", "made"):
        (tmp_path / name).mkdir()
    (tmp_path / "made" / "t.csv").write_text(HELD)
    (found,) = compare_tables(tmp_path / "held", tmp_path / "made", ["t.csv"], {})
    assert (found.same, found.shape) == (False, "is no longer in the folder")


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="longer or shorter than the header"):
        compared(tmp_path, "region,area,note\nC 1s,2\n")
