"""`summary.csv` appears at once and replaces only a summary."""

from __future__ import annotations

import csv
import errno
from typing import TYPE_CHECKING, Any

import pytest

import xpsfit.writers.summary
from tests.builders import a_surface
from xpsfit.errors import OutputError
from xpsfit.writers import check_summary, write_summary

if TYPE_CHECKING:
    from pathlib import Path


def test_it_has_a_row_per_sample(tmp_path: Path) -> None:
    path = write_summary(tmp_path / "out", [a_surface("one"), a_surface("two")])

    assert path == tmp_path / "out" / "summary.csv"
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["sample"] for row in rows] == ["one", "two"]
    assert [p.name for p in path.parent.iterdir()] == ["summary.csv"]


def test_an_earlier_summary_needs_force(tmp_path: Path) -> None:
    write_summary(tmp_path, [a_surface("old")])

    with pytest.raises(OutputError, match="already exists"):
        check_summary(tmp_path)
    with pytest.raises(OutputError, match="already exists"):
        write_summary(tmp_path, [a_surface("new")])
    write_summary(tmp_path, [a_surface("new")], force=True)

    assert "new," in (tmp_path / "summary.csv").read_text()


@pytest.mark.parametrize("text", ["", "sample,mass\nA,1\n", "my own summary"])
def test_force_spares_a_file_of_somebody_else(tmp_path: Path, text: str) -> None:
    (tmp_path / "summary.csv").write_text(text)

    with pytest.raises(OutputError, match="was not written by xpsfit"):
        write_summary(tmp_path, [a_surface()], force=True)

    assert (tmp_path / "summary.csv").read_text() == text


def test_a_full_disk_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_summary(tmp_path, [a_surface("old")])
    before = (tmp_path / "summary.csv").read_bytes()

    def half_written(path: Path, *_: Any) -> None:
        path.write_text("sample,etch")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(xpsfit.writers.summary, "write_csv", half_written)
    with pytest.raises(OutputError, match="No space left on device"):
        write_summary(tmp_path, [a_surface("new")], force=True)

    assert (tmp_path / "summary.csv").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["summary.csv"]
