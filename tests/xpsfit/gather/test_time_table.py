"""The table of etch times, whose every fault has a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.xpsfit.gather.spectra import a_file
from xpsfit.errors import FormatError
from xpsfit.gather import EtchTimes, gather, read_etch_times

if TYPE_CHECKING:
    from pathlib import Path


def table(folder: Path, *lines: str) -> EtchTimes:
    path = folder / "times.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_etch_times(path)


@pytest.mark.parametrize(
    ("header", "rows", "times"),
    [
        ("file,etch_time_s", ("a.vms,0", "b.vms,30"), [0, 30]),
        ("file,etch_time_min", ("a,0", "B,0.5"), [0, 30]),
        ("File;Etch time / min", ("a;0", "b;0,5", ""), [0, 30]),
        ("file\ttime [h]", ("b.vms\t1", "a.vms\t0"), [0, 3600]),
    ],
)
def test_files_get_their_times(
    tmp_path: Path, header: str, rows: tuple[str, ...], times: list[float]
) -> None:
    found = gather(
        [a_file("a.vms"), a_file("b.vms")], etch_times=table(tmp_path, header, *rows)
    )
    assert [one.etch_time_s for one in found] == times


def test_levels_get_their_times(tmp_path: Path) -> None:
    spectra = [
        a_file("C1s.vgd", etch_level=0, block=1),
        a_file("C1s.vgd", etch_level=1, block=2),
        a_file("O1s Level 1.vms", "O 1s"),
    ]
    given = table(tmp_path, "level,etch_time_s", "0,0", "1,45")
    assert [one.etch_time_s for one in gather(spectra, etch_times=given)] == [0, 45, 45]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("name,seconds",), "line 1: the first line has to be 'file,etch_time_s'"),
        (("file,etch_time",), "line 1: the first line has to be"),
        (("file,etch_time_days",), "line 1: the time has to be in s, min or h"),
        (("file,etch_time_s",), "line 1: it holds no times"),
        (("file,etch_time_s", "a,0", "b,soon"), "line 3: expected an etch time"),
        (("file,etch_time_s", "a,-1"), "line 2: expected an etch time of 0 or more"),
        (("file,etch_time_s", "a,nan"), "line 2: expected an etch time"),
        (("file,etch_time_s", "a,1", "A,2"), "line 3: 'a' stands in line 2 already"),
        (("file,etch_time_s", "a,1,2"), "line 2: expected two cells, found 3"),
        (("level,etch_time_s", "one,1"), "line 2: expected the number of a level"),
        (("level,etch_time_s", "0,5", "1,5"), "line 3: level 1 has 5 s and level 0"),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, lines: tuple[str, ...], words: str
) -> None:
    with pytest.raises(FormatError) as caught:
        table(tmp_path, *lines)
    assert words in str(caught.value)


def test_a_line_for_nothing_is_refused(tmp_path: Path) -> None:
    given = table(tmp_path, "file,etch_time_s", "a,0", "c,60")
    with pytest.raises(FormatError, match=r"line 3: no spectrum .*'c'; .* a.vms"):
        gather([a_file("a.vms")], etch_times=given)


def test_the_table_counts_for_more_than_the_file_and_says_so(tmp_path: Path) -> None:
    given = table(tmp_path, "file,etch_time_s", "a,60")
    spectra = [a_file("a.vms", etch_time_s=120.0), a_file("b_5s.vms", etch_time_s=9.0)]
    found = gather(spectra, purpose="series", etch_times=given)
    assert [one.etch_time_s for one in found] == [60, 9]
    (note,) = found[0].warnings
    assert note.startswith("the etch time is taken from ")
    assert note.endswith("times.csv; the file states 120 s")


def test_levels_that_a_file_does_not_number_are_counted(tmp_path: Path) -> None:
    given = table(tmp_path, "level,etch_time_s", "0,0", "1,30", "2,90")
    spectra = [
        a_file("a.vms", region, etch_time_s=time, block=block)
        for region in ("C 1s", "O 1s")
        for block, time in enumerate((30.0, 30.0, None))
    ]
    found = gather(spectra, purpose="series", etch_times=given)
    assert [one.etch_time_s for one in found] == [0, 30, 90] * 2


def test_what_the_table_leaves_out_says_so(tmp_path: Path) -> None:
    given = table(tmp_path, "file,etch_time_s", "a,60")
    found = gather([a_file("a.vms"), a_file("b.vms")], etch_times=given)
    assert found[1].etch_time_s is None
    assert "times.csv has no line for it" in found[1].etch_doubt


def test_levels_that_are_files_are_sent_to_a_table_by_file(tmp_path: Path) -> None:
    spectra = [a_file("before.vms"), a_file("after.vms")]
    given = table(tmp_path, "level,etch_time_s", "0,0", "1,30")
    with pytest.raises(FormatError) as caught:
        gather(spectra, purpose="series", etch_times=given)
    message = str(caught.value)
    assert "line 2: no spectrum belongs to level '0'" in message
    assert "a table that begins with 'file,etch_time_s'" in message
    by_file = table(tmp_path, "file,etch_time_s", "before,0", "after,30")
    found = gather(spectra, purpose="series", etch_times=by_file)
    assert [one.etch_time_s for one in found] == [0, 30]


def test_levels_of_one_file_are_not_sent_there(tmp_path: Path) -> None:
    spectra = [a_file("C1s.vgd", etch_level=n, block=n + 1) for n in range(2)]
    given = table(tmp_path, "level,etch_time_s", "0,0", "1,30", "2,90")
    with pytest.raises(FormatError, match="no spectrum belongs to level '2'") as caught:
        gather(spectra, etch_times=given)
    assert "file,etch_time_s" not in str(caught.value)
