from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import click
import pytest

from tests.cli.bad_inputs import BAD, truncated_vamas
from tests.cli.running import Run, the_error, written
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
