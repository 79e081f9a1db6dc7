"""A results folder is complete or absent, and an old one survives every failure."""

from __future__ import annotations

import csv
import errno
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import xpsfit.plot
import xpsfit.writers
from tests.builders import a_model, a_series, a_surface
from xpsfit.errors import OutputError
from xpsfit.figure_look import HOUSE_LOOK, FigureLook
from xpsfit.model import load_model
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import SampleResult

SURFACE_FILES = [
    "candidates.csv",
    "checks.csv",
    "components.csv",
    "composition.csv",
    "curves.csv",
    "fits.csv",
    "methods.txt",
    "model.toml",
    "parameters.csv",
    "result.h5",
    "run.json",
]


def write(
    folder: Path,
    results: Sequence[SampleResult],
    *,
    force: bool = False,
    figures: FigureLook | None = None,
) -> list[Path]:
    record = make_record(["xpsfit", "fit"], [], Settings(), results)
    return write_results(folder, results, record, force=force, figures=figures)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_surface_gets_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "a.xpsfit"

    paths = write(folder, [a_surface()])

    assert sorted(snapshot(folder)) == SURFACE_FILES
    assert sorted(paths) == [folder / name for name in SURFACE_FILES]


def test_a_series_gets_its_profile(tmp_path: Path) -> None:
    write(tmp_path / "a.xpsfit", [a_series(3, missing=[(2, "Al 2p")])])

    with (tmp_path / "a.xpsfit" / "profile.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["etch_time_s"] for row in rows] == ["0.0", "30.0", "60.0"]
    assert rows[2]["Al_at_percent"] == ""
    assert float(rows[1]["depth_nm"]) == pytest.approx(5.7)


def test_further_samples_get_profiles_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "a.xpsfit"

    write(folder, [a_series(2, sample="first"), a_series(3, sample="second")])

    samples = {}
    for name in ("profile.csv", "profile-2.csv"):
        with (folder / name).open(newline="") as stream:
            samples[name] = [row["sample"] for row in csv.DictReader(stream)]
    assert samples == {"profile.csv": ["first"] * 2, "profile-2.csv": ["second"] * 3}


def test_the_model_that_ran_can_be_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "a.xpsfit"

    write(folder, [a_surface("one"), a_surface("two")])

    assert load_model(folder / "model.toml") == a_model()
    assert not (folder / "model-2.toml").exists()


def test_every_model_that_ran_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a.xpsfit"
    other = replace(a_model(), title="another")

    write(folder, [a_surface("one"), replace(a_surface("two"), model=other)])

    assert load_model(folder / "model-2.toml") == other


def test_the_run_lists_the_files_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "a.xpsfit"

    write(folder, [a_surface()])

    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert [*run["files"], "run.json"] == SURFACE_FILES


@pytest.mark.parametrize("name", ["model.toml", "fits.csv"])
def test_force_spares_what_was_edited_after_the_run(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a.xpsfit"
    write(folder, [a_surface()])
    write(folder, [a_surface()], force=True)
    with (folder / name).open("a", encoding="utf-8") as stream:
        stream.write("# my own widths\n")

    with pytest.raises(OutputError, match=f"^{name} in .* was edited after the run"):
        write(folder, [a_surface()], force=True)

    assert "# my own widths" in (folder / name).read_text(encoding="utf-8")


def test_figures_are_drawn_into_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_figures(
        folder: Path,
        results: Sequence[SampleResult],
        look: FigureLook,
        *,
        kinds: Sequence[str],
    ) -> list[Path]:
        assert "core_levels" in kinds
        path = folder / f"{len(results)}.{look.formats[0]}"
        path.write_bytes(b"PNG")
        return [path]

    monkeypatch.setattr(xpsfit.plot, "save_figures", save_figures, raising=False)

    paths = write(tmp_path / "a.xpsfit", [a_surface()], figures=HOUSE_LOOK)

    assert tmp_path / "a.xpsfit" / "1.png" in paths


def test_it_can_replace_its_own_result_with_force_only(tmp_path: Path) -> None:
    folder = tmp_path / "a.xpsfit"
    write(folder, [a_series(2)])

    with pytest.raises(OutputError, match="already exists"):
        write(folder, [a_surface()])
    assert (folder / "profile.csv").exists()

    write(folder, [a_surface()], force=True)
    assert sorted(snapshot(folder)) == SURFACE_FILES


def test_nothing_is_written_for_no_results(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no results"):
        write(tmp_path / "a.xpsfit", [])

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("written", range(len(SURFACE_FILES)))
def test_a_disk_that_fills_up_at_any_file_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    folder = tmp_path / "a.xpsfit"
    write(folder, [a_surface("old")])
    before = snapshot(folder)
    open_path = Path.open
    opened: list[Path] = []

    def open_or_fail(self: Path, mode: str = "r", *args: Any, **kw: Any) -> Any:
        if "w" in mode:
            if len(opened) == written:
                raise OSError(errno.ENOSPC, "No space left on device", str(self))
            opened.append(self)
        return open_path(self, mode, *args, **kw)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_or_fail)
        with pytest.raises(OutputError, match="No space left on device"):
            write(folder, [a_surface("new")], force=True)

    assert len(opened) == written
    assert snapshot(folder) == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xpsfit"]


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_real_write_error_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    script = """
import resource, sys
from pathlib import Path
from tests.builders import a_surface
from xpsfit.errors import OutputError
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results

results = [a_surface()]
record = make_record(["xpsfit"], [], Settings(), results)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    write_results(Path(sys.argv[1]), results, record, figures=None)
except OutputError as error:
    sys.exit(str(error))
"""
    root = Path(__file__).parents[3]

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.xpsfit")],
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "a.xpsfit: the results cannot be written (File too large)" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_old_result_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a.xpsfit"
    write(folder, [a_surface("old")])
    before = snapshot(folder)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(xpsfit.writers, "_write_hdf5", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(folder, [a_surface("new")], force=True)

    assert snapshot(folder) == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xpsfit"]


def test_the_same_results_give_the_same_tables(tmp_path: Path) -> None:
    for name in ("a.xpsfit", "b.xpsfit"):
        write(tmp_path / name, [a_series(2)])

    first, second = snapshot(tmp_path / "a.xpsfit"), snapshot(tmp_path / "b.xpsfit")
    tables = [name for name in first if name.endswith((".csv", ".toml"))]
    assert len(tables) == 10
    assert all(first[name] == second[name] for name in tables)
