from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import click
import pytest

from tests.cli.bad_inputs import BAD, truncated_vamas
from tests.cli.running import Run, the_error, written
from tests.vamas_writer import Block, File
from xpsfit.readers import read
from xpsfit.writers.spectra import SPECTRUM_FORMATS
from xpsfit_cli.commands.convert import convert

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = {"csv": "li.csv", "vamas": "li.vms", "hdf5": "li.h5"}


@pytest.mark.parametrize(("form", "name"), NAMES.items())
def test_the_end_of_the_name_says_the_format(
    run: Run, samples: Path, tmp_path: Path, form: str, name: str
) -> None:
    result = run("convert", samples / "bare_li.vms", "-o", f"new/{name}")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.strip() == f"4 spectra written to new/{name}"
    assert written(tmp_path) == ["new", f"new/{name}"]
    found = read(tmp_path / "new" / name)
    assert {one.format for one in found} == {form}
    # sample_spectra/README.md: 10, 10, 15 and 20 scans of 0.05 s.
    assert [one.scans for one in found] == [10, 10, 15, 20]
    assert found[1].metadata["converted from"] == "bare_li.vms, vamas, block 2"


def test_every_format_of_the_library_is_offered() -> None:
    [to] = [p for p in convert.params if p.name == "form"]
    assert isinstance(to.type, click.Choice)
    assert [*to.type.choices] == [*SPECTRUM_FORMATS]


def test_an_option_overrules_the_name(run: Run, samples: Path, tmp_path: Path) -> None:
    words = ("-o", "li.txt", "--to", "csv", "-q")
    result = run("convert", samples / "bare_li.vms", *words)
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "li.txt").read_text("utf-8").startswith("spectrum,sample,")


def test_a_folder_becomes_one_file_and_gives_the_same_profile(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    folder = samples / "tma_20s_profile"
    assert run("convert", folder, "-o", "profile.h5", "-q").exit_code == 0
    records = [
        json.loads(run("info", path, "--json").stdout)
        for path in (folder, tmp_path / "profile.h5")
    ]
    changes = {"file", "format", "block", "metadata"}
    before, after = (
        [{k: v for k, v in record.items() if k not in changes} for record in own]
        for own in records
    )
    assert len(before) == 76
    assert after == before


def test_an_unknown_end_of_the_name_lists_the_known(run: Run, samples: Path) -> None:
    result = run("convert", samples / "bare_li.vms", "-o", "li.xls")
    assert result.exit_code == 1
    assert ".csv, .vms, .vamas, .h5, .hdf5" in the_error(result)


def test_a_file_that_is_there_is_kept(run: Run, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "li.csv").write_text("precious", "utf-8")
    words = ("convert", samples / "bare_li.vms", "-o", "li.csv")
    assert "already exists" in the_error(run(*words))
    assert (tmp_path / "li.csv").read_text("utf-8") == "precious"
    assert run(*words, "--force").exit_code == 0
    assert len(read(tmp_path / "li.csv")) == 4


def test_a_file_that_is_read_is_never_replaced(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(samples / "tma_20s_profile", tmp_path / "own")
    before = (own / "C1s.vms").read_bytes()
    for source in (own / "C1s.vms", own):
        result = run("convert", source, "-o", own / "C1s.vms", "--force")
        assert "never replaced" in the_error(result)
    assert (own / "C1s.vms").read_bytes() == before


def test_what_can_be_read_is_written(run: Run, samples: Path, tmp_path: Path) -> None:
    bad = truncated_vamas(tmp_path, samples)
    result = run("convert", samples / "bare_li.vms", bad, "-o", "li.csv")
    assert result.exit_code == 3
    assert f"Failed: {bad}, line " in result.stderr
    assert len(read(tmp_path / "li.csv")) == 4


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_file_alone_leaves_nothing(
    run: Run, tmp_path: Path, bad: Callable[[Path], Path]
) -> None:
    path = bad(tmp_path)
    before = written(tmp_path)
    result = run("convert", path, "-o", "out.csv")
    assert result.exit_code == 1
    assert path.name in the_error(result)
    assert written(tmp_path) == before


class TestEtchTimes:
    """A folder whose files do not state their times."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "series"
        folder.mkdir()
        for seconds in (0, 30, 60):
            blocks = [Block(species=species) for species in ("C", "O")]
            (folder / f"li_{seconds}s.vms").write_text(File(blocks).text())
        return folder

    def times_of(self, path: Path) -> list[float | None]:
        return [one.etch_time_s for one in read(path)]

    @pytest.mark.parametrize("name", NAMES.values())
    def test_those_of_the_names_are_written(
        self, run: Run, folder: Path, tmp_path: Path, name: str
    ) -> None:
        assert run("convert", folder, "-o", name).exit_code == 0
        assert self.times_of(tmp_path / name) == [0.0, 0.0, 30.0, 30.0, 60.0, 60.0]

    @pytest.mark.parametrize("name", NAMES.values())
    def test_those_of_a_table_are_written(
        self, run: Run, folder: Path, tmp_path: Path, name: str
    ) -> None:
        table = folder / "times.csv"
        table.write_text("file,etch_time_min\nli_0s,0\nli_30s,1\nli_60s,2\n")
        result = run("convert", folder, "-o", name, "--etch-times", table)
        assert (result.exit_code, result.stderr) == (0, "")
        assert self.times_of(tmp_path / name) == [0.0, 0.0, 60.0, 60.0, 120.0, 120.0]
        assert "taken from" in read(tmp_path / name)[2].warnings[0]

    def test_the_table_is_never_replaced(self, run: Run, folder: Path) -> None:
        table = folder.parent / "times.csv"
        table.write_text("level,etch_time_s\n0,0\n30,1\n60,2\n")
        words = ("convert", folder, "--etch-times", table, "-o", table, "--force")
        assert "never replaced" in the_error(run(*words))

    def test_a_table_goes_with_one_input(self, run: Run, folder: Path) -> None:
        files = sorted(folder.iterdir())
        result = run("convert", *files, "-o", "a.csv", "--etch-times", "times.csv")
        assert result.exit_code == 2
        assert "--etch-times goes with one file or folder" in result.stderr


class TestSelection:
    @pytest.fixture
    def turned(self, tmp_path: Path) -> Path:
        blocks = [Block(species=s, variables=(a,)) for a in (20, 45) for s in "CO"]
        path = tmp_path / "arxps.vms"
        path.write_text(File(blocks, variables=(("Angle", "degree"),)).text())
        return path

    @pytest.mark.parametrize("name", NAMES.values())
    def test_all_angles_are_written_unless_some_are_chosen(
        self, run: Run, turned: Path, tmp_path: Path, name: str
    ) -> None:
        assert run("convert", turned, "-o", name).exit_code == 0
        angles = [one.angle_deg for one in read(tmp_path / name)]
        assert angles == [20.0, 20.0, 45.0, 45.0]
        words = ("--angle", "45", "--region", "o1s", "--force")
        assert run("convert", turned, "-o", name, *words).exit_code == 0
        [one] = read(tmp_path / name)
        assert (one.region, one.angle_deg) == ("O 1s", 45.0)

    def test_what_is_not_there_leaves_nothing(
        self, run: Run, samples: Path, tmp_path: Path
    ) -> None:
        for words in (("--region", "Al 2s"), ("--position", "2"), ("--sample", "x")):
            result = run("convert", samples / "bare_li.vms", "-o", "li.csv", *words)
            assert result.exit_code == 1
            the_error(result)
        assert written(tmp_path) == []
