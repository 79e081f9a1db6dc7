"""Whatever strangers call their samples and regions, all outputs hold these rules.

No name becomes a path, a formula or a broken file; numbers stay numbers; and what
cannot be written leaves the old result whole.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import h5py
import pytest
from python_calamine import CalamineWorkbook

from tests.builders import a_series, a_surface
from xpsfit.errors import OutputError
from xpsfit.readers.result_h5 import read_results
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import SampleResult

HOSTILE = (
    "../../escape",
    "/escape",
    "..\\..\\escape",
    "C:escape",
    "a\0b",
    "=HYPERLINK(1,2)",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    'a\r\n=1,"b"',
    "{=1}",
    "\ud800",
    "<script>alert(1)</script>",
    "\u202e=1",
    "CON",
    "x" * 5000,
    "",
)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def written(folder: Path, results: Sequence[SampleResult]) -> list[Path]:
    record = make_record(["xpsfit", "fit"], [], Settings(), results)
    return write_results(
        folder, results, record, figures=None, workbook=True, force=True
    )


def renamed(result: SampleResult, name: str) -> SampleResult:
    """Return a result that calls its sample and its components `name`."""
    levels = []
    for level in result.levels:
        fits = []
        for fit in level.fits:
            first, *others = fit.components
            fits.append(replace(fit, components=(replace(first, name=name), *others)))
        levels.append(replace(level, sample=name, fits=tuple(fits)))
    return replace(result, sample=name, levels=tuple(levels))


@pytest.fixture(scope="module", params=range(len(HOSTILE)), ids=lambda n: f"name{n}")
def output(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    name = HOSTILE[request.param]
    home = tmp_path_factory.mktemp("home")
    written(home / "a.xpsfit", [renamed(a_surface("built"), name)])
    return name, home


def test_no_name_becomes_a_path(output: tuple[str, Path]) -> None:
    _, home = output

    assert [path.name for path in home.iterdir()] == ["a.xpsfit"]
    names = {path.name for path in (home / "a.xpsfit").rglob("*")}
    assert all(re.fullmatch(r"[a-z_]+\.(csv|toml|h5|json|txt|xlsx)", n) for n in names)
    stored: list[str] = []
    with h5py.File(home / "a.xpsfit" / "result.h5") as file:
        file.visit(stored.append)
    assert all(re.fullmatch(r"[a-z0-9_/]+", name) for name in stored)


def test_no_cell_of_a_csv_file_runs_and_numbers_stay_numbers(
    output: tuple[str, Path],
) -> None:
    _, home = output
    for path in sorted((home / "a.xpsfit").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        for row in rows:
            assert len(row) == len(header)
            for cell in row:
                if cell.startswith(STARTS):
                    float(cell)


def test_the_workbook_opens_and_runs_nothing(output: tuple[str, Path]) -> None:
    _, home = output
    book = CalamineWorkbook.from_path(str(home / "a.xpsfit" / "result.xlsx"))

    header, *rows = book.get_sheet_by_name("components").to_python()
    assert rows
    place = header.index("Area (counts/s x eV)")
    assert all(isinstance(row[place], float) for row in rows)


def test_the_result_is_read_back_and_knows_the_name(output: tuple[str, Path]) -> None:
    name, home = output

    (result,) = read_results(home / "a.xpsfit")

    assert result.sample == name
    json.loads((home / "a.xpsfit" / "run.json").read_text(encoding="utf-8"))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize("limit_bytes", [1_000, 30_000, 60_000, 300_000])
def test_a_full_disk_leaves_the_old_result_whole(
    tmp_path: Path, limit_bytes: int
) -> None:
    folder = tmp_path / "a.xpsfit"
    written(folder, [a_surface("old")])
    before = snapshot(folder)
    script = f"""
import resource, sys
from pathlib import Path
from tests.builders import a_series
from tests.contracts.test_outputs import written
from xpsfit.errors import OutputError

results = [a_series(3)]
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes}, {limit_bytes}))
try:
    written(Path(sys.argv[1]), results)
except OutputError as error:
    sys.exit(str(error))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "the results cannot be written (File too large)" in done.stderr
    assert snapshot(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.xpsfit"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0,
    reason="root, and Windows, may write into read-only folders",
)
def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    written(home / "a.xpsfit", [a_surface("old")])
    before = snapshot(home / "a.xpsfit")
    home.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied") as raised:
            written(home / "a.xpsfit", [a_series(3)])
    finally:
        home.chmod(0o700)

    assert "\n" not in str(raised.value)
    assert snapshot(home / "a.xpsfit") == before
